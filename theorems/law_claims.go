package theorems

// lawClaims are the exact laws of iterative MLE, ours, that the paper's bounds are measured against.
func lawClaims() []Claim {
	return []Claim{
		lawMorrisVarianceExact(),
		lawMorrisVariance(),
		lawMorrisMean(),
		lawDistribution(),
		lawPolyaUrn(),
		lawMorrisLimit(),
		lawInflationUniversal(),
		lawGaussian(),
		lawDiversity(),
		lawSchedule(),
		lawScheduleSupremum(),
		lawScheduleEqual(),
		lawScheduleGrowth(),
		lawReplaceExact(),
		lawReplace(),
		lawReplaceAsAccumulate(),
		lawReplaceFixation(),
	}
}

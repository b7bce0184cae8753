package theorems

// Claims lists the checked claims of this package: Theorem 4.1 and its consequences, each with an explicit certificate
// in the place of the constants c and C that are not in print; "robust to mild optimisation error" made exact; the
// statements of appendices A, B and C; the figures of Appendix G; the exact laws, ours, that the bounds are measured
// against; and the findings that no other claim carries.
func Claims() []Claim {
	return []Claim{
		theorem41(), theorem41AllT(), theorem41KL(), theorem41TV(), theorem41Replace(), theorem41Tightness(),
		theorem41Sharp(), theorem41SharpRatio(), theorem41Audited(),
		theorem41Dimension(), theorem41Explicit(), theorem41NoPolylog(), theorem41NoPolylogConstants(),
		certificateGeneral(), certificateNatural(), certificateChernoff(), certificateApproximate(),
		certificateMixture(), certificateSmooth(), certificateVector(), certificateExact(), certificateExtremes(),
		theorem41Optimisation(), theorem41OptimisationExact(), theorem41OptimisationConstant(),
		theorem41OptimisationGrowth(), theorem41OptimisationRounded(),
		theoremA1(), theoremA2(), theoremA2WithoutSmoothness(), corollaryA1(), lemmaKLExpansion(), lemmaPinsker(),
		theoremB1Constant(), theoremB1Elementary(), theoremB1(), theoremB1Adversaries(),
		lemmaJin4(), lemmaJin4Even(), lemmaJin4Repaired(), theoremB2(), theoremB2Adversaries(), theoremB3(),
		lemmaB1(), lemmaB2(), lemmaB3(), lemmaB4(),
		propositionC1(), lemmaC1(), lemmaC2(), lemmaC3(), lemmaC3Printed(), lemmaC4(), lemmaC5(),
		figure1(), figure1MeanSquare(), figure1Growth(), figure1Optimised(),
		figure2(), figure2MeanSquare(), figure2Growth(), figure2Optimised(),
		figure3(), figure3MeanSquare(), figure3Growth(), figure3Optimised(),
		figure4(), figure4Floor(), figure4OneSided(), figure4Optimisers(), finding3(), finding3Ratio(),
		lawMorrisVarianceExact(), lawMorrisVariance(), lawMorrisMean(), lawDistribution(), lawPolyaUrn(),
		lawMorrisLimit(), lawInflationUniversal(), lawGaussian(), lawDiversity(),
		lawSchedule(), lawScheduleSupremum(), lawScheduleEqual(), lawScheduleGrowth(),
		lawReplaceExact(), lawReplace(), lawReplaceAsAccumulate(), lawReplaceFixation(),
		lawFreshShareExact(), lawFreshShare(), lawFreshThresholdExact(), lawFreshThreshold(), lawFreshThresholdLaw(),
		lawContaminatedPoolExact(), lawContaminatedPhases(), lawContaminatedBest(), lawContaminatedPool(),
		lawGoldenWeightExact(), lawGoldenWeight(), lawSelectionExponent(), lawSelection(),
		lawLaplaceScaleExact(), lawLaplaceScale(), lawWeibullShape(),
		lawUnbiasedVarianceExact(), lawUnbiasedVariance(), lawVerifierContraction(), lawVerifier(),
		lawFirstExtinctionPrinted(), lawFirstExtinction(), lawFreshChiSquare(),
		finding4(), finding4Repaired(), finding6(), finding6Repaired(), finding7(),
		finding13(), finding14(), theorem41Normal(),
		deyDonohoSubsample(), deyDonohoSubsampleLimit(),
		gerstgrasserAccumulate(), gerstgrasserDesign(), gerstgrasserReplace(), gerstgrasserReplaceMultiple(),
		seddikCollision(), seddikDegeneration(), seddikDegenerationSharp(), seddikTime(), seddikLimit(),
		seddikPartial(), seddikPartialPrinted(), seddikDeviation(), seddikSampled(),
		shumailovGaussian(), shumailovDiscrete(), sureshUnigram(), sureshGaussian(), xuImprovement(),
		alemohammadAugmentation(), alemohammadFresh(), kazdanKernel(), dohmatobNoiseFree(),
		kanabarSymmetric(), kanabarErasurePrinted(), kanabarErasure(),
	}
}

package counterexamples

import "itermle/theorems"

// Claims lists the checked claims of this package, in the paper's order.
func Claims() []theorems.Claim {
	return []theorems.Claim{
		assumption1ABoundary(), assumption1AReplace(), assumption1ADial(), assumption1BModel(), assumption1BParameter(),
		assumption1C(),
		assumption2(), assumption2AImplied(), assumption2AHeavy(), assumption2AInflation(),
		assumption2BQuadratic(), assumption2BAlone(), assumption2BDial(), assumption2COscillating(),
		assumption2CAlone(), assumption3(), assumption3Dial(),
		leak1C(), leak1CControl(), leak1CFit(), leakConstants(), leakConstantsOrder(), leak2(),
		leakLetters(), leakLettersLimit(), noLeak(), nonsmooth2(), closedSetMean(),
		conjecture3(), theorem52Levels(), finding10(), finding11(), finding11Repaired(), finding12(),
		finding15(), finding15Repaired(),
		theorem41Separated(), theorem41SeparatedEscape(),
		finding5(), finding5Ball(),
		controlNeymanScott(), controlNeymanScottLaw(), controlFerguson(), controlFergusonBounded(),
		controlBahadur(), controlBahadurBounded(),
		construction1TotalVariation(), construction1Samples(),
		theorem51Consistency(), theorem51MoreRealData(), theorem51Part1(),
		finding1ClosedForm(), finding1HalfGap(), finding1LimitLaw(),
		finding1Threshold(), finding1Constant(), finding1Exponent(),
		theorem51Part2(), theorem51Part2FirstStep(), theorem51Part2Hit(), theorem51Part2Limit(),
		theorem51Eventually(), theorem51EventuallyLimit(), theorem51EventuallyValue(),
		theorem51ForGood(), theorem51TooLate(),
		construction2Densities(), finding8(), construction2Consistency(), construction2OtherTruths(),
		construction2FixedWidth(),
		theorem52(), finding9(), theorem52Eq36(), theorem52ForGood(),
		lemmaF2(), finding2(), lemmaF3(), lemmaF3Capped(), lemmaF4(), lemmaF5(),
		lemmaF6(), lemmaF6Law(), lemmaF6Limit(), lemmaF6Looseness(),
		lemmaF6Growth(), lemmaF6Median(), lemmaF6GrowingLooseness(),
		lemmaF7(), lemmaF8(),
	}
}

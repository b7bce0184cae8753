package estimators

import "math"

// outward and inward move a number past the rounding of the few operations behind it; the steep ones past that of an
// exponential of up to 700, whose argument, rounded, moves it by 700 units.
const (
	outward      = 1 + 0x1p-48
	inward       = 1 - 0x1p-48
	steepOutward = 1 + 0x1p-42
	steepInward  = 1 - 0x1p-42
)

// boundedScore is K1 of a score with |score| ≤ M: M/√(2 log 2), since then 2 exp(−u²/(2K1²)) ≥ 1 up to u = M.
func boundedScore(m float64) float64 { return m / math.Sqrt(2*math.Ln2) * outward }

// gaussianConstants are K1 = k1/σ and K2 = λ0 = 1/σ², past their rounding where σ is not 1.
func gaussianConstants(k1, sigma float64) Constants {
	if sigma == 1 {
		return Constants{K1: k1, K2: 1, Lambda0: 1}
	}
	information := 1 / sigma / sigma
	return Constants{K1: k1 / sigma * outward, K2: information * outward, Lambda0: information * inward}
}

package estimators

import "gonum.org/v1/gonum/mathext"

// The logarithmic derivative ψ of the gamma function as families of unknown shape need it: what log k exceeds it by,
//
//	h(k) = log k − ψ(k) = 1/(2k) + 1/(12k²) − 1/(120k⁴) + … > 0,   h(k) = h(k+1) + r(1/k),   r(u) = u − log(1+u)
//
// with the derivatives −t(k) and so on. h falls from +∞ to 0, and 1/(2k) < h(k) < 1/k.

// digammaSeries are the coefficients of k^{−2}, k^{−4}, … in h(k) − 1/(2k): −B_2j/(2j). Beyond k = 16 what is left out
// is below the next term, 0.08·16^-14 = 10^-18.
var digammaSeries = [...]float64{1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760}

// digammaDeficit is h(k), k > 0, to a few units in the last place.
func digammaDeficit(k float64) float64 {
	sum := 0.0
	for ; k < 16; k++ {
		sum += logRemainder(1 / k)
	}
	square := 1 / (k * k)
	power, series := square, 0.5/k
	for _, c := range digammaSeries {
		series += c * power
		power *= square
	}
	return sum + series
}

// digammaDeficitFall is h(k) − h(k+x) for a whole x ≥ 0, which cancels nothing however large k is.
func digammaDeficitFall(k, x float64) float64 {
	sum := 0.0
	for ; k < 16 && x > 0; k++ {
		sum += logRemainder(1 / k)
		x--
	}
	if x == 0 {
		return sum
	}
	// a^{2j} − b^{2j} = (a² − b²)(a^{2j−2} + a^{2j−4} b² + … + b^{2j−2}) for a = 1/k and b = 1/(k+x).
	a, b := 1/(k*k), 1/((k+x)*(k+x))
	difference := x / k / (k + x) // a^½ − b^½
	series := difference / 2
	difference *= 1/k + 1/(k+x)
	mixed, power := 1.0, a
	for _, c := range digammaSeries {
		series += c * difference * mixed
		mixed, power = mixed*b+power, power*a
	}
	return sum + series
}

// trigammaExcess is ψ′(k) − 1/k = −h′(k), between 1/(2k²) and 1/k².
func trigammaExcess(k float64) float64 {
	sum := 0.0
	for ; k < 16; k++ {
		sum += 1 / (k * k * (k + 1)) // 1/k² − 1/k + 1/(k+1)
	}
	square := 1 / (k * k)
	power, series := square/k, square/2
	for j, c := range digammaSeries {
		series += float64(2*(j+1)) * c * power
		power *= square
	}
	return sum + series
}

// tetragammaExcess is −ψ″(k) − 1/k² = h″(k).
func tetragammaExcess(k float64) float64 {
	sum := 0.0
	for ; k < 16; k++ {
		sum += (3*k + 2) / (k * k * k * (k + 1) * (k + 1)) // 2/k³ − 1/k² + 1/(k+1)²
	}
	square := 1 / (k * k)
	power, series := square*square, square/k
	for j, c := range digammaSeries {
		series += float64(2*(j+1)*(2*j+3)) * c * power
		power *= square
	}
	return sum + series
}

// trigamma is ψ′(k) and tetragamma ψ″(k).
func trigamma(k float64) float64   { return mathext.Zeta(2, k) }
func tetragamma(k float64) float64 { return -2 * mathext.Zeta(3, k) }

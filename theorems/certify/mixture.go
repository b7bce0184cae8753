package certify

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"itermle/estimators"
	"itermle/internal/bisect"
	"itermle/internal/logarithm"
	"itermle/internal/rounding"
)

// Mixture is the sharpest certificate here for an exponential family in natural parameters, p_θ(x) = h(x) exp(θ·S(x) −
// A(θ)). It asks for I* = I(θ*) in q.Information and of q.Constants for K2, λ0 and L_I alone: not for Assumption 2A, so
// a statistic with exponential tails is covered, too. With V_T = Σ n_t/N_t², λ = λ_min(I*), κ = 1 + L_I r′/λ, any ball
// r′ ≤ r and any c > 0,
//
//	X = z(c) √(κ V_T/λ),  ρ_T = 2X/(1 + √(1 − 2 L_I X/λ)),  certified if ρ_T + η < r′, η = c/(n_0 √(κ V_T λ))
//
// where z is the root of Φ_d(cz) = e^{c²/2}/δ and Φ_d(x) = E e^{x U_1} for U uniform on the unit sphere: cosh x,
// I_0(x), sinh(x)/x, …
//
// Derivation (ours). M_t = ∇A(θ^(t)) − ∇A(θ*) = Σ_{s<t} w_s(S̄_s − ∇A(θ^(s))) is exactly a martingale. While θ^(s)
// stays in B_{r′−η}, the family is its own moment generating function, log E_θ e^{v·(S−∇A(θ))} ≤ ½ κ v·I*v for ‖v‖ ≤ η,
// because I ⪯ κ I* on B_{r′}; so with m = I*^{−1/2} M_t, exp(y·m − ½κ‖y‖²V_t) is a supermartingale for each ‖y‖ =
// c/√(κV_T), and so is its mean over the sphere, Φ_d(‖y‖‖m‖) e^{−½κ‖y‖²V_t} (the method of mixtures). By Ville's
// inequality it stays below 1/δ for ever with probability ≥ 1−δ: no union over directions or generations. Then x =
// I*⁻¹M_t has ‖x‖ ≤ ‖m‖/√λ ≤ X, and θ^(t) − θ* = H⁻¹M_t, H the average Hessian of A on the segment, ‖H − I*‖ ≤
// ½L_I‖θ^(t)−θ*‖, gives ‖θ^(t)−θ*‖(1 − ½(L_I/λ)‖θ^(t)−θ*‖) ≤ X: at most the smaller root, or at least the larger. Along
// s ↦ ∇A⁻¹(∇A(θ*) + sM_t), 0 ≤ s ≤ 1, which starts at θ*, the larger is never reached. So the MLE exists and lies
// within ρ_T for all t ≤ T, whatever T is: Theorem 4.1 with n ≥ c (d + log(1/δ)) in place of n ≥ c (log T + 1)²
// log²(7dT/δ).
//
// Where ‖S(x) − S(x′)‖ ≤ D for all samples, |∇³A(θ)[v,v,w]| = |E (v·S̃)²(w·S̃)| ≤ D‖w‖ ∇²A(θ)[v,v], S̃ = S − ES, so
// e^{−Dr′}I* ⪯ I ⪯ e^{Dr′}I* on B_{r′}: κ may be e^{Dr′}. And H = I*^{1/2}(1+E)I*^{1/2} with (1−e^{−s})/s ≤ 1+E ≤
// (e^s−1)/s, s = Dr′, whence ‖(1+E)⁻¹−1‖ ≤ ε = s/2 + s²/12, as s/(1−e^{−s}) = s/2 + (s/2)coth(s/2) and y coth y ≤ 1 +
// y²/3. Then θ^(t) − θ* = I*^{−1/2}(1+E)⁻¹m gives ‖θ^(t)−θ*‖ ≤ ‖x‖ + ε‖m‖/√λ, no root to choose: ρ_T is the smaller of
// this and the one above. Unlike L_I/λ, D does not grow where I* is nearly singular.
//
// For d = 2 and unequal eigenvalues of I* the sphere is replaced by an ellipse (see ellipseRadius), which is nearer to
// the law of the Euclidean norm. The constants are those of B_r; r′ ≤ r is chosen here, from q alone. A trajectory is
// ρ_T throughout.
func Mixture(q Request) (Certificate, error) {
	spared := q
	if math.IsInf(q.Constants.K1, 1) {
		spared.Constants.K1 = 1 // not used
	}
	if err := spared.check(); err != nil {
		return Certificate{}, err
	}
	spectrum, err := informationSpectrum(q.Information, q.Dim)
	if err != nil {
		return Certificate{}, err
	}
	least, ratio := spectrum[0], axes(spectrum)
	c, z, corners := mixtureRadius(q.Dim, ratio, -logarithm.Of(q.Delta))
	total, first := varianceSum(q.Schedule, q.Generations), float64(q.Schedule.Size(0))
	l := q.Constants.Lipschitz
	attempt := func(r float64) (rho, reach float64) {
		kappa, turn := up(1+l*r/least), q.Diameter*r
		if q.Diameter > 0 {
			kappa = min(kappa, up(math.Exp(turn)))
		}
		unit := up(math.Sqrt(kappa * total / least))
		x := up(z * unit)
		rho = math.Inf(1)
		if discriminant := down(1 - up(2*l*x/least)); discriminant > 0 {
			rho = up(2 * x / (1 + math.Sqrt(discriminant)))
		}
		if q.Diameter > 0 {
			epsilon := up(turn/2 + turn*turn/12)
			farthest := z * (1 + epsilon)
			if corners != nil {
				farthest = farthestCorner(corners, ratio, epsilon)
			}
			rho = min(rho, up(farthest*unit))
		}
		// ‖y‖ is what κ and V_T as computed make it: any is valid.
		return rho, up(rho + up(c/math.Sqrt(kappa*total*least)/first))
	}
	// From the ball of radius 0 each ball is as large as the trajectory reached in the one before: as reach rises with
	// r, this comes to the smallest ball that is not left. (It does, because z ≥ c at the best c, so ρ ≥ η, and κ
	// multiplies ρ² and divides η².) Whatever it comes to, it is not left.
	best := math.Inf(1)
	for ball := 0.0; math.IsInf(best, 1); {
		rho, reach := attempt(ball)
		if !(reach < q.Radius) {
			return refused("n too small: ρ + η ≥ r for every ball up to τ=%d", q.Generations-1), nil
		}
		if reach < ball {
			best = rho
		}
		ball = reach * (1 + 1e-9)
	}
	bounds := q.trajectory()
	if q.Trajectory {
		bounds = append(bounds, slices.Repeat([]float64{best}, q.Generations)...)
	}
	return certified(q.Constants, best, bounds), nil
}

// informationSpectrum is the eigenvalues of I*, the least first, rounded down.
func informationSpectrum(information []float64, dim int) ([]float64, error) {
	if len(information) != dim*dim {
		return nil, &estimators.DimensionError{What: "certificate: I(θ*)", Got: len(information), Want: dim * dim}
	}
	values, diagonal := make([]float64, dim), true
	for i := range dim {
		values[i] = information[i*dim+i]
		for j := range i {
			diagonal = diagonal && information[i*dim+j] == 0
		}
	}
	slices.Sort(values)
	if !diagonal {
		var eigen mat.EigenSym
		if !eigen.Factorize(mat.NewSymDense(dim, append([]float64(nil), information...)), false) {
			return nil, errors.New("certificate: the eigenvalues of I(θ*) were not found")
		}
		values = eigen.Values(values)
		// A backward stable method errs by a few dim·2^-53·λ_max; how few, LAPACK does not promise: 64 is defensible,
		// not proved.
		for i := range values {
			values[i] -= 64 * float64(dim) * rounding.Unit * values[dim-1]
		}
	}
	if !(values[0] > 0) || math.IsInf(values[dim-1], 1) {
		return nil, &estimators.RangeError{What: "certificate: λ_min(I(θ*))", Value: values[0],
			Accept: "a positive definite I(θ*)"}
	}
	for i := range values {
		values[i] = down(values[i])
	}
	return values, nil
}

// axes is √(λ_min/λ_max), the ratio of the axes of the estimator's law, to rounding (farthestCorner's slack is far
// above).
func axes(spectrum []float64) float64 { return math.Sqrt(spectrum[0] / spectrum[len(spectrum)-1]) }

// mixtureRadius is the z of the sphere or, if it is smaller, of an ellipse, for e^−level in the place of δ, with its c
// ≥ ‖y‖ and the corners about the ellipse's level set, nil for the sphere.
func mixtureRadius(dim int, ratio, level float64) (c, z float64, corners []corner) {
	c, z = sphereRadius(dim, level)
	if dim == 2 && ratio < 1 {
		if ce, ze, around := ellipseRadius(ratio, level); ze < z {
			return ce, ze, around
		}
	}
	return c, z, nil
}

// sphereRadius is the least z(c) that golden sections find, and its c. The search needs no proof: every c is valid.
func sphereRadius(dim int, level float64) (c, z float64) {
	centre := math.Sqrt(2 * level)
	root := func(c float64) float64 { return sphereRoot(dim, c, up(c*c/2+level)) }
	low, high := 0.7*centre, 2*(centre+math.Sqrt(float64(dim)))+1
	inner := func(a, b float64) float64 { return a + (b-a)*(math.Sqrt(5)-1)/2 }
	left, right := inner(high, low), inner(low, high)
	atLeft, atRight := root(left), root(right)
	for high-low > 1e-5*high {
		if atLeft < atRight {
			high, right, atRight = right, left, atLeft
			left = inner(high, low)
			atLeft = root(left)
		} else {
			low, left, atLeft = left, right, atRight
			right = inner(low, high)
			atRight = root(right)
		}
	}
	if atLeft < atRight {
		return left, atLeft
	}
	return right, atRight
}

// sphereRoot is the z with log Φ_d(cz) = level, rounded up: Φ_d increases.
func sphereRoot(dim int, c, level float64) float64 {
	high := 1.0
	for !(logSphere(dim, c*high) > level) {
		high *= 2
	}
	root := bisect.Float(high, 0, func(z float64) bool { return logSphere(dim, c*z) > level })
	return root * (1 + 1e-9) // 1e-9 covers the series' rounding, some 1e3 units in the last place
}

// logSphere is log Φ_d(x) from below: log cosh x for d = 1, else the series of positive terms
//
//	Φ_d(x) = Σ_k (x²/4)^k Γ(d/2)/(k! Γ(d/2+k)),
//
// cut off where it has converged, kept in range by dividing by powers of e.
func logSphere(dim int, x float64) float64 {
	if dim == 1 {
		return x + math.Log1p(math.Exp(-2*x)) - math.Ln2
	}
	sum, term, scale, square := 1.0, 1.0, 0.0, x*x/4
	for k := 1; ; k++ {
		term *= square / (float64(k) * (float64(dim)/2 + float64(k) - 1))
		sum += term
		if sum > 1e200 {
			sum, term, scale = sum*1e-200, term*1e-200, scale+200*math.Ln10
		}
		if term < 1e-17*sum && float64(k) > x/2 {
			return scale + math.Log(sum)
		}
	}
}

package certify

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
)

// log Φ_d against closed forms: cosh, I_0 by its integral, sinh(x)/x.
func TestLogSphere(t *testing.T) {
	for _, x := range []float64{0.1, 1, 5, 30, 300} {
		bessel, peak := 0.0, x
		const points = 4000
		for i := range points {
			bessel += math.Exp(x*math.Cos(2*math.Pi*(float64(i)+0.5)/points)-peak) / points
		}
		for d, want := range map[int]float64{1: x + math.Log((1+math.Exp(-2*x))/2), 2: peak + math.Log(bessel),
			3: x + math.Log(-math.Expm1(-2*x)/(2*x))} {
			if got := logSphere(d, x); !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
				t.Errorf("d=%d x=%g: log Φ = %.15g, want %.15g", d, x, got, want)
			}
		}
	}
}

// The farthest corner of an ellipse's level set is never below the norm of any of its points, on rays that corners does
// not use, for all δ; log f is summed anew there, over the 4·16 points.
func TestEllipseReach(t *testing.T) {
	logMean := func(e *ellipseMixture, m1, m2 float64) float64 {
		var exponents []float64
		for j, y1 := range e.y1 {
			for _, y := range [][2]float64{{y1, e.y2[j]}, {-y1, e.y2[j]}, {y1, -e.y2[j]}, {-y1, -e.y2[j]}} {
				exponents = append(exponents, y[0]*m1+y[1]*m2-(y[0]*y[0]+y[1]*y[1])/2)
			}
		}
		largest, sum := slices.Max(exponents), 0.0
		for _, exponent := range exponents {
			sum += math.Exp(exponent - largest)
		}
		return largest + math.Log(sum/float64(len(exponents)))
	}
	for _, delta := range []float64{0.9, 0.05, 1e-9, 1e-100, 5e-324} {
		level := -math.Log(delta)
		// No mixture beats Chernoff's bound for one point alone, √(2 log 1/δ).
		centre := math.Sqrt(2 * level)
		for _, a := range []float64{0.1, 0.577, 0.9} {
			c, z, _ := ellipseRadius(a, level)
			if !(z > centre && z < centre+3 && c > 0) {
				t.Fatalf("δ=%g a=%g: c=%g z=%g", delta, a, c, z)
			}
			for _, b := range []float64{1, 0.5, 0.15} {
				mixture := newEllipseMixture(centre, b)
				around, largest := mixture.corners(level), 0.0
				reach := farthestCorner(around, a, 0)
				// The tangents touch beyond the level set, and the corners are moved: both slacks are there.
				if beyond := logMean(mixture, around[0].m1, 0) - level; !(beyond >= 0.5e-10*(1+level)) ||
					!(farthestCorner(around[:1], 0, 0) >= around[0].m1*(1+0.9e-7)) {
					t.Errorf("δ=%g b=%g: the tangent on the axis is %g beyond the level", delta, b, beyond)
				}
				for i := range 101 {
					sine, cosine := math.Sincos(float64(i) / 100 * math.Pi / 2)
					low, high := 0.0, 1e3
					for high-low > 1e-9*high {
						if r := (low + high) / 2; logMean(mixture, r*cosine, r*sine) > level {
							high = r
						} else {
							low = r
						}
					}
					largest = math.Max(largest, low*math.Hypot(cosine, a*sine))
				}
				if !(largest <= reach && reach <= 1.05*largest) {
					t.Errorf("δ=%g a=%g b=%g: reach %g, largest point found %g", delta, a, b, reach, largest)
				}
			}
		}
	}
}

// sharpRequest is the request for const:n of a family.
func sharpRequest(t *testing.T, family string, truth []float64, r float64, n int64, generations int,
	delta float64) (Request, Certifier) {
	t.Helper()
	f, err := estimators.ParseFamily(family)
	if err != nil {
		t.Fatal(err)
	}
	q, c, err := Sharpest(f, truth, r)
	if err != nil {
		t.Fatal(err)
	}
	q.Schedule, q.Generations, q.Delta = estimators.ConstantSchedule(n), generations, delta
	return q, c
}

// At T = 1 the laws are exact: X̄ of a binomial for the logit, of a Poisson for the log-rate. P(|θ^(1) − θ*| > ρ_1),
// summed term by term, is at most δ; with half the radius it is more, so the comparison can fail.
func TestMixtureAgainstExactLaws(t *testing.T) {
	for _, row := range []struct {
		family string
		theta  float64
		term   func(n int64, k float64) float64 // log P(X = k)
		fit    func(n int64, k float64) float64
	}{
		{"bernoulli-logit", 1, func(n int64, k float64) float64 {
			a, _ := math.Lgamma(float64(n) + 1)
			b, _ := math.Lgamma(k + 1)
			c, _ := math.Lgamma(float64(n) - k + 1)
			return a - b - c + k - float64(n)*math.Log1p(math.E)
		}, func(n int64, k float64) float64 { return math.Log(k) - math.Log(float64(n)-k) }},
		{"poisson-log", 0, func(n int64, k float64) float64 {
			b, _ := math.Lgamma(k + 1)
			return k*math.Log(float64(n)) - float64(n) - b
		}, func(n int64, k float64) float64 { return math.Log(k / float64(n)) }},
	} {
		cases, broken := 0, 0
		for _, n := range []int64{100, 1000, 5000, 20000} {
			for _, delta := range []float64{0.01, 0.05, 0.3} {
				q, c := sharpRequest(t, row.family, []float64{row.theta}, 0.5, n, 1, delta)
				found, err := c.Certify(q)
				if err != nil {
					t.Fatal(err)
				}
				if !found.Certified {
					continue
				}
				cases++
				outside := func(rho float64) float64 {
					inside := 0.0
					for k := 1.0; k < 2*float64(n); k++ {
						if row.family == "bernoulli-logit" && k >= float64(n) {
							break
						}
						if math.Abs(row.fit(n, k)-row.theta) <= rho {
							inside += math.Exp(row.term(n, k))
						}
					}
					return 1 - inside
				}
				// 1e-8 is far above the rounding of the terms, whose logarithms reach 2e5.
				if p := outside(found.Rho); !(p <= delta+1e-8) {
					t.Errorf("%s n=%d δ=%g: P(|θ−θ*| > %g) = %g", row.family, n, delta, found.Rho, p)
				}
				if outside(found.Rho/2) > delta {
					broken++
				}
			}
		}
		if cases < 6 || broken == 0 {
			t.Errorf("%s: %d cases, %d broken by half the radius", row.family, cases, broken)
		}
	}
}

// No log T: from T = 10 to 10^5 the radius grows by what V_T grows and little more, and n that certifies T = 1000
// certifies T = 10^5.
func TestSharpCertificatesForgetT(t *testing.T) {
	for _, row := range []struct {
		family string
		theta  float64
		r      float64
	}{{"bernoulli-logit", 0, 0.5}, {"poisson-log", 0, 0.5}, {"logistic-location", 0, 0.2}, {"cauchy-location", 0, 0.08},
		{"von-mises-location", 0, 0.3}, {"gaussian-mixture", 0.5, 0.05}} {
		short, c := sharpRequest(t, row.family, []float64{row.theta}, row.r, 1e6, 1000, 0.05)
		long := short
		long.Generations = 1e5
		a, _ := c.Certify(short)
		b, _ := c.Certify(long)
		if !(a.Certified && b.Certified && b.Rho >= a.Rho*(1-1e-9) && b.Rho <= 1.01*a.Rho) {
			t.Errorf("%s: ρ = %g at T = 10^3, %g at 10^5 (%s%s)", row.family, a.Rho, b.Rho, a.Reason, b.Reason)
		}
	}
}

// The MLE is over B_r: where the likelihood may have several maxima, a small ball that holds the trajectory does not
// speak for a larger one.
func TestSmoothCertificateIsAboutTheWholeBall(t *testing.T) {
	for family, want := range map[string]bool{"logistic-location": true, "cauchy-location": false} {
		q, c := sharpRequest(t, family, []float64{0}, 1, 1e6, 10, 0.05)
		if found, err := c.Certify(q); err != nil || found.Certified != want {
			t.Errorf("%s on B_1: certified %v (%s), %v", family, found.Certified, found.Reason, err)
		}
	}
}

// What Sharpest chooses, and that it fills in I(θ*) and the bounds that its choice asks for.
func TestSharpestChooses(t *testing.T) {
	for _, row := range []struct {
		family string
		truth  []float64
		r      float64
		want   string
	}{{"bernoulli-logit", []float64{0}, 1, "mixture"}, {"poisson-log", []float64{0}, 0.5, "mixture"},
		{"logistic-location", []float64{0}, 0.2, "smooth"}, {"alphabet:0/0,1,0.5", []float64{0}, 0.1, "vector"},
		{"alphabet:0/0,1,0.5", []float64{0.5}, 0.5, "general"}} {
		var f estimators.Family
		var err error
		if f, err = estimators.ParseFamily(row.family); strings.HasPrefix(row.family, "alphabet") {
			f, err = alphabet.Parse(row.family)
		}
		if err != nil {
			t.Fatal(err)
		}
		q, c, err := Sharpest(f, row.truth, row.r)
		if err != nil || c.Name != row.want || !(q.Information[0] > 0) || (q.Bounds != nil) != (row.want == "smooth") {
			t.Errorf("%s r=%g: %s, %+v, %v", row.family, row.r, c.Name, q, err)
		}
	}
}

func TestSharpestErrors(t *testing.T) {
	parse := func(name string) estimators.Family {
		f, err := estimators.ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	var outOfRange *estimators.RangeError
	var outside *estimators.ParameterError
	var unsupported *estimators.UnsupportedError
	if _, _, err := Sharpest(parse("bernoulli-logit"), []float64{0}, 0); !errors.As(err, &outOfRange) {
		t.Errorf("r=0: %v", err)
	}
	if _, _, err := Sharpest(parse("exponential-rate"), []float64{-1}, 0.1); !errors.As(err, &outside) {
		t.Errorf("θ* outside Θ: %v", err)
	}
	if _, _, err := Sharpest(parse("poisson-log"), []float64{36}, 2); !errors.As(err, &outOfRange) {
		t.Errorf("ball outside Θ: %v", err)
	}
	if _, _, err := Sharpest(parse("weibull-shape"), []float64{1}, 0.1); !errors.As(err, &unsupported) {
		t.Errorf("no constants: %v", err)
	}
	for _, family := range []string{"bernoulli-logit", "logistic-location"} {
		for _, delta := range []float64{0, 1, math.NaN()} {
			q, c := sharpRequest(t, family, []float64{0}, 0.5, 1e6, 10, delta)
			if _, err := c.Certify(q); !errors.As(err, &outOfRange) {
				t.Errorf("%s δ=%g: %v", family, delta, err)
			}
		}
	}
	q, _ := sharpRequest(t, "bernoulli-logit", []float64{0}, 0.5, 1e6, 10, 0.05)
	if _, err := Smooth(q); !errors.As(err, &unsupported) {
		t.Errorf("Smooth without bounds: %v", err)
	}
	var dimension *estimators.DimensionError
	wrong := q
	wrong.Information = []float64{1, 0}
	if _, err := Vector(wrong); !errors.As(err, &dimension) {
		t.Errorf("Vector without I(θ*): %v", err)
	}
	few := q
	few.Schedule = estimators.ConstantSchedule(1)
	if found, err := Vector(few); err != nil || found.Certified || !strings.HasPrefix(found.Reason, "n too small") {
		t.Errorf("Vector with one sample: %+v, %v", found, err)
	}
}

func BenchmarkSharpest(b *testing.B) {
	for _, name := range []string{"bernoulli-logit", "logistic-location"} {
		f, _ := estimators.ParseFamily(name)
		q, c, err := Sharpest(f, []float64{0}, 0.2)
		if err != nil {
			b.Fatal(err)
		}
		q.Schedule, q.Delta = estimators.ConstantSchedule(1e6), 0.05
		for _, generations := range []int{1e3, 1e4, 1e5, 1e6} {
			q.Generations = generations
			b.Run(fmt.Sprintf("family=%s/T=%d", name, generations), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if found, err := c.Certify(q); err != nil || !found.Certified {
						b.Fatal(found.Reason, err)
					}
				}
			})
		}
	}
}

// The statistic's diameter D bounds how fast the information turns, e^{−D‖w‖}I(θ) ⪯ I(θ+w) ⪯ e^{D‖w‖}I(θ); a fifth of D
// does not.
func TestStatisticDiameter(t *testing.T) {
	random := estimators.NewStream(suiteseed.Seed(), "certificate", "diameter").At(0, 0)
	for _, name := range []string{"bernoulli-logit", "categorical-softmax:2", "categorical-softmax",
		"categorical-softmax:6"} {
		f, err := estimators.ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		d, diameter := f.Dim(), f.(estimators.BoundedStatistic).StatisticDiameter()
		at := func(theta, v []float64) float64 {
			information, sum := make([]float64, d*d), 0.0
			f.FisherInformation(information, theta)
			for i := range v {
				for j := range v {
					sum += v[i] * information[i*d+j] * v[j]
				}
			}
			return sum
		}
		steepest := 0.0
		theta, moved, v := make([]float64, d), make([]float64, d), make([]float64, d)
		for range 5000 {
			size := 0.01 + random.Float64()
			norm := 0.0
			for i := range d {
				theta[i], moved[i], v[i] = 2*random.NormFloat64(), random.NormFloat64(), random.NormFloat64()
				norm = math.Hypot(norm, moved[i])
			}
			for i := range d {
				moved[i] = theta[i] + moved[i]*size/norm
			}
			steepest = math.Max(steepest, math.Abs(math.Log(at(moved, v)/at(theta, v)))/size)
		}
		// 1e-9 is far above the rounding of the quadratic forms, of up to 25 terms that may cancel by a factor of 10^4.
		if !(steepest <= diameter+1e-9 && steepest > diameter/5) {
			t.Errorf("%s: log v·I(θ)v moves by %g per unit, diameter %g", name, steepest, diameter)
		}
	}
}

package laws

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"itermle/estimators"
	"itermle/internal/quadrature"
	"itermle/internal/rational"
)

// scaleCDFTolerance is what NewScaleProduct promises for a_0 ≥ 1, and what package properties allows a claimed law to
// be off.
const scaleCDFTolerance = 1e-9

// TestScaleProductTable compares the table with one of twice the size, whose error is 16 times smaller.
func TestScaleProductTable(t *testing.T) {
	for _, test := range []struct {
		shape       float64
		schedule    string
		generations int
		replace     bool
		tolerance   float64
	}{
		{1, "const:20", 30, false, scaleCDFTolerance}, {1, "slow:10,1", 10, false, scaleCDFTolerance},
		{0.5, "const:3", 5, false, scaleCDFTolerance},
		{1, "const:1", 1, false, scaleCDFTolerance}, {1, "const:20", 10, true, scaleCDFTolerance},
		{0.5, "list:1,7", 5, false, 4 * scaleCDFTolerance},
	} {
		schedule := estimators.MustSchedule(test.schedule)
		table := NewScaleProduct(test.shape, schedule, test.generations, test.replace)
		finer := newScaleProduct(2*scaleTableSize, test.shape, schedule, test.generations, test.replace)
		worst := 0.0
		for i := range 5 * scaleTableSize {
			y := finer.low + (finer.high()-finer.low)*float64(i)/(5*scaleTableSize)
			worst = math.Max(worst, math.Abs(table.LogCDF(y)-finer.LogCDF(y)))
		}
		if !(worst <= test.tolerance*15/16) {
			t.Errorf("shape %g, %s, T=%d, replace=%v: tables differ by %.2g, want %.2g", test.shape, test.schedule,
				test.generations, test.replace, worst, test.tolerance)
		}
	}
}

// TestScaleProductTwoGenerations compares the table for T = 2 with
//
//	P(P_2 ≤ x) = ∫ P(G_0 ≤ x/(1 + w(g−1))) dP(G_1 ≤ g)
//
// integrated over u = P(G_1 ≤ g), which shares no code with the table's own rule.
func TestScaleProductTwoGenerations(t *testing.T) {
	for _, test := range []struct {
		shape       float64
		first, then int64
		replace     bool
	}{{1, 1, 1, false}, {1, 5, 5, false}, {0.5, 3, 3, false}, {0.5, 2, 4, true}, {4, 20, 40, false},
		{1, 100, 100, true}} {
		t.Run(fmt.Sprintf("shape=%g/n=%d,%d/replace=%v", test.shape, test.first, test.then, test.replace),
			func(t *testing.T) {
				table := NewScaleProduct(test.shape, estimators.ListSchedule(test.first, test.then), 2, test.replace)
				a0, a1 := test.shape*float64(test.first), test.shape*float64(test.then)
				w := float64(test.then) / float64(test.first+test.then)
				if test.replace {
					w = 1
				}
				for _, x := range []float64{0.05, 0.3, 0.7, 0.9, 1, 1.1, 1.5, 3} {
					want, bound, err := quadrature.Integrate(func(u float64) float64 {
						g := mathext.GammaIncRegInv(a1, u) / a1
						return mathext.GammaIncReg(a0, a0*x/(1+w*(g-1)))
					}, []float64{0, 1e-9, 1e-6, 1e-3, 0.5, 1 - 1e-3, 1 - 1e-6, 1 - 1e-9}, 1e-9)
					if err != nil {
						t.Fatal(err)
					}
					if got := table.LogCDF(math.Log(x)); !(math.Abs(got-want) <= scaleCDFTolerance+bound) {
						t.Errorf("P(P_2 ≤ %g) = %.12g, want %.12g ± %.1g", x, got, want, bound)
					}
				}
			})
	}
}

// TestScaleProductMoments recovers E P_T = 1 and E P_T² (the Mellin moment, exact) from the table: for X = log P_T ≤ b,
//
//	E e^{kX} = e^{kb} − ∫_{−∞}^b k e^{ky} P(X ≤ y) dy.
func TestScaleProductMoments(t *testing.T) {
	for _, test := range []struct {
		shape       *big.Rat
		schedule    string
		generations int
		replace     bool
	}{
		{big.NewRat(1, 1), "const:20", 100, false},
		{big.NewRat(1, 1), "const:2", 10, false},
		{big.NewRat(1, 2), "list:7,1,30", 10, false},
		{big.NewRat(4, 1), "geom:5,2", 10, false},
		{big.NewRat(1, 1), "const:50", 30, true},
		{big.NewRat(1, 1), "const:1000000", 5, false},
	} {
		t.Run(fmt.Sprintf("shape=%s/%s/T=%d/replace=%v", test.shape.RatString(), test.schedule, test.generations,
			test.replace), func(t *testing.T) {
			schedule := estimators.MustSchedule(test.schedule)
			table := NewScaleProduct(rational.Nearest(test.shape), schedule, test.generations, test.replace)
			end := table.high()
			for k := 1; k <= 2; k++ {
				const parts = 8 // Simpson's rule inside every cell of the table
				sum, h := 0.0, table.step/parts
				for i := range parts * (scaleTableSize - 1) {
					y := table.low + float64(i)*h
					f := func(y float64) float64 { return float64(k) * math.Exp(float64(k)*(y-end)) * table.LogCDF(y) }
					sum += h / 6 * (f(y) + 4*f(y+h/2) + f(y+h))
				}
				got := math.Exp(float64(k)*end) * (1 - sum)
				want := rational.Nearest(GammaMoment(test.shape, big.NewRat(1, 1),
					ScheduleSizes(schedule, test.generations), test.replace, k))
				// An error ε of the distribution function moves the moment by at most ∫ k e^{ky} ε dy ≤ ε e^{kb}.
				if tolerance := scaleCDFTolerance * math.Exp(float64(k)*end); !(math.Abs(got-want) <= tolerance) {
					t.Errorf("E P_T^%d = %.12g, want %.12g within %.2g", k, got, want, tolerance)
				}
			}
		})
	}
}

// TestBernoulliCountsMatchesRationals compares the float64 enumeration with the rational one.
func TestBernoulliCountsMatchesRationals(t *testing.T) {
	for _, replace := range []bool{false, true} {
		schedule := estimators.MustSchedule("list:3,5,1,4,2,6")
		exact := EnumerateBinomial(1, big.NewRat(1, 3), ScheduleSizes(schedule, 6), replace)
		for s, p := range BernoulliCounts(1.0/3, schedule, 6, replace) {
			// some 10² roundings of probabilities, lgamma's included
			if want := rational.Nearest(exact[s]); !(math.Abs(p-want) <= 1e-13) {
				t.Errorf("replace=%v: P(S = %d) = %.17g, want %.17g", replace, s, p, want)
			}
		}
	}
}

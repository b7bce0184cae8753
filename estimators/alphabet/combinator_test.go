package alphabet

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"itermle/estimators"
)

// combined is a family with the constants of its ball, for tests of what a combinator does to them: cheap ones, which
// are bounds within 10% or so.
type combined struct {
	*Family
	estimators.Constants
}

var combinedSearch = Search{Slack: 0.02, Work: 200_000}

// slack is what two searches that stop early may differ by.
const combinedSlack = 1.3

func withConstants(t *testing.T, f *Family, truth []float64, r float64) (combined, bool) {
	t.Helper()
	c, err := f.Constants(truth, r, combinedSearch)
	var assumption *estimators.AssumptionError
	if errors.As(err, &assumption) {
		return combined{}, false
	}
	if err != nil {
		t.Fatal(err)
	}
	return combined{f, c}, true
}

// near says that two bounds are of the same constant.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(got <= want*combinedSlack+1e-9 && want <= got*combinedSlack+1e-9) {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

func below(t *testing.T, what string, got, bound float64) {
	t.Helper()
	if !(got <= bound*combinedSlack+1e-9) {
		t.Errorf("%s: %g, want ≤ %g", what, got, bound)
	}
}

// smallInstance has few letters and a positive λ0.
func smallInstance(i Instance) bool {
	return i.Family.Letters() <= 4 && i.Family.Dim() <= 2 && i.Radius <= 0.5
}

// lineInstance is one of them in one dimension, where the search comes near the constants.
func lineInstance(i Instance) bool { return smallInstance(i) && i.Family.Dim() == 1 }

// onBox is the instance's family on [−1, 1]^d.
func (i Instance) onBox() *Family {
	f, err := New(Box(repeated(-1, i.Family.Dim()), repeated(1, i.Family.Dim())), i.Family.polynomials()...)
	if err != nil {
		panic(err)
	}
	return f
}

// sameLaw says that f at θ and g at η have one law, once letters are matched.
func sameLaw(t *testing.T, f, g *Family, theta, eta []float64, letter func(k int) int) {
	t.Helper()
	for k := range f.Letters() {
		a, b := f.LogDensity(theta, []float64{float64(k)}), g.LogDensity(eta, []float64{float64(letter(k))})
		if !(math.Abs(a-b) <= 1e-12*(1+math.Abs(a))) {
			t.Fatalf("log p(%d) = %.17g and %.17g", k, a, b)
		}
	}
}

func TestProduct(t *testing.T) {
	var first *combined
	var firstTruth []float64
	radius := 0.05
	compared := 0
	instances(t, 16, 4, lineInstance, func(t *testing.T, i Instance, random *rand.Rand) {
		f, ok := withConstants(t, i.onBox(), repeated(0, i.Family.Dim()), radius)
		if !ok {
			return
		}
		if first == nil {
			first, firstTruth = &f, repeated(0, f.Dim())
			return
		}
		product, err := Product(first.Family, f.Family)
		if err != nil {
			t.Fatal(err)
		}
		g, ok := withConstants(t, product, append(firstTruth, repeated(0, f.Dim())...), radius)
		if !ok {
			return // λ0 is lost to the shorter search
		}
		compared++
		root := math.Sqrt(2 * (first.K1*first.K1 + f.K1*f.K1))
		below(t, "K1", math.Max(first.K1, f.K1), g.K1)
		below(t, "K1", g.K1, root)
		near(t, "K2", g.K2, math.Max(first.K2, f.K2))
		near(t, "λ0", g.Lambda0, math.Min(first.Lambda0, f.Lambda0))
		below(t, "K3", math.Max(first.K3, f.K3), g.K3)
		below(t, "L_I", math.Max(first.Lipschitz, f.Lipschitz), g.Lipschitz*math.Sqrt(float64(g.Dim())))
		// The MLE of pairs is the pair of MLEs.
		a, b := counts(first.Letters(), random), counts(f.Letters(), random)
		pairs := kronecker([][]float64{a}, [][]float64{b})[0]
		theta, eta := make([]float64, first.Dim()), make([]float64, f.Dim())
		both := make([]float64, product.Dim())
		for _, err := range []error{first.FitStatistic(theta, theta, a), f.FitStatistic(eta, eta, b),
			product.FitStatistic(both, both, pairs)} {
			if err != nil {
				t.Log(err) // a maximum that 20,000 boxes do not separate
				return
			}
		}
		for j, want := range slices.Concat(theta, eta) {
			if !(math.Abs(both[j]-want) <= 1e-7) {
				t.Errorf("MLE %v, want %v %v", both, theta, eta)
			}
		}
		first, firstTruth = &f, repeated(0, f.Dim())
	})
	if compared < 8 {
		t.Errorf("%d products compared", compared)
	}
}

func TestCopies(t *testing.T) {
	compared := 0
	instances(t, 16, 3, lineInstance, func(t *testing.T, i Instance, random *rand.Rand) {
		one, ok := withConstants(t, i.Family, i.Truth, i.Radius)
		if !ok {
			return
		}
		m := 2 + random.IntN(2)
		copies, err := Copies(i.Family, m)
		if err != nil {
			t.Fatal(err)
		}
		all, ok := withConstants(t, copies, i.Truth, i.Radius)
		if !ok {
			return
		}
		compared++
		n := float64(m)
		below(t, "K1", all.K1, n*math.Sqrt(1+math.Log2(n))*one.K1)
		near(t, "K2", all.K2, n*one.K2)
		near(t, "K3", all.K3, n*one.K3)
		near(t, "λ0", all.Lambda0, n*one.Lambda0)
		near(t, "L_I", all.Lipschitz, n*one.Lipschitz)
		// n samples of m letters have the MLE of nm letters.
		w := counts(copies.Letters(), random)
		letters := make([]float64, one.Letters())
		for s, v := range w {
			for range m {
				letters[s%one.Letters()] += v
				s /= one.Letters()
			}
		}
		a, b := make([]float64, one.Dim()), make([]float64, one.Dim())
		if err := errors.Join(copies.FitStatistic(a, i.Truth, w), one.FitStatistic(b, i.Truth, letters)); err != nil {
			t.Fatal(err)
		}
		for j := range a {
			if !(math.Abs(a[j]-b[j]) <= 1e-7) {
				t.Errorf("MLE %v of copies, %v of letters", a, b)
			}
		}
	})
	if compared < 8 {
		t.Errorf("%d copies compared", compared)
	}
}

// θ = a + Bη with B = c·rotation in two dimensions, c in one, and a line through two dimensions.
func TestAffine(t *testing.T) {
	compared := 0
	instances(t, 30, 4, smallInstance, func(t *testing.T, i Instance, random *rand.Rand) {
		f, ok := withConstants(t, i.Family, i.Truth, i.Radius)
		if !ok {
			return
		}
		c, angle := 0.5+random.Float64(), 2*math.Pi*random.Float64()
		b := []float64{c}
		if f.Dim() == 2 {
			b = []float64{c * math.Cos(angle), -c * math.Sin(angle), c * math.Sin(angle), c * math.Cos(angle)}
		}
		if f.Dim() == 2 && random.IntN(2) == 0 {
			b = []float64{c * math.Cos(angle), c * math.Sin(angle)} // a linear submodel
		}
		columns := len(b) / f.Dim()
		// η* = 0, and B_{r/c}(0) goes to B_r(θ*).
		affine, err := f.Affine(Ball(repeated(0, columns), i.Radius/c), i.Truth, b)
		var assumption *estimators.AssumptionError
		if errors.As(err, &assumption) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sameLaw(t, f.Family, affine, i.Truth, repeated(0, columns), func(k int) int { return k })
		g, ok := withConstants(t, affine, repeated(0, columns), affine.space.hull()[0].Hi)
		if !ok {
			return
		}
		compared++
		check := near
		if columns < f.Dim() {
			check = below
		}
		check(t, "K1", g.K1, c*f.K1)
		check(t, "K2", g.K2, c*c*f.K2)
		check(t, "K3", g.K3, c*c*c*f.K3)
		check(t, "L_I", g.Lipschitz, c*c*c*f.Lipschitz)
		check(t, "1/λ0", 1/g.Lambda0, 1/(c*c*f.Lambda0))
	})
	if compared < 12 {
		t.Errorf("%d reparametrisations compared", compared)
	}
}

// θ = q(η) in one dimension, q of degree 2, j1, j2, σ and S exact: the chain rule's bounds hold.
func TestReparametrised(t *testing.T) {
	compared := 0
	one := func(i Instance) bool { return i.Family.Dim() == 1 && i.Family.degree <= 4 && i.Radius <= 0.5 }
	instances(t, 30, 4, one, func(t *testing.T, i Instance, random *rand.Rand) {
		f, ok := withConstants(t, i.Family, i.Truth, i.Radius)
		if !ok {
			return
		}
		slope, bend := 0.5+random.Float64(), random.Float64()-0.5 // q = θ* + slope η + bend η²
		r := math.Min(0.4, i.Radius/(slope+math.Abs(bend)))
		r = math.Min(r, slope/(4*math.Abs(bend)+0.1))
		curved, err := f.Reparametrised(Ball([]float64{0}, r),
			Polynomial{{i.Truth[0], []int{0}}, {slope, []int{1}}, {bend, []int{2}}})
		if err != nil {
			t.Fatal(err)
		}
		g, ok := withConstants(t, curved, []float64{0}, r)
		if !ok {
			return
		}
		compared++
		j1, j2, sigma := slope+2*math.Abs(bend)*r, 2*math.Abs(bend), slope-2*math.Abs(bend)*r
		score := largestScore(i)
		below(t, "K1", g.K1, j1*f.K1)
		below(t, "K2", g.K2, j1*j1*f.K2+j2*score)
		below(t, "K3", g.K3, j1*j1*j1*f.K3+3*j1*j2*f.K2)
		below(t, "1/λ0", 1/g.Lambda0, 1/(sigma*sigma*f.Lambda0))
		below(t, "L_I", g.Lipschitz, j1*j1*j1*f.Lipschitz+2*j1*j2*f.K2)
		for range 20 {
			eta := []float64{r * (2*random.Float64() - 1)}
			theta := []float64{i.Truth[0] + slope*eta[0] + bend*eta[0]*eta[0]}
			sameLaw(t, f.Family, curved, theta, eta, func(k int) int { return k })
		}
	})
	if compared < 12 {
		t.Errorf("%d reparametrisations compared", compared)
	}
}

// largestScore bounds ‖s‖ on the ball.
func largestScore(i Instance) float64 {
	cells, largest := 64, 0.0
	for s := range cells {
		low := i.Truth[0] + i.Radius*(2*float64(s)/float64(cells)-1)
		e := i.Family.expand([]enclosure{{Lo: low, Hi: low + 2*i.Radius/float64(cells)}}, 1)
		for k := range i.Family.Letters() {
			largest = math.Max(largest, e.log(k)[1].Abs().Hi)
		}
	}
	return largest
}

// randomChannel has rows of full support.
func randomChannel(letters, seen int, random *rand.Rand) [][]float64 {
	rows := make([][]float64, letters)
	for k := range rows {
		rows[k] = make([]float64, seen)
		sum := 0.0
		for y := range rows[k] {
			rows[k][y] = random.ExpFloat64()
			if y == k%seen {
				rows[k][y] += 3
			}
			sum += rows[k][y]
		}
		for y := range rows[k] {
			rows[k][y] /= sum
		}
	}
	return rows
}

// What a channel shows is the mixture, its derivatives are those of finite differences, its constants obey the data
// processing bounds and are unbeaten, and its MLE is the best of a grid.
func TestThrough(t *testing.T) {
	compared, refused := 0, 0
	one := func(i Instance) bool { return i.Family.Dim() == 1 && i.Radius <= 0.5 }
	instances(t, 40, 4, one, func(t *testing.T, i Instance, random *rand.Rand) {
		w := randomChannel(i.Family.Letters(), 2+random.IntN(3), random)
		seen, err := i.Family.Through(w)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(seen.Name())
		if err != nil || again.Name() != seen.Name() {
			t.Fatalf("%s comes back as %v, %v", seen.Name(), again, err)
		}
		theta := i.everywhere(random)
		for y := range seen.Letters() {
			p := 0.0
			for k, row := range w {
				p += row[y] * math.Exp(i.Family.LogDensity(theta, []float64{float64(k)}))
			}
			if got := math.Exp(seen.LogDensity(theta, []float64{float64(y)})); !(math.Abs(got-p) <= 1e-12) {
				t.Errorf("p(%d) = %g, want %g", y, got, p)
			}
			const h = 1e-5
			x, score := []float64{float64(y)}, []float64{0}
			seen.Score(score, theta, x)
			difference := (seen.LogDensity([]float64{theta[0] + h}, x) - seen.LogDensity([]float64{theta[0] - h},
				x)) / (2 * h)
			if !(math.Abs(score[0]-difference) <= 1e-5*(1+math.Abs(score[0]))) {
				t.Errorf("score %g, difference %g", score[0], difference)
			}
		}
		weights := counts(seen.Letters(), random)
		mle := []float64{0}
		if err := seen.FitStatistic(mle, i.Truth, weights); err != nil {
			t.Fatal(err)
		}
		best := value(seen, weights, mle)
		for s := range 201 {
			at := []float64{-1 + float64(s)/100}
			if v := value(seen, weights, at); v > best+1e-11*(1+math.Abs(best)) {
				t.Errorf("ℓ(%g) = %.17g, ℓ(%g) = %.17g", mle[0], best, at[0], v)
			}
		}
		f, ok := withConstants(t, i.Family, i.Truth, i.Radius)
		if !ok {
			return
		}
		g, ok := withConstants(t, seen, i.Truth, i.Radius)
		if !ok {
			refused++
			return
		}
		compared++
		score := largestScore(i)
		below(t, "K1", g.K1, math.Sqrt(3)*f.K1)
		below(t, "K2", g.K2, f.K2+score*score)
		below(t, "K3", g.K3, f.K3+3*f.K2*score+2*score*score*score)
		below(t, "λ0", g.Lambda0, f.Lambda0)
		within := Instance{seen, i.Truth, i.Radius}
		var near nearness
		for range 20 {
			near.visit(within, g.Constants, random)
		}
		if what := near.beaten(); what != "" {
			t.Error(what)
		}
	})
	t.Logf("%d channels compared, %d with no λ0 in the budget", compared, refused)
	if compared < 12 {
		t.Errorf("%d channels compared, %d with no λ0", compared, refused)
	}
}

func TestContaminated(t *testing.T) {
	compared := 0
	one := func(i Instance) bool { return i.Family.Dim() == 1 && i.Radius <= 0.5 }
	instances(t, 20, 4, one, func(t *testing.T, i Instance, random *rand.Rand) {
		epsilon := 0.3 * random.Float64()
		q := randomChannel(1, i.Family.Letters(), random)[0]
		f, err := i.Family.Contaminated(epsilon, q)
		if err != nil {
			t.Fatal(err)
		}
		compared++
		theta := i.everywhere(random)
		ratio := 0.0
		for k, v := range q {
			x := []float64{float64(k)}
			p := math.Exp(i.Family.LogDensity(theta, x))
			ratio = math.Max(ratio, v/p)
			if got := math.Exp(f.LogDensity(theta, x)); !(math.Abs(got-(1-epsilon)*p-epsilon*v) <= 1e-12) {
				t.Errorf("p(%d) = %g", k, got)
			}
		}
		clean, seen := []float64{0}, []float64{0}
		i.Family.FisherInformation(clean, theta)
		f.FisherInformation(seen, theta)
		low := (1 - epsilon) * (1 - epsilon) / (1 - epsilon + epsilon*ratio)
		if !(seen[0] >= low*clean[0]*(1-1e-9) && seen[0] <= (1-epsilon)*clean[0]*(1+1e-9)) {
			t.Errorf("I′ = %g, want within [%g, %g]", seen[0], low*clean[0], (1-epsilon)*clean[0])
		}
	})
	if compared < 20 {
		t.Errorf("%d of 20 compared", compared)
	}
}

func TestCombinatorsRefuse(t *testing.T) {
	f, err := Parse("alphabet:0/0.3,1/-0.2,0.5,-1")
	if err != nil {
		t.Fatal(err)
	}
	wide := Polynomial{{1, []int{5}}}
	var (
		dimension   *estimators.DimensionError
		outOfRange  *estimators.RangeError
		assumption  *estimators.AssumptionError
		unsupported *estimators.UnsupportedError
	)
	unit := Box([]float64{-1}, []float64{1})
	ball, err := New(Ball([]float64{0, 0}, 1), nil, Polynomial{{1, []int{1, 0}}}, Polynomial{{1, []int{0, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		of   func() (*Family, error)
		want any
	}{
		{"rows", func() (*Family, error) { return f.Through(identity(2)) }, &dimension},
		{"sum", func() (*Family, error) { return f.Through([][]float64{{1, 0}, {0, 1}, {0.5, 0.4}}) }, &outOfRange},
		{"column", func() (*Family, error) { return f.Through([][]float64{{1, 0}, {1, 0}, {1, 0}}) }, &outOfRange},
		{"blind", func() (*Family, error) { return f.Through([][]float64{{.5, .5}, {.5, .5}, {.5, .5}}) }, &assumption},
		{"negative", func() (*Family, error) { return f.Through([][]float64{{2, -1}, {0, 1}, {1, 0}}) }, &outOfRange},
		{"ε", func() (*Family, error) { return f.Contaminated(1, []float64{1, 0, 0}) }, &outOfRange},
		{"q", func() (*Family, error) { return f.Contaminated(0.5, []float64{1, 0}) }, &dimension},
		{"copies", func() (*Family, error) { return Copies(f, 4) }, &outOfRange},
		{"no copy", func() (*Family, error) { return Copies(f, 0) }, &outOfRange},
		{"ball", func() (*Family, error) { return Product(f, ball) }, &unsupported},
		{"degree", func() (*Family, error) { return f.Reparametrised(unit, wide) }, &outOfRange},
		{"constant", func() (*Family, error) { return f.Reparametrised(unit, Polynomial{}) }, &assumption},
		{"B", func() (*Family, error) { return f.Affine(unit, []float64{0}, []float64{1, 2}) }, &dimension},
		{"NaN", func() (*Family, error) { return f.Affine(unit, []float64{0}, []float64{math.NaN()}) }, &dimension},
	} {
		g, err := c.of()
		if !errors.As(err, c.want) {
			t.Errorf("%s: %v, %v", c.what, g, err)
		}
	}
}

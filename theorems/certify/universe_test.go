package certify_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"itermle/estimators"
	"itermle/estimators/alphabet"
	"itermle/internal/suiteseed"
	"itermle/theorems/certify"
)

type chance struct{ *rand.Rand }

func (c chance) Choose(_ string, n int) int { return c.IntN(n) }

// volume is how many random families a test takes: the first, or with ITERMLE_VOLUME=full the second.
func volume(short, full int) int {
	if os.Getenv("ITERMLE_VOLUME") == "full" {
		return full
	}
	return short
}

// kind is a certificate, and what was seen of it.
type kind struct {
	name            string
	certify         func(certify.Request) (certify.Certificate, error)
	certified       int
	share, sharpest float64 // the largest P(outside)/δ and the least ρ over the exact (1−δ)-quantile
	at, shareAt     string
	halved          int // certificates whose half would be none
}

// examine compares a certificate of the smallest n that has one with the exact laws of all t ≤ T; it says whether there
// was one within the budget.
func (k *kind) examine(t *testing.T, i alphabet.Instance, q certify.Request) bool {
	t.Helper()
	n, err := certify.SmallestSampleSize(q, k.certify)
	if err != nil || n == 0 {
		return false
	}
	q.Schedule, q.Trajectory = estimators.ConstantSchedule(n), true
	found, err := k.certify(q)
	if err != nil || !found.Certified || len(found.Trajectory) != q.Generations+1 {
		t.Fatalf("%s, n = %d: %+v, %v", k.name, n, found, err)
	}
	within, err := i.Family.Within(i.Truth, i.Radius)
	if err != nil {
		t.Fatal(err)
	}
	for generations := q.Generations; generations > 0; generations-- { // the dearest first
		law, err := alphabet.ExactLaw(within, i.Truth, q.Schedule, generations, estimators.Accumulate(),
			alphabet.Budget{States: 3000, Transitions: 3e6})
		var budget *alphabet.BudgetError
		var samples *estimators.RangeError // more than 2^30
		if errors.As(err, &budget) || errors.As(err, &samples) {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		k.compare(t, i, q, law, generations, found.Trajectory[generations])
	}
	k.certified++
	return true
}

// compare asks for P(‖θ^(t) − θ*‖ > ρ_t) ≤ δ.
func (k *kind) compare(t *testing.T, i alphabet.Instance, q certify.Request, law *alphabet.Law, at int, rho float64) {
	t.Helper()
	what := fmt.Sprintf("%s at θ* = %v, r = %g, %v, t = %d of %d, δ = %g", i.Family.Name(), i.Truth, i.Radius,
		q.Schedule, at, q.Generations, q.Delta)
	outside := law.Outside(rho)
	if !(outside.Value-outside.Error <= q.Delta) {
		t.Errorf("%s, %s: ρ = %g, but P(outside) = %+v", k.name, what, rho, outside)
	}
	if share := outside.Value / q.Delta; share > k.share {
		k.share, k.shareAt = share, what
	}
	if at < q.Generations {
		return
	}
	if law.Outside(rho/2).Value > q.Delta {
		k.halved++
	}
	if quantile, err := law.Quantile(law.Distance, 1-q.Delta); err == nil && quantile.Value > 0 {
		if ratio := rho / quantile.Value; k.sharpest == 0 || ratio < k.sharpest {
			k.sharpest, k.at = ratio, what
		}
	}
}

// boundsOn are ScoreBounds of an alphabet with d = 1: the extremes of 400 points of the ball, and 5% for what lies
// between. The fourth derivative is the difference quotient of the third.
func boundsOn(i alphabet.Instance) *estimators.ScoreBounds {
	const points, beyond = 400, 1.05
	f, b := i.Family, estimators.ScoreBounds{}
	score, hessian, third, information := []float64{0}, []float64{0}, []float64{0}, []float64{0}
	f.FisherInformation(information, i.Truth)
	b.Information, b.Unimodal = information[0], f.Natural()
	before := make([]float64, f.Letters())
	for s := range points + 1 {
		theta := []float64{i.Truth[0] + i.Radius*(2*float64(s)/points-1)}
		f.FisherInformation(information, theta)
		b.Variance = max(b.Variance, information[0]*beyond)
		variance, mean, square := 0.0, 0.0, 0.0
		for k := range f.Letters() {
			x := []float64{float64(k)}
			f.Score(score, theta, x)
			f.Hessian(hessian, theta, x)
			f.ThirdDerivative(third, theta, x)
			p, deviation := math.Exp(f.LogDensity(theta, x)), hessian[0]+information[0]
			b.Score = max(b.Score, math.Abs(score[0])*beyond)
			b.HessianDeviation = max(b.HessianDeviation, math.Abs(deviation)*beyond)
			variance, mean, square = variance+p*deviation*deviation, mean+p*third[0], square+p*third[0]*third[0]
			if s > 0 {
				b.Fourth = max(b.Fourth, math.Abs(third[0]-before[k])/(2*i.Radius/points)*beyond)
			}
			before[k] = third[0]
		}
		b.HessianVariance = max(b.HessianVariance, variance*beyond)
		b.ThirdMean, b.ThirdSquare = max(b.ThirdMean, math.Abs(mean)*beyond), max(b.ThirdSquare, square*beyond)
	}
	return &b
}

// gentle is a random family whose certificates need no more samples than an exact law can have: log-odds c_0 + c_1 θ
// and a little of θ² and θ³, large balls.
func gentle(random *rand.Rand) (alphabet.Instance, error) {
	grid := func(low, high float64) float64 { return low + (high-low)*float64(random.IntN(101))/100 }
	weights := make([]alphabet.Polynomial, 2+random.IntN(2))
	curved := random.IntN(2) == 0
	for k := range weights[1:] {
		slope := grid(0.5, 2) * float64(1-2*(k%2))
		weights[k+1] = alphabet.Polynomial{{Coefficient: grid(-0.5, 0.5), Powers: []int{0}},
			{Coefficient: slope, Powers: []int{1}}}
		if curved {
			weights[k+1] = append(weights[k+1],
				alphabet.Monomial{Coefficient: slope * grid(-0.1, 0.1), Powers: []int{2}},
				alphabet.Monomial{Coefficient: slope * grid(-0.05, 0.05), Powers: []int{3}})
		}
	}
	f, err := alphabet.New(alphabet.Box([]float64{-2}, []float64{2}), weights...)
	return alphabet.Instance{Family: f, Truth: []float64{grid(-0.3, 0.3)}, Radius: grid(0.5, 1.5)}, err
}

// TestUniverse: certificates are valid for random families, against the exact law at the smallest n that they certify,
// where P(outside) ≤ δ is nearest to fail: General and Vector for all, Smooth for one parameter, and for natural
// alphabets Natural, Chernoff, Mixture and Approximate, whose maximiser is exact here. With ITERMLE_VOLUME=full these
// are 10,000 families (half an hour).
func TestUniverse(t *testing.T) {
	general, smooth := &kind{name: "general", certify: certify.General}, &kind{name: "smooth", certify: certify.Smooth}
	vector := &kind{name: "vector", certify: func(q certify.Request) (certify.Certificate, error) {
		q.Bounds = nil
		return certify.Vector(q)
	}}
	natural := []*kind{{name: "natural", certify: certify.Natural}, {name: "chernoff", certify: certify.Chernoff},
		{name: "mixture", certify: certify.Mixture},
		{name: "approximate", certify: func(q certify.Request) (certify.Certificate, error) {
			return certify.Approximate(q, 1e-3*q.Constants.Lambda0)
		}}}
	stream := estimators.NewStream(suiteseed.Seed(), "certify", "universe")
	want := volume(40, 10_000)
	families, examined, noLambda := 0, 0, 0
	say := func() {
		t.Logf("%d of %d families examined, %d without λ0 > 0; of the others the exact laws are too large", examined,
			families, noLambda)
		for _, k := range append(natural, general, smooth, vector) {
			t.Logf("%s: %d certificates, %d refuted at ρ/2", k.name, k.certified, k.halved)
			t.Logf("%s: P(outside)/δ ≤ %.4g (%s), ρ ≥ %.4g times the quantile (%s)", k.name, k.share, k.shareAt,
				k.sharpest, k.at)
		}
	}
	for replicate := uint64(0); examined < want && replicate < uint64(40*want); replicate++ {
		random := stream.At(replicate, 0)
		i, err := gentle(random)
		if replicate%4 == 0 {
			i, err = alphabet.Random(chance{random}, 3)
		}
		if err != nil || !(i.Radius >= 0.3) {
			continue
		}
		families++
		constants, err := i.Family.Constants(i.Truth, i.Radius, alphabet.Search{Slack: 0.05, Work: 30_000})
		var assumption *estimators.AssumptionError
		if errors.As(err, &assumption) {
			noLambda++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		q := certify.Request{Constants: constants, Dim: i.Family.Dim(), Radius: i.Radius,
			Schedule: estimators.ConstantSchedule(1), Generations: 1 + random.IntN(3),
			Delta: []float64{0.05, 0.2, 0.5, 0.9, 0.99}[random.IntN(5)]}
		q.Information = make([]float64, q.Dim*q.Dim)
		i.Family.FisherInformation(q.Information, i.Truth)
		kinds := []*kind{general, vector}
		if q.Dim == 1 {
			q.Bounds = boundsOn(i)
			kinds = append(kinds, smooth)
		}
		if i.Family.Natural() {
			kinds = append(kinds, natural...)
		}
		done := false
		for _, k := range kinds {
			done = k.examine(t, i, q) || done
		}
		if done {
			if examined++; examined%250 == 0 || examined == want { // a run that is stopped leaves what it found
				say()
			}
		}
		if t.Failed() {
			t.Fatalf("replicate %d", replicate)
		}
	}
	if examined < want {
		t.Errorf("%d families, want %d", examined, want)
	}
	for _, k := range append(natural, general, smooth, vector) {
		if k.certified == 0 {
			t.Errorf("%s: no certificate", k.name)
		}
	}
	if natural[2].halved == 0 { // the mutant
		t.Error("no certificate is refuted at half its ρ")
	}
}

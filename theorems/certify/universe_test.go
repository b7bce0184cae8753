package certify_test

import (
	"errors"
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
	certify         func(certify.Request) (certify.Certificate, error)
	certified       int
	share, sharpest float64 // the largest P(outside)/δ and the least ρ over the exact (1−δ)-quantile
	at              string
	halved          int // certificates whose half would be none
}

// examine compares a certificate of the smallest n that has one with the exact law; it says whether there was one
// within the budget.
func (k *kind) examine(t *testing.T, i alphabet.Instance, q certify.Request, workflow estimators.Workflow) bool {
	t.Helper()
	n, err := certify.SmallestSampleSize(q, k.certify)
	if err != nil || n == 0 {
		return false
	}
	q.Schedule = estimators.ConstantSchedule(n)
	found, err := k.certify(q)
	if err != nil || !found.Certified {
		t.Fatalf("n = %d: %+v, %v", n, found, err)
	}
	within, err := i.Family.Within(i.Truth, i.Radius)
	if err != nil {
		t.Fatal(err)
	}
	law, err := alphabet.ExactLaw(within, i.Truth, q.Schedule, q.Generations, workflow,
		alphabet.Budget{States: 3000, Transitions: 3e6})
	var budget *alphabet.BudgetError
	var samples *estimators.RangeError // more than 2^30
	if errors.As(err, &budget) || errors.As(err, &samples) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	k.certified++
	outside := law.Outside(found.Rho)
	if !(outside.Value-outside.Error <= q.Delta) {
		t.Errorf("%s at θ* = %v, r = %g, n = %d, T = %d, δ = %g: ρ = %g, but P(outside) = %+v", i.Family.Name(),
			i.Truth,
			i.Radius, n, q.Generations, q.Delta, found.Rho, outside)
	}
	if share := outside.Value / q.Delta; share > k.share {
		k.share = share
	}
	if law.Outside(found.Rho/2).Value > q.Delta {
		k.halved++
	}
	if quantile, err := law.Quantile(law.Distance, 1-q.Delta); err == nil && quantile.Value > 0 {
		if ratio := found.Rho / quantile.Value; k.sharpest == 0 || ratio < k.sharpest {
			k.sharpest, k.at = ratio, i.Family.Name()
		}
	}
	return true
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
// where P(outside) ≤ δ is nearest to fail: Natural and Mixture for natural alphabets, General for all. With
// ITERMLE_VOLUME=full these are 10,000 certificates (minutes).
func TestUniverse(t *testing.T) {
	natural, general, mixture := &kind{certify: certify.Natural}, &kind{certify: certify.General},
		&kind{certify: certify.Mixture}
	stream := estimators.NewStream(suiteseed.Seed(), "certify", "universe")
	want := volume(60, 10_000)
	families, noLambda, large := 0, 0, 0
	for replicate := uint64(0); natural.certified+general.certified+mixture.certified < want &&
		replicate < uint64(40*want); replicate++ {
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
		done := false
		if i.Family.Natural() {
			done = natural.examine(t, i, q, estimators.Accumulate())
			q.Information = make([]float64, q.Dim*q.Dim)
			i.Family.FisherInformation(q.Information, i.Truth)
			done = mixture.examine(t, i, q, estimators.Accumulate()) || done
		}
		done = general.examine(t, i, q, estimators.Accumulate()) || done
		if !done {
			large++
		}
		if t.Failed() {
			t.Fatalf("replicate %d", replicate)
		}
	}
	for name, k := range map[string]*kind{"natural": natural, "general": general, "mixture": mixture} {
		t.Logf("%s: %d certificates, P(outside)/δ ≤ %.3g, ρ at least %.3g times the quantile (%s), %d refuted at ρ/2",
			name, k.certified, k.share, k.sharpest, k.at, k.halved)
	}
	t.Logf("%d families, %d without λ0 > 0, %d whose exact law is too large", families, noLambda, large)
	if natural.certified+general.certified+mixture.certified < want {
		t.Errorf("%d certificates, want %d", natural.certified+general.certified+mixture.certified, want)
	}
	if mixture.halved == 0 { // the mutant
		t.Error("no certificate is refuted at half its ρ")
	}
}

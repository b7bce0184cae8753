package counterexamples

import (
	"cmp"
	"fmt"
	"math/big"

	"itermle/counterexamples/construction2"
	"itermle/internal/rational"
	"itermle/theorems"
)

func construction2Densities() theorems.Claim {
	broad := func(a *big.Rat) *big.Rat { return rational.Add(a, a) }
	narrow := func(J int64) *big.Rat { return rational.Sub(rational.Of(1, 1), rational.Of(1, 2*J)) }
	return theorems.Claim{
		ID: "construction-2", Statement: "construction-2",
		Title: "mass 1; TV(h_α, h_0) = 2α_0 and TV(g_{β,J}, h_0) = 1 − 1/(2J) ≥ ¾",
		Says: "Every h and g is a density; TV(h_α, h_0) = 2α_0 whatever the other α_j, TV(g_{β,J}, h_0) = 1 − " +
			"1/(2J) whatever β and f, β = 0 and 1 included.",
		Deviation: "The closed forms are ours; print has TV ≥ 3/8 for the g's.",
		Expect:    theorems.Supported,
		Fixed:     always(closedForms2("rational", broad, narrow)),
		Mutants: mutants{
			{Name: "tv-of-h-halved", Scenario: closedForms2("α_0", func(a *big.Rat) *big.Rat { return a }, narrow)},
			{Name: "tv-of-g-three-quarters",
				Scenario: closedForms2("¾", broad, func(int64) *big.Rat { return rational.Of(3, 4) })},
		}.all,
	}
}

// closedForms2 decides, in rationals, that every h and g of a grid has mass 1 and the total variation distance claimed.
func closedForms2(name string, broad func(alpha0 *big.Rat) *big.Rat, narrow func(J int64) *big.Rat) theorems.Scenario {
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		judge := func(r *construction2.Reference, m construction2.Model, claimed *big.Rat) {
			mass, variation := r.Integrals(m, construction2.Model{})
			out.Check(mass.Cmp(rational.Of(1, 1)) == 0 && variation.Cmp(claimed) == 0,
				"J = %d, α = %v: mass %v, TV %v, claimed %v", m.J, m.Alpha, mass, variation, claimed)
		}
		grid := []*big.Rat{new(big.Rat), rational.Of(1, 1000), rational.Of(1, 8), rational.Of(1, 5), rational.Of(1, 4)}
		for _, a := range grid {
			for _, b := range grid {
				for _, c := range grid {
					judge(&construction2.Reference{}, construction2.Model{Alpha: []*big.Rat{a, b, c}}, broad(a))
				}
			}
		}
		least := rational.Of(1, 1)
		for J := int64(2); J <= 40; J++ {
			for _, f := range []*big.Rat{rational.Of(1, 1<<40), rational.Of(1, 7), rational.Of(49, 100)} {
				for _, beta := range []*big.Rat{new(big.Rat), rational.Of(1, 3), rational.Of(1, 1)} {
					r := &construction2.Reference{Width: func(int) *big.Rat { return f }}
					m := construction2.Model{J: int(J), Start: rational.Sub(rational.Of(J, 1), beta)}
					judge(r, m, narrow(J))
					if _, v := r.Integrals(m, construction2.Model{}); v.Cmp(least) < 0 {
						least = v
					}
				}
			}
		}
		out.Evidence = cmp.Or(out.Counterexample,
			fmt.Sprintf("%d models, exact; the least TV of a g is %v", out.Cases, least))
		return out, nil
	})
}

package counterexamples

import (
	"cmp"
	"fmt"
	"math/big"

	"itermle/counterexamples/construction2"
	"itermle/internal/rational"
	"itermle/theorems"
)

// forms2 are closed forms of Construction 2.
type forms2 struct {
	mass   func(alpha0 *big.Rat) *big.Rat
	broad  func(alpha0 *big.Rat) *big.Rat // TV(h_α, h_0)
	narrow func(J int64) *big.Rat         // TV(g_{β,J}, h_0)
}

func construction2Densities() theorems.Claim {
	one := rational.Of(1, 1)
	right := forms2{
		mass:   func(*big.Rat) *big.Rat { return one },
		broad:  func(a *big.Rat) *big.Rat { return rational.Add(a, a) },
		narrow: func(J int64) *big.Rat { return rational.Sub(one, rational.Of(1, 2*J)) },
	}
	wrong := func(change func(*forms2)) forms2 { f := right; change(&f); return f }
	quarter := []*big.Rat{rational.Of(1, 4), rational.Of(1, 4)}
	h := func(f forms2, alpha ...*big.Rat) theorems.Scenario {
		return f.decided(&construction2.Reference{}, construction2.Model{Alpha: alpha}, "")
	}
	g := func(f forms2, J int64, beta, width *big.Rat) theorems.Scenario {
		return f.decided(&construction2.Reference{Width: func(int) *big.Rat { return width }},
			construction2.Model{J: int(J), Start: rational.Sub(rational.Of(J, 1), beta)}, width.RatString())
	}
	return theorems.Claim{
		ID: "construction-2", Statement: "construction-2",
		Title: "mass 1; TV(h_α, h_0) = 2α_0 and TV(g_{β,J}, h_0) = 1 − 1/(2J) ≥ ¾",
		Says: "Every h and g is a density; TV(h_α, h_0) = 2α_0 whatever the other α_j, TV(g_{β,J}, h_0) = 1 − " +
			"1/(2J) whatever β and f, β = 0 and 1 included: in rationals.",
		Deviation: "The closed forms are ours; print has TV ≥ 3/8 for the g's.",
		Expect:    theorems.Supported,
		Fixed: always(h(right), h(right, quarter...), g(right, 2, new(big.Rat), rational.Of(49, 100)),
			g(right, 40, one, rational.Of(1, 1<<40))),
		Draw: func(c theorems.Chooser) theorems.Scenario {
			if theorems.Pick(c, "kind", "h", "g") == "h" {
				alpha := make([]*big.Rat, theorems.Pick(c, "levels", 1, 2, 3, 5))
				for j := range alpha {
					alpha[j] = rational.Of(int64(c.Choose("4·997 α", 998)), 4*997)
				}
				return h(right, alpha...)
			}
			width := rational.FromFloat(theorems.DrawLog(c, "f", 1e-12, 0.499))
			return g(right, theorems.DrawSize(c, "J", 2, 200), rational.Of(int64(c.Choose("997 β", 998)), 997), width)
		},
		Mutants: mutants{
			{Name: "tv-of-h-halved", Scenario: h(wrong(func(f *forms2) {
				f.broad = func(a *big.Rat) *big.Rat { return a }
			}), quarter...)},
			{Name: "tv-of-g-three-quarters", Scenario: g(wrong(func(f *forms2) {
				f.narrow = func(int64) *big.Rat { return rational.Of(3, 4) }
			}), 3, one, rational.Of(1, 7))},
			{Name: "mass-of-the-first-interval-only", Scenario: h(wrong(func(f *forms2) {
				f.mass = func(a *big.Rat) *big.Rat { return rational.Sub(one, a) }
			}), quarter...)},
		}.all,
	}
}

// decided says, in rationals, that a model has the mass and the total variation distance claimed.
func (f forms2) decided(r *construction2.Reference, m construction2.Model, width string) theorems.Scenario {
	name, alpha0 := "h", new(big.Rat)
	for j, a := range m.Alpha {
		name += fmt.Sprintf("/α_%d=%s", j, a.RatString())
	}
	if m.J > 0 {
		name = fmt.Sprintf("g/J=%d/J−β=%s/f=%s", m.J, m.Start.RatString(), width)
	} else if len(m.Alpha) > 0 {
		alpha0 = m.Alpha[0]
	}
	return decided(name, func() (theorems.Outcome, error) {
		var out theorems.Outcome
		mass, variation := r.Integrals(m, construction2.Model{})
		claimed := f.broad(alpha0)
		if m.J > 0 {
			claimed = f.narrow(int64(m.J))
		}
		out.Check(mass.Cmp(f.mass(alpha0)) == 0, "mass %v", mass)
		out.Check(variation.Cmp(claimed) == 0, "TV %v, claimed %v", variation, claimed)
		out.Evidence = cmp.Or(out.Counterexample, fmt.Sprintf("mass 1 and TV = %v", variation))
		return out, nil
	})
}

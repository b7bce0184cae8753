package search

import "itermle/theorems"

// Restrict is the claim about the drawn instances whose choices of a label are all at one place: of a certificate, a
// family. It asks for no tightness of its own.
func Restrict(claim theorems.Claim, label string, at int) theorems.Claim {
	draw := claim.Draw
	claim.Fixed, claim.Sometimes = nil, 0
	claim.Draw = func(choose theorems.Chooser) theorems.Scenario { return draw(restricted{choose, label, at}) }
	return claim
}

// Places is how many places the simplest instance of a claim has under a label, 0 where it does not choose there.
func Places(claim theorems.Claim, label string) int {
	if claim.Draw == nil {
		return 0
	}
	player := Play(nil, Simplest)
	if err := guarded(func() error { claim.Draw(player); return nil }); err != nil {
		return 0
	}
	for _, choice := range player.Played {
		if choice.Label == label {
			return choice.Of
		}
	}
	return 0
}

type restricted struct {
	theorems.Chooser
	label string
	at    int
}

func (r restricted) Choose(label string, n int) int {
	if label == r.label {
		return min(r.at, n-1)
	}
	return r.Chooser.Choose(label, n)
}

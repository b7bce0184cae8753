package theorems

// lemmaC1 is Lemma C.1: ∇²log p_θ(x) is K3-Lipschitz in θ on the ball. Checked with it: |∇³[u,u,u]| ≤ K3 (Assumption
// 2C) and the Lipschitz constant L_I of the information that Lemma C.3 needs (finding-4).
func lemmaC1() Claim {
	logit := logitAt(0)
	return constantsClaim(Claim{
		ID: "lemma-C.1", Statement: "lemma-C.1", Title: "the Hessian is K3-Lipschitz",
		Demands: []Share{{AtLeast: 0.6}},
		Says: "‖∇²log p_θ(x) − ∇²log p_η(x)‖ ≤ K3‖θ−η‖, ‖I(θ) − I(η)‖ ≤ L_I‖θ−η‖ and |∇³log p_θ(x)[u,u,u]| ≤ K3 on " +
			"B_r(θ*)",
	}, constantsInstance.lipschitzScenario,
		constantsMutant{"K3-of-one-percent-less", constantsInstance{logit.family, logit.points[0], 1, 1, 0.99, 1}})
}

package estimators

// The exponential families of the zoo whose θ is the natural parameter, up to a constant factor: ∇² log p_θ(x) = −∇²A(θ).

func (*GaussianMean) HessianWithoutData()       {}
func (*GaussianVector) HessianWithoutData()     {}
func (*BernoulliLogit) HessianWithoutData()     {}
func (*CategoricalSoftmax) HessianWithoutData() {}
func (*PoissonLog) HessianWithoutData()         {}
func (*ExponentialRate) HessianWithoutData()    {}
func (*Power) HessianWithoutData()              {}

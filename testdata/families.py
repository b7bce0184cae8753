#!/usr/bin/env python3
"""Writes families.csv: values of the families from their definitions, by arbitrary-precision arithmetic and nothing of the Go code.

    python3 families.py > families.csv        (Python 3 with mpmath; about a minute)

One row a family, θ, η and x: log p_θ(x), KL(p_θ‖p_η) = ∫ p_θ log(p_θ/p_η), TV = ½∫|p_θ − p_η| and the Fisher information
∫ p_θ ∇log p_θ ∇log p_θᵀ (rows one after another), as integrals or sums of the density with 30 digits; no closed form of a distance
is used, except for the Gaussians on R^d, where the textbook determinants and traces are. "-" where there is no value.
Vectors are separated by blanks.
"""
from mpmath import (atan, besseli, binomial, cos, cosh, det, diff, erf, exp, eye, factorial, fsum, gamma, inf, inverse, log, matrix, mp, mpf, nstr,
                    pi, quad, rf, sqrt)

mp.dps = 30


def sign_changes(g, points):
    """The zeros of g where neighbours of a grid between finite points have different signs, by bisection."""
    finite = [p for p in points if abs(p) != inf]
    grid = []
    for a, b in zip(finite, finite[1:]):
        grid += [a + (b - a) * (i + mpf(1) / 3) / 40 for i in range(40)]
    zeros = []
    for a, b in zip(grid, grid[1:]):
        if g(a) * g(b) < 0:
            sign = g(a)
            for _ in range(110):
                middle = (a + b) / 2
                if g(middle) * sign > 0:
                    a = middle
                else:
                    b = middle
            zeros.append(a)
    return zeros


class Continuous:
    def __init__(self, log_density, points):
        self.log_density, self.points = log_density, points

    def grid(self, theta, eta):
        return sorted(set(self.points(theta) + self.points(eta)))

    def expect(self, theta, eta, f):
        return quad(lambda x: exp(self.log_density(theta, x)) * f(x), self.grid(theta, eta))

    def total_variation(self, theta, eta):
        grid = self.grid(theta, eta)
        if theta == eta:
            return mpf(0)
        cuts = sign_changes(lambda x: self.log_density(theta, x) - self.log_density(eta, x), grid)
        grid = sorted(set(grid + cuts))
        gap = lambda x: exp(self.log_density(theta, x)) - exp(self.log_density(eta, x))
        return fsum(abs(quad(gap, [a, b])) for a, b in zip(grid, grid[1:])) / 2


class Counts:
    def __init__(self, log_density, last):
        self.log_density, self.last = log_density, last

    def expect(self, theta, eta, f):
        return fsum(exp(self.log_density(theta, x)) * f(x) for x in range(self.last(theta, eta) + 1))

    def total_variation(self, theta, eta):
        return fsum(abs(exp(self.log_density(theta, x)) - exp(self.log_density(eta, x))) for x in range(self.last(theta, eta) + 1)) / 2


def information(law, theta):
    d = len(theta)

    def score(x):
        return [diff(lambda s: law.log_density([s if j == i else t for j, t in enumerate(theta)], x), theta[i]) for i in range(d)]

    return [law.expect(theta, theta, lambda x: score(x)[i] * score(x)[j]) for i in range(d) for j in range(d)]


def spread(centre, scale, far=(1, 3, 8, 20)):
    return [-inf] + [centre + s * f * scale for s in (-1, 1) for f in far] + [centre, inf]


def normal(x, mean, variance):
    return -(x - mean) ** 2 / (2 * variance) - log(2 * pi * variance) / 2


ray = [mpf(0)] + [mpf(2) ** k for k in range(-24, 9)] + [inf]


def on_ray(scale):
    return [p * scale if p not in (0, inf) else p for p in ray]


def softmax(theta):
    e = [exp(t) for t in theta] + [mpf(1)]
    return [v / fsum(e) for v in e]


def negative_binomial(k):
    return lambda t, x: log(rf(k, x) / factorial(x)) + x * log(t[0]) - (x + k) * log(t[0] + k) + k * log(k)


circle = [-pi + pi * k / 8 for k in range(17)]


def von_mises(t, x):
    return t[1] * cos(x - t[0]) - log(2 * pi * besseli(0, t[1]))


unbounded = lambda t, e: 700
families = {
    "gaussian-mean": (Continuous(lambda t, x: normal(x, t[0], 1), lambda t: spread(t[0], 1)), [([0], [1]), ([1], [-2]), ([-3], [-2.5])], [0.5, -4]),
    "gaussian-mean:0.25": (Continuous(lambda t, x: normal(x, t[0], mpf(1) / 16), lambda t: spread(t[0], mpf(1) / 4)), [([0], [0.125])], [0.5]),
    "gaussian": (Continuous(lambda t, x: normal(x, t[0], t[1] ** 2), lambda t: spread(t[0], t[1])),
                 [([0, 1], [1, 2]), ([1, 2], [1, 1.5]), ([-3, 0.125], [-3.25, 0.125])], [0.5, -4]),
    "gaussian-variance": (Continuous(lambda t, x: normal(x, 0, t[0]), lambda t: spread(0, sqrt(t[0]))), [([1], [4]), ([4], [3.5]), ([0.0625], [0.125])], [0.5, -4]),
    "exponential": (Continuous(lambda t, x: -x / t[0] - log(t[0]), lambda t: on_ray(t[0])), [([1], [2]), ([0.125], [0.25]), ([4], [3.5])], [0.5, 7]),
    "exponential-rate": (Continuous(lambda t, x: log(t[0]) - t[0] * x, lambda t: on_ray(1 / t[0])), [([1], [2]), ([0.125], [0.25]), ([4], [3.5])], [0.5, 7]),
    "gamma": (Continuous(lambda t, x: log(4 * x) - 2 * log(t[0]) - 2 * x / t[0], lambda t: on_ray(t[0])), [([1], [2]), ([0.125], [0.25])], [0.5, 7]),
    "gamma:7.5": (Continuous(lambda t, x: 7.5 * log(7.5 / t[0]) + 6.5 * log(x) - 7.5 * x / t[0] - log(gamma(mpf(7.5))), lambda t: on_ray(t[0])),
                  [([1], [2]), ([4], [3.5])], [0.5, 7]),
    "gamma-shape-scale": (Continuous(lambda t, x: (t[0] - 1) * log(x) - x / t[1] - t[0] * log(t[1]) - log(gamma(t[0])), lambda t: on_ray(t[0] * t[1])),
                          [([2, 1], [1, 3]), ([0.5, 2], [0.75, 2]), ([7.5, 0.5], [8, 0.4375])], [0.5, 7]),
    "power": (Continuous(lambda t, x: log(t[0]) + (t[0] - 1) * log(x), lambda t: [mpf(0)] + [mpf(2) ** -k for k in (400, 200, 100, 60, 30, 15, 8, 4, 2, 1)] + [1 - mpf(2) ** -k for k in (3, 6)] + [mpf(1)]),
              [([1], [2]), ([0.5], [0.75]), ([20], [16])], [0.5, 0.0625]),
    "hyperbolic-secant": (Continuous(lambda t, x: x * atan(t[0]) - log(1 + t[0] ** 2) / 2 - log(2 * cosh(pi * x / 2)), lambda t: spread(t[0], sqrt(1 + t[0] ** 2))),
                          [([0], [1]), ([-3], [-2]), ([1], [1.125])], [0.5, -4]),
    "von-mises": (Continuous(von_mises, lambda t: circle), [([0, 1], [1, 5]), ([0.5, 5], [0.5, 4]), ([-1, 0.25], [1, 0.25])], [0.5, -1.5]),
    "von-mises-location:2": (Continuous(lambda t, x: von_mises([t[0], mpf(2)], x), lambda t: circle), [([0], [1]), ([-1], [1.5])], [0.5, -1.5]),
    "weibull-shape": (Continuous(lambda t, x: log(t[0]) + (t[0] - 1) * log(x) - x ** t[0], lambda t: ray), [([1], [2]), ([0.5], [0.75]), ([4], [3.5])], [0.5, 1.25]),
    "weibull-shape-scale": (Continuous(lambda t, x: log(t[0] / t[1]) + (t[0] - 1) * log(x / t[1]) - (x / t[1]) ** t[0], lambda t: on_ray(t[1])),
                            [([1, 1], [2, 3]), ([2, 2], [2, 1.5]), ([4, 0.5], [3.5, 0.5625])], [0.5, 1.25]),
    "logistic-location": (Continuous(lambda t, x: -(x - t[0]) - 2 * log(1 + exp(-(x - t[0]))), lambda t: spread(t[0], 2)), [([0], [1]), ([-3], [-2.875])], [0.5, -4]),
    "cauchy-location": (Continuous(lambda t, x: -log(pi * (1 + (x - t[0]) ** 2)), lambda t: spread(t[0], 1, (1, 3, 10, 100))), [([0], [1]), ([-3], [5])], [0.5, -4]),
    "laplace-location:3": (Continuous(lambda t, x: -abs(x - t[0]) / 3 - log(mpf(6)), lambda t: spread(t[0], 3)), [([0], [1]), ([-3], [5])], [0.5, -4]),
    "laplace-location-scale": (Continuous(lambda t, x: -abs(x - t[0]) / t[1] - log(2 * t[1]), lambda t: spread(t[0], t[1], (1, 3, 8, 20, 50))),
                               [([0, 1], [1, 2]), ([-3, 2], [5, 2]), ([1, 0.5], [1.125, 0.5625])], [0.5, -4]),
    "gaussian-mixture": (Continuous(lambda t, x: log(t[0] * exp(normal(x, 0, 1)) + (1 - t[0]) * exp(normal(x, 2, 1))), lambda t: spread(mpf(1), 2)),
                         [([0.5], [0.25]), ([0.875], [0.9375]), ([0.125], [0.75])], [0.5, -4]),
    "bernoulli": (Counts(lambda t, x: log(t[0] if x else 1 - t[0]), lambda t, e: 1), [([0.5], [0.25]), ([0.125], [0.875])], [0, 1]),
    "bernoulli-logit": (Counts(lambda t, x: x * t[0] - log(1 + exp(t[0])), lambda t, e: 1), [([0], [1]), ([-2], [4])], [0, 1]),
    "binomial": (Counts(lambda t, x: log(binomial(10, x)) + x * log(t[0] / 10) + (10 - x) * log(1 - t[0] / 10), lambda t, e: 10), [([5], [2.5]), ([7.5], [8])], [0, 7]),
    "categorical": (Counts(lambda t, x: log(t[x] if x < 2 else 1 - t[0] - t[1]), lambda t, e: 2), [([0.25, 0.25], [0.5, 0.25]), ([0.125, 0.25], [0.0625, 0.875])], [0, 2]),
    "categorical-softmax": (Counts(lambda t, x: log(softmax(t)[x]), lambda t, e: 2), [([0, 0], [1, 0]), ([-1, 2], [3, 3])], [0, 2]),
    "poisson": (Counts(lambda t, x: x * log(t[0]) - t[0] - log(factorial(x)), unbounded), [([1], [4]), ([50], [48])], [0, 7]),
    "poisson-log": (Counts(lambda t, x: x * t[0] - exp(t[0]) - log(factorial(x)), unbounded), [([0], [1]), ([-1], [4])], [0, 7]),
    "geometric": (Counts(negative_binomial(1), unbounded), [([1], [4]), ([0.25], [0.125])], [0, 7]),
    "negative-binomial": (Counts(negative_binomial(2), unbounded), [([1], [4]), ([0.25], [0.125])], [0, 7]),
    "negative-binomial:0.5": (Counts(negative_binomial(mpf(1) / 2), unbounded), [([1], [2])], [0, 7]),
    "negative-binomial-shape-mean": (Counts(lambda t, x: negative_binomial(t[0])([t[1]], x), unbounded), [([2, 4], [1, 3]), ([0.5, 1], [0.75, 1]), ([5, 0.5], [6, 0.5625])], [0, 7]),
}

vectors = {
    "gaussian-vector": [([0, 0], [1, -2], [0.5, 0.25])],
    "gaussian-covariance": [([0, 0, 1, 0, 1], [1, -2, 2, 0.5, 1], [0.5, 0.25]), ([1, -2, 2, 0.5, 1], [1, -1.5, 2, -0.5, 1.5], [0, 0])],
}


def gaussian(theta):
    mean = matrix(theta[:2])
    return mean, (eye(2) if len(theta) == 2 else matrix([[theta[2], theta[3]], [theta[3], theta[4]]]))


def vector_row(name, theta, eta, x):
    (mean, covariance), (other, target) = gaussian(theta), gaussian(eta)
    gap = matrix(x) - mean
    log_density = -log(2 * pi) - log(det(covariance)) / 2 - (gap.T * inverse(covariance) * gap)[0] / 2
    quotient, shift = inverse(target) * covariance, other - mean
    kl = (quotient[0, 0] + quotient[1, 1] - 2 - log(det(covariance) / det(target)) + (shift.T * inverse(target) * shift)[0]) / 2
    tv = erf(sqrt((shift.T * shift)[0]) / (2 * sqrt(mpf(2)))) if name == "gaussian-vector" else None
    d = len(theta)
    # I_ij = ∂μᵀ Σ⁻¹ ∂μ + ½ tr(Σ⁻¹ ∂Σ Σ⁻¹ ∂Σ)
    directions = []
    for i in range(d):
        unit = [mpf(i == j) for j in range(d)]
        step, turn = matrix(unit[:2]), (matrix(2, 2) if d == 2 or i < 2 else matrix([[unit[2], unit[3]], [unit[3], unit[4]]]))
        directions.append((step, turn))
    precision, information = inverse(covariance), []
    for step, turn in directions:
        for other_step, other_turn in directions:
            product = precision * turn * precision * other_turn
            information.append((step.T * precision * other_step)[0] + (product[0, 0] + product[1, 1]) / 2)
    return log_density, kl, tv, information


def text(values):
    return " ".join(nstr(mpf(v), 20, min_fixed=-4, max_fixed=20) if v is not None else "-" for v in values)


def main():
    print("family,theta,eta,x,log_density,kl,tv,fisher_information")
    for name, (law, pairs, samples) in families.items():
        for theta, eta in pairs:
            theta, eta = [mpf(v) for v in theta], [mpf(v) for v in eta]
            kl = law.expect(theta, eta, lambda x: law.log_density(theta, x) - law.log_density(eta, x))
            tv = law.total_variation(theta, eta)
            fisher = information(law, theta)
            for x in samples:
                x = x if isinstance(law, Counts) else mpf(x)
                print(",".join([name, text(theta), text(eta), text([x]), text([law.log_density(theta, x)]), text([kl]), text([tv]), text(fisher)]), flush=True)
    for name, rows in vectors.items():
        for theta, eta, x in rows:
            log_density, kl, tv, fisher = vector_row(name, [mpf(v) for v in theta], [mpf(v) for v in eta], [mpf(v) for v in x])
            print(",".join([name, text(theta), text(eta), text(x), text([log_density]), text([kl]), text([tv]), text(fisher)]))


if __name__ == "__main__":
    main()

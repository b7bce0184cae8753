"""The jobs of race/jobs in vectorised numpy: every replicate at once, a generation at a time, and of each generation
the mean and mean squared error of each coordinate, their standard errors, and the mean and quantiles of the distance
from the truth and of total variation where the job has it. Prints the CPU seconds of the job named on the command
line, the best of the repetitions, without those of starting Python and importing numpy; "-" for a job without numpy."""

import sys
import time

import numpy as np

rng = np.random.default_rng(1)


def summary(x):
    return x.mean(), x.std() / np.sqrt(len(x))


def observe(theta, truth, tv=None):
    theta = theta.reshape(len(theta), -1)
    deviation = theta - truth
    square = deviation * deviation
    distance = np.abs(deviation[:, 0]) if square.shape[1] == 1 else np.sqrt(square.sum(1))
    n = np.sqrt(len(theta))
    row = [theta.mean(0), square.mean(0), deviation.std(0) / n, square.std(0) / n, summary(distance),
           np.quantile(distance, (.5, .9, .95, .99))]
    if tv is not None:
        row += [summary(tv), np.quantile(tv, (.5, .9, .99))]
    return row


def pooled(mean, size, weight, n):
    """The pool's average after n samples of average size are added to weight samples of average mean."""
    return mean + n / (weight + n) * (size - mean)


def bernoulli(n, p0, generations, replicates):
    p = np.full(replicates, p0)
    for _ in range(generations):
        p = rng.binomial(n, p) / n
        observe(p, p0, np.abs(p - p0))
        ((p == 0) | (p == 1)).mean()


def poisson(n, mu0, generations, replicates):
    mu = np.full(replicates, float(mu0))
    for _ in range(generations):
        mu = rng.poisson(n * mu) / n
        observe(mu, mu0)
        (mu == 0).mean()


TAYLOR = None


def erf(x):
    """erf of x >= 0 to 1e-16 by Taylor polynomials about multiples of 1/16: numpy has none of its own."""
    global TAYLOR
    if TAYLOR is None:
        from math import erf as one, exp, pi, sqrt
        TAYLOR = np.zeros((98, 10))
        for i in range(98):
            c, before, hermite = i / 16, 0.0, 1.0
            factor = 2 / sqrt(pi) * exp(-c * c)
            TAYLOR[i, 0] = one(c)
            for k in range(1, 10):
                TAYLOR[i, k] = factor * hermite
                factor /= -(k + 1)
                before, hermite = hermite, 2 * c * hermite - 2 * (k - 1) * before
    x = np.minimum(x, 6)
    nearest = (x * 16 + .5).astype(int)
    h, c = x - nearest / 16, TAYLOR[nearest]
    value = c[:, 9]
    for k in range(8, -1, -1):
        value = value * h + c[:, k]
    return value


def gaussian_distance(mu, sigma):
    """Total variation of N(mu, sigma^2) from N(0, 1) by the two crossings of the densities."""
    narrow, wide = np.minimum(sigma, 1), np.maximum(sigma, 1)
    m, s = np.abs(mu) / narrow, wide / narrow
    with np.errstate(all="ignore"):
        a, b, c = (1 - 1 / s / s) / 2, m / s / s, (m / s) ** 2 / 2 + np.log(s)
        root = np.sqrt(b * b + 4 * a * c)
        right, left = 2 * c / (b + root), (b + root) / (2 * a)
        signed = (right - m) / (s * np.sqrt(2))
        tv = (erf(right / np.sqrt(2)) + erf(left / np.sqrt(2))
              - np.copysign(erf(np.abs(signed)), signed) - erf((left + m) / (s * np.sqrt(2)))) / 2
    return np.where(s > 1, tv, 0)


def gaussian(n, generations, replicates, raw=False, tv=False):
    mu, sigma = np.zeros(replicates), np.ones(replicates)
    for _ in range(generations):
        if raw:
            x = mu[:, None] + sigma[:, None] * rng.standard_normal((replicates, n))
            mu, sigma = x.mean(1), x.std(1)
        else:
            mu = mu + sigma / np.sqrt(n) * rng.standard_normal(replicates)
            sigma = sigma * np.sqrt(rng.chisquare(n - 1, replicates) / n)
        observe(np.stack([mu, sigma], 1), np.array([0., 1.]), gaussian_distance(mu, sigma) if tv else None)


def accumulate_gaussian(n, generations, replicates):
    mu, variance, weight = np.zeros(replicates), np.ones(replicates), 0
    for _ in range(generations):
        z, chi = rng.standard_normal(replicates), rng.chisquare(n - 1, replicates)
        mu = mu + np.sqrt(n * variance) / (weight + n) * z
        variance = variance * (weight + chi + weight / (weight + n) * z * z) / (weight + n)
        weight += n
        observe(np.stack([mu, np.sqrt(variance)], 1), np.array([0., 1.]))


def subsample_gaussian(n, generations, replicates):
    mu, sigma = np.zeros(replicates), np.ones(replicates)
    pool = np.empty((replicates, n * generations))
    for t in range(generations):
        pool[:, n * t:n * (t + 1)] = mu[:, None] + sigma[:, None] * rng.standard_normal((replicates, n))
        x = np.stack([rng.choice(row, n, replace=False) for row in pool[:, :n * (t + 1)]])
        mu, sigma = x.mean(1), x.std(1)
        observe(np.stack([mu, sigma], 1), np.array([0., 1.]))


def exponential(n, generations, replicates, raw=False):
    mu, weight = np.ones(replicates), 0
    for _ in range(generations):
        if raw:
            size = mu * rng.standard_exponential((replicates, n)).mean(1)
        else:
            size = mu * rng.standard_gamma(n, replicates) / n
        mu, weight = pooled(mu, size, weight, n), weight + n
        q = np.minimum(mu, 1) / np.maximum(mu, 1)
        with np.errstate(all="ignore"):
            tv = np.where(q < 1, (1 - q) * np.exp(q * np.log(q) / (1 - q)), 0)
        observe(mu, 1., tv)


def categorical(k, n, generations, replicates, share):
    truth = np.full(k, 1 / k)
    p = np.tile(truth, (replicates, 1))
    for t in range(generations):
        real = n if t == 0 else int(np.round(n * share(t)))
        counts = rng.multinomial(real, truth, replicates)
        if real < n:
            counts = counts + rng.multinomial(n - real, p)
        p = counts / n
        observe(p[:, :-1], truth[:-1], np.abs(p - truth).sum(1) / 2)
        left = (p > 0).sum(1)
        summary(left), (left == 1).mean()


def weighted_mean(n, generations, replicates, w):
    mu = rng.standard_normal(replicates) / np.sqrt(n)
    observe(mu, 0.)
    for _ in range(generations - 1):
        mu = w * rng.standard_normal(replicates) / np.sqrt(n) + (1 - w) * (
            mu + rng.standard_normal(replicates) / np.sqrt(n))
        observe(mu, 0.)


def accumulate_fresh_mean(n, generations, replicates, share):
    mu, weight = np.zeros(replicates), 0
    for t in range(generations):
        real = n if t == 0 else int(np.round(n * share))
        total = rng.standard_normal(replicates) * np.sqrt(real)
        if real < n:
            total = total + (n - real) * mu + rng.standard_normal(replicates) * np.sqrt(n - real)
        mu, weight = pooled(mu, total / n, weight, n), weight + n
        observe(mu, 0.)


def central_mean(n, generations, replicates, q):
    mu, weight, keep = np.zeros(replicates), 0, int(np.ceil(q * n))
    for t in range(generations):
        z = rng.standard_normal((replicates, n))
        kept = n
        if t > 0:
            kept = keep
            z = np.take_along_axis(z, np.argpartition(np.abs(z), keep - 1, 1)[:, :keep], 1)
        mu, weight = pooled(mu, mu + z.mean(1), weight, kept), weight + kept
        observe(mu, 0.)


def verified_mean(n, generations, replicates, low, high):
    mu = rng.standard_normal((replicates, n)).mean(1)
    observe(mu, 0.)
    for _ in range(generations - 1):
        total, left = np.zeros(replicates), np.full(replicates, n)
        while (left > 0).any():
            at = np.flatnonzero(left > 0)
            x = mu[at, None] + rng.standard_normal((len(at), n))
            inside = (x >= low) & (x <= high)
            inside &= inside.cumsum(1) <= left[at, None]
            total[at] += np.where(inside, x, 0).sum(1)
            left[at] -= inside.sum(1)
        mu = total / n
        observe(mu, 0.)


JOBS = {
    "bernoulli": lambda: bernoulli(100, .3, 50, 50000),
    "gaussian-raw": lambda: gaussian(10, 200, 10000, raw=True),
    "gaussian": lambda: gaussian(10, 200, 10000),
    "gaussian-tv": lambda: gaussian(10, 200, 10000, tv=True),
    "exponential-raw": lambda: exponential(100, 100, 2000, raw=True),
    "exponential": lambda: exponential(100, 100, 2000),
    "categorical": lambda: categorical(50, 1000, 200, 100, lambda t: .1),
    "bernoulli-rare": lambda: bernoulli(100, .01, 50, 5000),
    "bernoulli-rare-large": lambda: bernoulli(10000, .01, 50, 5000),
    "poisson": lambda: poisson(100, 3, 50, 5000),
    "gaussian-small": lambda: gaussian(10, 200, 1000),
    "weighted": lambda: weighted_mean(100, 200, 2000, .5),
    "kazdan-replace": lambda: gaussian(100, 100, 20),
    "kazdan-accumulate": lambda: accumulate_gaussian(100, 100, 20),
    "kazdan-subsample": lambda: subsample_gaussian(100, 100, 20),
    "accumulate-gaussian": lambda: accumulate_gaussian(50, 100, 50000),
    "categorical-decaying": lambda: categorical(50, 1000, 200, 100, lambda t: min(1, 1 / t)),
    "long": lambda: accumulate_fresh_mean(100, 10000, 1000, .25),
    "central": lambda: central_mean(400, 100, 20, .25),
    "verified": lambda: verified_mean(100, 60, 1000, -1, 1),
    "extinction": lambda: categorical(20, 1000, 200, 500, lambda t: 0),
}

if __name__ == "__main__":
    job, repetitions = JOBS.get(sys.argv[1]), int(sys.argv[2])
    best = None
    for _ in range(repetitions if job else 0):
        start = time.process_time()
        job()
        seconds = time.process_time() - start
        best = seconds if best is None else min(best, seconds)
    print("-" if best is None else f"{best:.3f}")

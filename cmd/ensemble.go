package cmd

import (
	"errors"
	"fmt"
	"math"
	"sync"

	"itermle/estimators"
	"itermle/internal/parallel"
)

// replicateBlock is how many replicates one worker sums before handing over: sums over blocks are reduced in index
// order, so the result does not depend on the number of workers.
const replicateBlock = 64

// blocksOf is how many blocks there are of so many replicates.
func blocksOf(replicates int) int { return (replicates-1)/replicateBlock + 1 }

// subject is what an ensemble simulates, and what it asks of a pool.
type subject struct {
	estimators.Setup[estimators.Pool]
	need func() poolNeed // of a worker's pool: memory, and draws in a replicate; takes time of the order of T
	// totalVariation is TV(p_θ(t), p_θ*) of the pool's current model; nil where it cannot be had.
	totalVariation func(pool estimators.Pool) (float64, error)
	// marks are averaged beside θ.
	marks []mark
	// finish is called after the last fit of a replicate; may be nil.
	finish func(pool estimators.Pool, replicate int)
	// observed is what finish has stored of each replicate.
	observed []observations
	parts    *partRecord // of the blocks of replicates
	// progress is called after each block of replicates, never concurrently; may be nil.
	progress func(done, total int, label string)
}

// mark is a number that a model has, such as KL(p_θ*‖p_θ).
type mark struct {
	name string
	of   func(theta []float64) (float64, error)
}

// ensemble holds what the replicates of a subject gave, generation by generation.
type ensemble struct {
	distance  [][]float64    // [t][replicate] ‖θ^(t)−θ*‖, NaN where the MLE does not exist
	variation [][]float64    // [t][replicate] total variation, nil where it cannot be had
	moments   [][]coordinate // [t][coordinate], over the replicates whose MLE exists
	marks     [][]average    // [t][mark], likewise
	undefined int            // replicates that ended in a pool without MLE
}

// coordinate is what is averaged of a coordinate of θ^(t). Each of the three is accurate relative to itself: near θ*
// the mean is θ* + bias, far from θ*, where that would cancel, it is the average of θ^(t).
type coordinate struct {
	mean, bias, mse     float64
	meanError, mseError float64 // standard errors
}

// average is a mean over replicates with its standard error.
type average struct{ mean, deviation float64 }

// blockSums are Σθ, Σ(θ−θ*), Σ(θ−θ*)² and Σ(θ−θ*)⁴ over the replicates of a block, sumsOfBlock for each coordinate, and
// Σx and Σx² for each mark: a row for each generation.
type blockSums []float64

const sumsOfBlock, sumsOfMark = 4, 2

// width is the length of a row of blockSums.
func (s *subject) width() int { return sumsOfBlock*len(s.Truth) + sumsOfMark*len(s.marks) }

// trialError is a replicate that gave no value.
type trialError struct {
	Replicate int
	Err       error
}

func (e *trialError) Error() string { return fmt.Sprintf("replicate %d: %v", e.Replicate, e.Err) }
func (e *trialError) Unwrap() error { return e.Err }

// matrix is rows slices of columns values.
func matrix[E any](rows, columns int) [][]E {
	m := make([][]E, rows)
	for i := range m {
		m[i] = make([]E, columns)
	}
	return m
}

// simulateEnsemble runs the replicates 0 … R−1 of a subject on streams keyed by (seed, path). Errors: those of
// Setup.Worker, and a *trialError for the first replicate that fails or panics.
func simulateEnsemble(what subject, replicates, workers int, seed uint64, path ...string) (*ensemble, error) {
	generations, d := what.Generations, len(what.Truth)
	result := &ensemble{distance: matrix[float64](generations, replicates), moments: matrix[coordinate](generations, d),
		marks: matrix[average](generations, len(what.marks))}
	if what.totalVariation != nil {
		result.variation = matrix[float64](generations, replicates)
	}
	blocks := blocksOf(replicates)
	sums, missing := make([]blockSums, blocks), make([]int, blocks)
	iterations, streams := make([]*estimators.Iteration, workers), make([]*estimators.Stream, workers)
	finished := what.counter(min(replicates, what.parts.left(0, blocks)*replicateBlock))
	failure := parallel.Loop{N: blocks, Workers: min(workers, blocks)}.Do(func(worker, b int) (err error) {
		if found, err := result.recall(what, b, replicates, &sums[b], &missing[b]); found || err != nil {
			return err
		} else if !what.parts.performs(b) {
			sums[b] = make(blockSums, generations*what.width())
			return nil
		}
		if iterations[worker] == nil {
			if iterations[worker], err = what.Worker(); err != nil {
				return err
			}
			streams[worker] = estimators.NewStream(seed, path...)
		}
		sums[b] = make(blockSums, generations*what.width())
		for replicate := b * replicateBlock; replicate < min((b+1)*replicateBlock, replicates); replicate++ {
			undefined, err := result.replicate(what, iterations[worker], streams[worker], replicate, sums[b])
			if err != nil {
				return &trialError{replicate, err}
			}
			if undefined {
				missing[b]++
			}
		}
		finished()
		return result.keep(what, b, replicates, sums[b], missing[b])
	})
	if failure != nil {
		if failure.Panic != nil {
			return nil, &trialError{failure.Index * replicateBlock, fmt.Errorf("panic: %v", failure.Panic)}
		}
		return nil, failure.Err
	}
	for _, count := range missing {
		result.undefined += count
	}
	result.reduce(sums, what)
	return result, nil
}

// counter returns the function that a worker calls after a block of so many replicates.
func (s *subject) counter(replicates int) func() {
	if s.progress == nil {
		return func() {}
	}
	var mu sync.Mutex
	done := 0
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done = min(done+replicateBlock, replicates)
		s.progress(done, replicates, "replicates")
	}
}

// Errors beyond largestDistance have squares that cannot be added up.
const largestDistance = 1e150

// replicate runs one replicate and says whether it ended in a pool whose MLE does not exist.
func (e *ensemble) replicate(what subject, iteration *estimators.Iteration, stream *estimators.Stream, replicate int,
	block blockSums) (bool, error) {
	fitted, width := 0, what.width()
	var failure error
	err := iteration.Run(stream, uint64(replicate), func(t int, theta []float64) bool {
		row := t - 1
		distance := 0.0
		for i, v := range theta {
			deviation := v - iteration.Truth[i]
			at := block[row*width+sumsOfBlock*i:]
			at[0] += v
			at[1] += deviation
			at[2] += deviation * deviation
			at[3] += deviation * deviation * deviation * deviation
			if i == 0 {
				distance = math.Abs(deviation)
			} else {
				distance = math.Hypot(distance, deviation)
			}
		}
		e.distance[row][replicate] = distance
		if !(distance <= largestDistance) {
			failure = &estimators.RangeError{What: fmt.Sprintf("‖θ^(%d)−θ*‖", t), Value: distance,
				Accept: "at most 10^150"}
		} else if what.totalVariation != nil {
			e.variation[row][replicate], failure = what.totalVariation(iteration.Pool)
		}
		for j, m := range what.marks {
			if failure == nil {
				var x float64
				x, failure = m.of(theta)
				at := block[row*width+sumsOfBlock*len(theta)+sumsOfMark*j:]
				at[0] += x
				at[1] += x * x
			}
		}
		fitted = t
		return failure == nil
	})
	if what.finish != nil {
		what.finish(iteration.Pool, replicate)
	}
	if failure != nil {
		return false, failure
	}
	var missing *estimators.NoMLEError
	if !errors.As(err, &missing) {
		return false, err
	}
	for row := fitted; row < len(e.distance); row++ {
		e.distance[row][replicate] = math.NaN()
	}
	return true, nil
}

// reduce turns block sums into means and leaves out the distances and variations that are undefined.
func (e *ensemble) reduce(sums []blockSums, what subject) {
	total := make([]float64, what.width())
	for t := range e.distance {
		defined := e.distance[t][:0]
		for replicate, distance := range e.distance[t] {
			if math.IsNaN(distance) {
				continue
			}
			if e.variation != nil {
				e.variation[t][len(defined)] = e.variation[t][replicate]
			}
			defined = append(defined, distance)
		}
		e.distance[t] = defined
		if e.variation != nil {
			e.variation[t] = e.variation[t][:len(defined)]
		}
		count := math.Max(1, float64(len(defined)))
		clear(total)
		for _, block := range sums {
			for k, v := range block[t*len(total):][:len(total)] {
				total[k] += v
			}
		}
		for i, origin := range what.Truth {
			at := total[sumsOfBlock*i:]
			of := coordinate{mean: origin + at[1]/count, bias: at[1] / count, mse: at[2] / count}
			of.meanError = standardError(of.mse-of.bias*of.bias, count)
			of.mseError = standardError(at[3]/count-of.mse*of.mse, count)
			if math.Abs(of.bias) > math.Abs(origin)/2 {
				of.mean = at[0] / count
			}
			e.moments[t][i] = of
		}
		for j := range what.marks {
			at := total[sumsOfBlock*len(what.Truth)+sumsOfMark*j:]
			mean := at[0] / count
			e.marks[t][j] = average{mean, standardError(at[1]/count-mean*mean, count)}
		}
	}
}

// standardError is √(variance/count), for the variance as a difference of averages, which rounding may leave below 0.
func standardError(variance, count float64) float64 { return math.Sqrt(math.Max(0, variance) / count) }

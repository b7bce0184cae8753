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
	// finish is called after the last fit of a replicate; may be nil.
	finish func(pool estimators.Pool, replicate int)
	// progress is called after each block of replicates, never concurrently; may be nil.
	progress func(done, total int, label string)
}

// ensemble holds what the replicates of a subject gave, generation by generation.
type ensemble struct {
	distance  [][]float64    // [t][replicate] ‖θ^(t)−θ*‖, NaN where the MLE does not exist
	variation [][]float64    // [t][replicate] total variation, nil where it cannot be had
	moments   [][]coordinate // [t][coordinate], over the replicates whose MLE exists
	undefined int            // replicates that ended in a pool without MLE
}

// coordinate is what is averaged of a coordinate of θ^(t). Each of the three is accurate relative to itself: near θ*
// the mean is θ* + bias, far from θ*, where that would cancel, it is the average of θ^(t).
type coordinate struct{ mean, bias, mse float64 }

// blockSums are Σθ, Σ(θ−θ*) and Σ(θ−θ*)² over the replicates of a block, sumsOfBlock for each of the T×d, row-major.
type blockSums []float64

const sumsOfBlock = 3

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
	result := &ensemble{distance: matrix[float64](generations, replicates), moments: matrix[coordinate](generations, d)}
	if what.totalVariation != nil {
		result.variation = matrix[float64](generations, replicates)
	}
	blocks := blocksOf(replicates)
	sums, missing := make([]blockSums, blocks), make([]int, blocks)
	iterations, streams := make([]*estimators.Iteration, workers), make([]*estimators.Stream, workers)
	finished := what.counter(replicates)
	failure := parallel.Loop{N: blocks, Workers: min(workers, blocks)}.Do(func(worker, b int) (err error) {
		if iterations[worker] == nil {
			if iterations[worker], err = what.Worker(); err != nil {
				return err
			}
			streams[worker] = estimators.NewStream(seed, path...)
		}
		sums[b] = make(blockSums, sumsOfBlock*generations*d)
		for replicate := b * replicateBlock; replicate < min((b+1)*replicateBlock, replicates); replicate++ {
			undefined, err := result.replicate(what, iterations[worker], streams[worker], replicate, sums[b])
			if err != nil {
				return &trialError{replicate, err}
			}
			if undefined {
				missing[b]++
			}
		}
		finished(b)
		return nil
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
	result.reduce(sums, what.Truth)
	return result, nil
}

// counter returns the function that a worker calls after a block.
func (s *subject) counter(replicates int) func(block int) {
	if s.progress == nil {
		return func(int) {}
	}
	var mu sync.Mutex
	done := 0
	return func(block int) {
		mu.Lock()
		defer mu.Unlock()
		done += min(replicateBlock, replicates-block*replicateBlock)
		s.progress(done, replicates, "replicates")
	}
}

// Errors beyond largestDistance have squares that cannot be added up.
const largestDistance = 1e150

// replicate runs one replicate and says whether it ended in a pool whose MLE does not exist.
func (e *ensemble) replicate(what subject, iteration *estimators.Iteration, stream *estimators.Stream, replicate int,
	block blockSums) (bool, error) {
	d, fitted := len(iteration.Truth), 0
	var failure error
	err := iteration.Run(stream, uint64(replicate), func(t int, theta []float64) bool {
		row := t - 1
		distance := 0.0
		for i, v := range theta {
			deviation := v - iteration.Truth[i]
			at := block[sumsOfBlock*(row*d+i):]
			at[0] += v
			at[1] += deviation
			at[2] += deviation * deviation
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
func (e *ensemble) reduce(sums []blockSums, truth []float64) {
	d := len(truth)
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
		for i, origin := range truth {
			var total [sumsOfBlock]float64
			for _, block := range sums {
				for k, v := range block[sumsOfBlock*(t*d+i):][:sumsOfBlock] {
					total[k] += v
				}
			}
			of := coordinate{origin + total[1]/count, total[1] / count, total[2] / count}
			if math.Abs(of.bias) > math.Abs(origin)/2 {
				of.mean = total[0] / count
			}
			e.moments[t][i] = of
		}
	}
}

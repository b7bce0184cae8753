package cmd

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"itermle/estimators"
)

// replicateBlock is how many replicates one worker sums before handing over: sums over blocks are reduced in index
// order, so the result does not depend on the number of workers.
const replicateBlock = 64

// subject is what an ensemble simulates: how a worker gets its pool, and what it asks of it after each fit.
type subject struct {
	iteration estimators.Iteration // Pool is nil: each worker has its own
	newPool   func() (estimators.Pool, error)
	// totalVariation is TV(p_θ(t), p_θ*) of the pool's current model; nil where it cannot be had.
	totalVariation func(pool estimators.Pool) (float64, error)
	// finish is called after the last fit of a replicate; may be nil.
	finish func(pool estimators.Pool, replicate int)
	// progress is called after each block of replicates, never concurrently; may be nil.
	progress func(done, total int, label string)
}

// ensemble holds what the replicates of a subject gave, generation by generation.
type ensemble struct {
	distance  [][]float64 // [t][replicate] ‖θ^(t)−θ*‖, NaN where the MLE does not exist
	variation [][]float64 // [t][replicate] total variation, nil where it cannot be had
	mean, mse [][]float64 // [t][coordinate], over the replicates whose MLE exists
	undefined int         // replicates that ended in a pool without MLE
}

// blockSums are Σ(θ−θ*) and Σ(θ−θ*)² over the replicates of a block, T×d row-major.
type blockSums struct{ first, second []float64 }

// simulateEnsemble runs the replicates 0 … R−1 of a subject on streams keyed by (seed, path).
func simulateEnsemble(what subject, replicates, workers int, seed uint64, path ...string) (*ensemble, error) {
	generations, truth := what.iteration.Generations, what.iteration.Truth
	d := len(truth)
	result := &ensemble{distance: make([][]float64, generations), mean: make([][]float64, generations),
		mse: make([][]float64, generations)}
	for t := range generations {
		result.distance[t] = make([]float64, replicates)
		result.mean[t], result.mse[t] = make([]float64, d), make([]float64, d)
	}
	if what.totalVariation != nil {
		result.variation = make([][]float64, generations)
		for t := range generations {
			result.variation[t] = make([]float64, replicates)
		}
	}
	blocks := (replicates + replicateBlock - 1) / replicateBlock
	sums, failures := make([]blockSums, blocks), make([]error, blocks)
	var next, undefined atomic.Int64
	var group sync.WaitGroup
	finished := what.counter(replicates)
	for range min(workers, blocks) {
		group.Go(func() {
			iteration, stream := what.iteration, estimators.NewStream(seed, path...)
			pool, err := what.newPool()
			iteration.Pool = pool
			for {
				b := int(next.Add(1)) - 1
				if b >= blocks {
					return
				}
				if err != nil {
					failures[b] = err
					continue
				}
				block := blockSums{make([]float64, generations*d), make([]float64, generations*d)}
				for replicate := b * replicateBlock; replicate < min((b+1)*replicateBlock, replicates); replicate++ {
					missing, err := result.replicate(what, &iteration, stream, replicate, block)
					if err != nil {
						failures[b] = err
						break
					}
					if missing {
						undefined.Add(1)
					}
				}
				sums[b] = block
				finished(b)
			}
		})
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	result.undefined = int(undefined.Load())
	result.reduce(sums, truth)
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

// largestDistance is the largest error whose squares can be added up.
const largestDistance = 1e150

// replicate runs one replicate and says whether it ended in a pool whose MLE does not exist.
func (e *ensemble) replicate(what subject, iteration *estimators.Iteration, stream *estimators.Stream, replicate int,
	block blockSums) (bool, error) {
	d, fitted := len(iteration.Truth), 0
	var failure error
	err := iteration.Run(stream, uint64(replicate), func(t int, theta []float64) bool {
		row := t - 1
		square := 0.0
		for i, v := range theta {
			deviation := v - iteration.Truth[i]
			block.first[row*d+i] += deviation
			block.second[row*d+i] += deviation * deviation
			square = math.Hypot(square, deviation)
		}
		e.distance[row][replicate] = square
		if !(square <= largestDistance) {
			failure = &estimators.RangeError{What: fmt.Sprintf("replicate %d: ‖θ^(%d)−θ*‖", replicate, t),
				Value: square, Accept: "at most 10^150"}
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

// reduce turns block sums into means and sorts each generation's distances and variations, undefined ones removed.
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
		slices.Sort(defined)
		if e.variation != nil {
			e.variation[t] = e.variation[t][:len(defined)]
			slices.Sort(e.variation[t])
		}
		for i := range truth {
			first, second := 0.0, 0.0
			for _, block := range sums {
				first += block.first[t*d+i]
				second += block.second[t*d+i]
			}
			count := math.Max(1, float64(len(defined)))
			e.mean[t][i] = truth[i] + first/count
			e.mse[t][i] = second / count
		}
	}
}

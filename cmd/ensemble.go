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
	recorded bool        // what is observed is kept until the end, for a record
	parts    *partRecord // of the blocks of replicates
	// progress is called as replicates or generations are done, never concurrently; may be nil.
	progress func(done, total int, label string)
}

// mark is a number that a model has, such as KL(p_θ*‖p_θ).
type mark struct {
	name string
	of   func(theta []float64) (float64, error)
}

// observed is what the replicates whose MLE exists gave at one generation. Its slices are the receiver's until the call
// that it is handed to returns.
type observed struct {
	distance  []float64 // ‖θ^(t)−θ*‖
	variation []float64 // total variation, nil where it cannot be had
	moments   []coordinate
	marks     []average
}

// coordinate is what is averaged of a coordinate of θ^(t). Each of the three is accurate relative to itself: near θ*
// the mean is θ* + bias, far from θ*, where that would cancel, it is the average of θ^(t).
type coordinate struct {
	mean, bias, mse     float64
	meanError, mseError float64 // standard errors
}

// average is a mean over replicates with its standard error.
type average struct{ mean, deviation float64 }

// Σθ, Σ(θ−θ*), Σ(θ−θ*)² and Σ(θ−θ*)⁴ are summed over the replicates of a block, sumsOfBlock for each coordinate, and
// Σx and Σx² for each mark.
const sumsOfBlock, sumsOfMark = 4, 2

// width is how many sums there are.
func (s *subject) width() int { return sumsOfBlock*len(s.Truth) + sumsOfMark*len(s.marks) }

// trialError is a replicate that gave no value.
type trialError struct {
	Replicate int
	Err       error
}

func (e *trialError) Error() string { return fmt.Sprintf("replicate %d: %v", e.Replicate, e.Err) }
func (e *trialError) Unwrap() error { return e.Err }

// ensemble holds what the replicates of a subject gave in the generations of a window, which begins at from.
type ensemble struct {
	subject
	layout
	replicates, blocks int
	from               int
	distance           [][]float64 // [t−from][replicate], NaN where the MLE does not exist
	variation          [][]float64 // likewise, nil where it cannot be had
	sums               [][]float64 // [t−from][block and sum]
	tallies            []tally     // [block]
}

// tally is how many replicates came to an end before T.
type tally struct {
	Undefined int `json:"undefined,omitempty"` // in a pool without MLE
	Resting   int `json:"resting,omitempty"`   // in a model of which float64 draws nothing but its location
}

// lane is a replicate on its way.
type lane struct {
	*estimators.Iteration
	ended bool // in a pool without MLE
	rests bool // at θ^(t): what it would draw is there, to the rounding of float64
}

// simulateEnsemble runs the replicates 0 … R−1 of a subject on streams keyed by (seed, path) and hands what they gave
// at each generation t = 1 … T to each, in no order and concurrently; of a run that fails, some. A replicate whose
// model is an *UnresolvedError stays at it. Errors: those of Setup.Worker, and a *trialError for the first replicate
// that fails or panics.
func simulateEnsemble(what subject, replicates, workers int, seed uint64, path []string,
	each func(t int, at observed)) (ends tally, err error) {
	e := &ensemble{subject: what, layout: what.layout(replicates), replicates: replicates,
		blocks: blocksOf(replicates)}
	workers = min(workers, e.blocks)
	e.distance, e.sums = matrix[float64](e.window, replicates), matrix[float64](e.window, e.blocks*what.width())
	if what.totalVariation != nil {
		e.variation = matrix[float64](e.window, replicates)
	}
	e.tallies = make([]tally, e.blocks)
	lanes, streams := make([][]lane, workers), make([]*estimators.Stream, workers)
	if e.resumes {
		lanes = make([][]lane, e.blocks)
	}
	done := e.counter()
	for ; e.from < what.Generations; e.from += e.window {
		failure := parallel.Loop{N: e.blocks, Workers: workers}.Do(func(worker, b int) (err error) {
			if found, err := e.recall(b); found || err != nil {
				return err
			} else if !e.parts.performs(b) {
				return nil
			}
			if streams[worker] == nil {
				streams[worker] = estimators.NewStream(seed, path...)
			}
			own := worker
			if e.resumes {
				own = b
			}
			if lanes[own] == nil {
				if lanes[own], err = e.newLanes(b); err != nil {
					return err
				}
			}
			defer done()
			if err := e.block(b, lanes[own], streams[worker]); err != nil {
				return err
			}
			return e.keep(b)
		})
		if failure != nil {
			if failure.Panic != nil {
				return tally{}, &trialError{failure.Index * replicateBlock, fmt.Errorf("panic: %v", failure.Panic)}
			}
			return tally{}, failure.Err
		}
		rows := min(e.window, what.Generations-e.from)
		if err := (parallel.Loop{N: rows, Workers: workers}.Do(func(_, row int) error {
			each(e.from+row+1, e.reduce(row))
			return nil
		}).Raise()); err != nil {
			return tally{}, err
		}
	}
	for _, of := range e.tallies {
		ends.Undefined += of.Undefined
		ends.Resting += of.Resting
	}
	return ends, nil
}

// newLanes are as many as a block has, or one where a pool is large.
func (e *ensemble) newLanes(b int) (lanes []lane, err error) {
	lanes = make([]lane, 1)
	if e.abreast {
		lanes = make([]lane, min(replicateBlock, e.replicates))
	}
	if e.resumes {
		lanes = lanes[:min(len(lanes), e.replicates-b*replicateBlock)]
	}
	for i := range lanes {
		if lanes[i].Iteration, err = e.Worker(); err != nil {
			return nil, err
		}
	}
	return lanes, nil
}

// counter returns the function that a worker calls after a block that no record had.
func (e *ensemble) counter() func() {
	if e.progress == nil {
		return func() {}
	}
	var mu sync.Mutex
	done, total, label := 0, min(e.replicates, e.parts.left(0, e.blocks)*replicateBlock), "replicates"
	return func() {
		mu.Lock()
		defer mu.Unlock()
		if e.resumes {
			done, total, label = e.from, e.Generations, "generations"
		} else {
			done = min(done+replicateBlock, total)
		}
		e.progress(done, total, label)
	}
}

// block takes the replicates of a block through the generations of the window.
func (e *ensemble) block(b int, lanes []lane, stream *estimators.Stream) error {
	end := min((b+1)*replicateBlock, e.replicates)
	for first := b * replicateBlock; first < end; first += len(lanes) {
		if err := e.abreastFrom(first, lanes[:min(len(lanes), end-first)], stream); err != nil {
			return err
		}
	}
	return nil
}

// abreastFrom takes successive replicates through the window side by side, a generation at a time, so that what is kept
// of a generation is written in one piece. Of several that fail, the first counts.
func (e *ensemble) abreastFrom(first int, lanes []lane, stream *estimators.Stream) (failure error) {
	running := len(lanes) // those from here on come after one that failed
	for i := range lanes {
		if e.from > 0 {
			break
		}
		lanes[i].ended, lanes[i].rests = false, false
		if err := lanes[i].Begin(); err != nil {
			running, failure = i, &trialError{first + i, err}
			break
		}
	}
	last := min(e.from+e.window, e.Generations)
	for t := e.from; t < last; t++ {
		for i := range lanes[:running] {
			if err := e.step(&lanes[i], stream, first+i, t); err != nil {
				running, failure = i, &trialError{first + i, err}
				break
			}
		}
	}
	if failure != nil || last < e.Generations {
		return failure
	}
	for i := range lanes {
		if lanes[i].ended {
			e.tallies[first/replicateBlock].Undefined++
		} else if lanes[i].rests {
			e.tallies[first/replicateBlock].Resting++
		}
		if e.finish != nil {
			e.finish(lanes[i].Pool, first+i)
		}
	}
	return nil
}

// Errors beyond largestDistance have squares that cannot be added up.
const largestDistance = 1e150

// step is generation t of a replicate; one whose pool has no MLE has ended, one whose model float64 draws at one place
// rests there.
func (e *ensemble) step(l *lane, stream *estimators.Stream, replicate, t int) error {
	row := t - e.from
	if !l.ended && !l.rests {
		if err := l.Step(stream, uint64(replicate), t); err != nil {
			var (
				missing    *estimators.NoMLEError
				unresolved *estimators.UnresolvedError
			)
			l.ended, l.rests = errors.As(err, &missing), errors.As(err, &unresolved)
			if !l.ended && !l.rests {
				return err
			}
		}
	}
	if !l.ended {
		return e.observe(l.Pool, replicate, row)
	}
	e.distance[row][replicate] = math.NaN()
	return nil
}

// sumsOf are those of a block.
func (e *ensemble) sumsOf(row, block int) []float64 {
	width := e.width()
	return e.sums[row][block*width:][:width]
}

// observe adds a model to the sums of its block and keeps its distances.
func (e *ensemble) observe(pool estimators.Pool, replicate, row int) (err error) {
	theta, sums := pool.Theta(), e.sumsOf(row, replicate/replicateBlock)
	squares := 0.0
	for i, v := range theta {
		deviation := v - e.Truth[i]
		square := deviation * deviation
		squares += square
		at := sums[sumsOfBlock*i:][:sumsOfBlock]
		at[0] += v
		at[1] += deviation
		at[2] += square
		at[3] += square * square
	}
	distance := math.Sqrt(squares)
	if len(theta) == 1 {
		distance = math.Abs(theta[0] - e.Truth[0])
	} else if !(squares > 0x1p-900 && squares < 0x1p900) {
		distance = 0
		for i, v := range theta {
			distance = math.Hypot(distance, v-e.Truth[i])
		}
	}
	e.distance[row][replicate] = distance
	if !(distance <= largestDistance) {
		return &estimators.RangeError{What: fmt.Sprintf("‖θ^(%d)−θ*‖", e.from+row+1), Value: distance,
			Accept: "at most 10^150"}
	}
	if e.totalVariation != nil {
		if e.variation[row][replicate], err = e.totalVariation(pool); err != nil {
			return err
		}
	}
	for j, m := range e.marks {
		x, err := m.of(theta)
		if err != nil {
			return err
		}
		at := sums[sumsOfBlock*len(theta)+sumsOfMark*j:][:sumsOfMark]
		at[0] += x
		at[1] += x * x
	}
	return nil
}

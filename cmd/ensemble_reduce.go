package cmd

import "math"

// matrix is rows slices of columns values.
func matrix[E any](rows, columns int) [][]E {
	m := make([][]E, rows)
	for i := range m {
		m[i] = make([]E, columns)
	}
	return m
}

// layout is how much of an ensemble is held at a time.
type layout struct {
	window  int     // generations
	resumes bool    // the replicates wait for the next window, each in its pool
	abreast bool    // the replicates of a block go side by side, each in its pool
	bytes   float64 // what is held, pools included
}

// A window of at most windowBytes is not divided; pools of at most laneBytes go abreast. poolBytes is what a pool takes
// beside the numbers that it needs.
const windowBytes, laneBytes, poolBytes = 1 << 23, 1 << 13, 1 << 10

// layout divides the generations into windows where that saves memory: distances of all replicates in all generations
// against a pool for each replicate. A record needs all of them.
func (s *subject) layout(replicates int) layout {
	row := 8 * (float64(replicates) + float64(blocksOf(replicates)*s.width()))
	if s.totalVariation != nil {
		row += 8 * float64(replicates)
	}
	l := layout{window: s.Generations, bytes: float64(s.Generations) * row}
	pool := math.Inf(1)
	if s.need != nil {
		pool = s.need().memory + poolBytes
	}
	l.abreast = pool <= laneBytes
	if pools := float64(replicates) * pool; l.bytes > windowBytes+pools && l.abreast && !s.recorded {
		l.window, l.resumes = max(1, int(windowBytes/row)), true
		l.bytes = float64(l.window)*row + pools
	}
	return l
}

// reduce turns the sums over blocks into means and leaves out what is undefined.
func (e *ensemble) reduce(row int) observed {
	at := observed{distance: e.distance[row], moments: make([]coordinate, len(e.Truth)),
		marks: make([]average, len(e.marks))}
	if e.variation != nil {
		at.variation = e.variation[row]
	}
	at.leaveOutUndefined()
	count := math.Max(1, float64(len(at.distance)))
	total := make([]float64, e.width())
	for sums := e.sums[row]; len(sums) > 0; sums = sums[len(total):] {
		for k, v := range sums[:len(total)] {
			total[k] += v
		}
	}
	clear(e.sums[row]) // for the next window
	for i, origin := range e.Truth {
		sum := total[sumsOfBlock*i:]
		of := coordinate{mean: origin + sum[1]/count, bias: sum[1] / count, mse: sum[2] / count}
		of.meanError = standardError(of.mse-of.bias*of.bias, count)
		of.mseError = standardError(sum[3]/count-of.mse*of.mse, count)
		if math.Abs(of.bias) > math.Abs(origin)/2 {
			of.mean = sum[0] / count
		}
		at.moments[i] = of
	}
	for j := range e.marks {
		sum := total[sumsOfBlock*len(e.Truth)+sumsOfMark*j:]
		mean := sum[0] / count
		at.marks[j] = average{mean, standardError(sum[1]/count-mean*mean, count)}
	}
	return at
}

// leaveOutUndefined moves the numbers of the replicates whose MLE exists to the front.
func (at *observed) leaveOutUndefined() {
	defined := 0
	for replicate, distance := range at.distance {
		if math.IsNaN(distance) {
			continue
		}
		at.distance[defined] = distance
		if at.variation != nil {
			at.variation[defined] = at.variation[replicate]
		}
		defined++
	}
	at.distance = at.distance[:defined]
	if at.variation != nil {
		at.variation = at.variation[:defined]
	}
}

// standardError is √(variance/count), for the variance as a difference of averages, which rounding may leave below 0.
func standardError(variance, count float64) float64 { return math.Sqrt(math.Max(0, variance) / count) }

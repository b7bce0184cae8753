package theorems

import (
	"fmt"
	"math"
	"strconv"

	"itermle/estimators"
)

// gridPoints is how finely DrawSize and DrawReal divide their range.
const gridPoints = 4096

// drawShown chooses one of n values that are computed, not listed; a chooser that writes down what it chooses is shown
// the value, as by Pick.
func drawShown[T any](choose Chooser, label string, n int, value func(i int) T) T {
	shows, ok := choose.(interface {
		ChooseShown(label string, n int, show func(i int) string) int
	})
	if !ok {
		return value(choose.Choose(label, n))
	}
	return value(shows.ChooseShown(label, n, func(i int) string { return fmt.Sprint(value(i)) }))
}

// DrawSize draws a whole number log-uniformly from [low, high], 1 ≤ low ≤ high, to three significant digits beyond
// 1000; the first choice is low.
func DrawSize(choose Chooser, label string, low, high int64) int64 {
	span := math.Log(float64(high) / float64(low))
	return drawShown(choose, label, gridPoints, func(i int) int64 {
		v := float64(low) * math.Exp(span*float64(i)/(gridPoints-1))
		if unit := math.Pow(10, math.Floor(math.Log10(v))-2); unit > 1 {
			v = math.Round(v/unit) * unit
		}
		return min(max(int64(math.Round(v)), low), high)
	})
}

// DrawReal draws a number from an even grid of 4096 points on [low, high], rounded to a thousandth of the range's size;
// the first choice is the end nearer to 0.
func DrawReal(choose Chooser, label string, low, high float64) float64 {
	digits := int(math.Ceil(4 - math.Log10(high-low)))
	return drawShown(choose, label, gridPoints, func(i int) float64 {
		share := float64(i) / (gridPoints - 1)
		v := low + (high-low)*share
		if math.Abs(high) < math.Abs(low) {
			v = high - (high-low)*share
		}
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', max(digits, 0), 64), 64)
		return math.Min(high, math.Max(low, rounded))
	})
}

// DrawLog draws a number log-uniformly from [low, high], 0 < low < high, to three significant digits; the first choice
// is low.
func DrawLog(choose Chooser, label string, low, high float64) float64 {
	span := math.Log(high / low)
	return drawShown(choose, label, gridPoints, func(i int) float64 {
		v := low * math.Exp(span*float64(i)/(gridPoints-1))
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 3, 64), 64)
		return math.Min(high, math.Max(low, rounded))
	})
}

// DrawSchedule draws a decay schedule of every kind that starts with n samples and takes the given generations: equal,
// slow, geometric with a real fraction n_0/N_T down to 10^-12, polynomial, a list, blocks. The first choice is equal
// sizes. A schedule that outgrows 2^53 samples a generation is replaced by equal sizes.
func DrawSchedule(choose Chooser, n int64, generations int) estimators.Schedule {
	schedule := estimators.ConstantSchedule(n)
	switch Pick(choose, "schedule", "const", "slow", "geom", "poly", "list", "blocks", "fraction") {
	case "slow":
		schedule = estimators.SlowSchedule(n, DrawSize(choose, "n_1", 1, 10*n))
	case "geom":
		schedule = estimators.GeometricSchedule(n, DrawReal(choose, "ratio", 0.3, 3))
	case "poly":
		schedule = estimators.PolynomialSchedule(n, DrawReal(choose, "power", -2, 3))
	case "list":
		sizes := []int64{n}
		for i := range Pick(choose, "sizes", 1, 2, 3, 5) {
			sizes = append(sizes, DrawSize(choose, "n_"+strconv.Itoa(i+1), 1, 10*n))
		}
		schedule = estimators.ListSchedule(sizes...)
	case "blocks":
		sizes, small := []int64{n}, DrawSize(choose, "small", 1, n)
		for range Pick(choose, "block", 1, 2, 4, 8) {
			sizes = append(sizes, small)
		}
		schedule = estimators.ListSchedule(append(sizes, DrawSize(choose, "large", n, 10*n))...)
	case "fraction":
		// Σ_{t<T} ratio^t = 1/fraction, nearly: ratio^(T−1) ≈ 1/fraction.
		fraction := DrawLog(choose, "real fraction", 1e-12, 0.5)
		if generations > 1 {
			schedule = estimators.GeometricSchedule(n, math.Pow(1/fraction, 1/float64(generations-1)))
		}
	}
	if schedule.Check(generations) != nil {
		return estimators.ConstantSchedule(n)
	}
	return schedule
}

// DrawTheta draws a parameter near one of the points: a coordinate v ≠ 0 becomes v·2^s and 0 becomes s, with s from an
// even grid on [−1, 1]. The first choice is the first point itself; what leaves Θ is replaced by the point.
func DrawTheta(choose Chooser, family estimators.Family, points ...[]float64) []float64 {
	point := points[choose.Choose("near θ*", len(points))]
	theta := make([]float64, len(point))
	symbols := family.Symbols()
	for i, v := range point {
		theta[i] = drawShown(choose, symbols[i], gridPoints-1, func(k int) float64 {
			shift := float64((k+1)/2) / (gridPoints/2 - 1)
			if k%2 == 0 {
				shift = 0 - shift // not -0
			}
			moved := shift
			if v != 0 {
				moved = v * math.Exp2(shift)
			}
			rounded, _ := strconv.ParseFloat(strconv.FormatFloat(moved, 'g', 4, 64), 64)
			return rounded
		})
	}
	if family.Check(theta) != nil {
		return append([]float64(nil), point...)
	}
	return theta
}

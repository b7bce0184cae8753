package estimators

import (
	"math"
	"math/rand/v2"
	"testing"

	"itermle/internal/suiteseed"
)

// ends are the coordinates with their intervals.
func (d *Description) ends() []Coordinate { return d.coordinates }

// extreme is a number anywhere between the ends of a coordinate, by its exponent.
func extreme(c Coordinate, random *rand.Rand) float64 {
	for {
		v := math.Ldexp(random.Float64()+0.5, random.IntN(2099)-1074)
		if random.IntN(3) == 0 {
			v = math.Ldexp(random.Float64()+0.5, random.IntN(8)-4)
		}
		if c.Lower < 0 && random.IntN(2) == 0 {
			v = -v
		}
		if c.Upper == 1 && random.IntN(2) == 0 {
			v = 1 - math.Ldexp(random.Float64(), -random.IntN(60))
		}
		if v >= c.Lower && v <= c.Upper {
			return v
		}
	}
}

// Whatever the arguments, 0 ≤ KL, 0 ≤ TV ≤ 1 and 0 ≤ Error, none of them NaN, or the error is typed.
func TestDivergencesAreInRange(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 5))
	for _, entry := range Families() {
		family, err := entry.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		coordinates := family.(interface{ ends() []Coordinate }).ends()
		for range 2000 {
			points := [2][]float64{}
			for k := range points {
				points[k] = make([]float64, len(coordinates))
				for j, c := range coordinates {
					if points[k][j] = extreme(c, random); k == 1 && random.IntN(3) == 0 { // next to the other
						points[k][j] = points[0][j] * (1 + math.Ldexp(random.Float64(), -random.IntN(60)))
					}
				}
			}
			if family.Check(points[0]) != nil || family.Check(points[1]) != nil {
				continue
			}
			kl, errKL := family.KL(points[0], points[1])
			if !(kl.Value >= 0 && kl.Error >= 0) {
				t.Errorf("%s: KL%v is %+v, %v", family.Name(), points, kl, errKL)
			}
			tv, errTV := family.TotalVariation(points[0], points[1])
			if !(tv.Value >= 0 && tv.Value <= 1 && tv.Error >= 0) {
				t.Errorf("%s: TV%v is %+v, %v", family.Name(), points, tv, errTV)
			}
		}
	}
}

// enclosed moves a value to the nearer end of its range, and knows nothing where there is nothing to know.
func TestEnclosed(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct{ got, want Certified }{
		{distance(-1e-17, 1e-16), Certified{0, 1e-16}}, {distance(1.5, 0.6), Certified{1, 0.6}},
		{distance(0.5, -1e-18), Certified{0.5, 0.5}}, {distance(nan, 0), Certified{0.5, 0.5}},
		{distance(0.5, nan), Certified{0.5, 0.5}}, {distance(0.3, inf), Certified{0.3, 1}},
		{divergence(-1e-300, 1e-16), Certified{0, 1e-16}}, {divergence(inf, 0), Certified{inf, 0}},
		{divergence(3, -1), Certified{0, inf}}, {divergence(nan, 1), Certified{0, inf}},
	} {
		if c.got != c.want {
			t.Errorf("%+v, want %+v", c.got, c.want)
		}
	}
}

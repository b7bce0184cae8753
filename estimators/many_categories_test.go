package estimators

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"itermle/internal/suiteseed"
)

// zipf are k probabilities ∝ 1/(i+1).
func zipf(k int) []float64 {
	p, sum := make([]float64, k), 0.0
	for i := range p {
		p[i] = 1 / float64(i+1)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// The search along sums finds the category that the walk finds, rare ones left out by both.
func TestCategorySearchIsTheWalk(t *testing.T) {
	r := NewStream(suiteseed.Seed(), t.Name()).At(0, 0)
	p := zipf(400)
	p[7], p[399] = 0x1p-40, 0
	search := newCategorySearch(p)
	for range 20000 {
		u := r.Float64()
		walked, left := 0, u
		for j := 0; j < len(p) && left >= 0; j++ {
			if p[j] > rareProbability {
				walked = j
				left -= p[j]
			}
		}
		if found := search.at(u, 0); found != walked {
			t.Fatalf("u = %v: the search finds %d, the walk %d", u, found, walked)
		}
	}
	if got := newCategorySearch([]float64{0, 0x1p-40}).at(0.5, 5); got != 5 {
		t.Errorf("without a category that is not rare: %d, want 5", got)
	}
	if got := search.at(1.5, 5); got != 398 {
		t.Errorf("beyond the sum: %d, want the last, 398", got)
	}
}

// Both paths of an alphabet of natural size keep as many categories as Σ 1 − (1−p_i)^n says, to five standard errors of
// independent categories (which multinomial counts, negatively associated, do not exceed), and the shares of the two
// commonest are right.
func TestManyCategoriesSurvive(t *testing.T) {
	const k, n, replicates = 5000, 2000, 40
	p := zipf(k)
	want, variance := 0.0, 0.0
	for _, v := range p {
		lost := math.Pow(1-v, n)
		want += 1 - lost
		variance += lost * (1 - lost)
	}
	for _, path := range []Path{StatisticPath, RawPath} {
		family, err := NewCategorical(k)
		if err != nil {
			t.Fatal(err)
		}
		theta := make([]float64, k-1)
		family.FromProbabilities(theta, p)
		pool, err := NewPool(family, path, Replace())
		if err != nil {
			t.Fatal(err)
		}
		left, first, stream := 0.0, 0.0, NewStream(suiteseed.Seed(), t.Name(), path.String())
		for replicate := range uint64(replicates) {
			if err := errors.Join(pool.Start(theta), pool.Draw(n, stream.At(replicate, 0)), pool.Fit()); err != nil {
				t.Fatal(err)
			}
			left += family.Outcomes(pool.Theta()) / replicates
			first += (pool.Theta()[0] + pool.Theta()[1]) / replicates
		}
		if deviation := math.Sqrt(variance / replicates); !(math.Abs(left-want) <= 5*deviation) {
			t.Errorf("path %v: %v categories are left, want %v ± %v", path, left, want, deviation)
		}
		both := p[0] + p[1]
		if deviation := math.Sqrt(both * (1 - both) / n / replicates); !(math.Abs(first-both) <= 5*deviation) {
			t.Errorf("path %v: the first two have %v, want %v ± %v", path, first, both, deviation)
		}
	}
}

// What holds k² numbers has its diagonal alone, and what holds k³ refuses many categories.
func TestManyCategoriesWithoutMatrices(t *testing.T) {
	p := zipf(200)
	for _, name := range []string{"categorical:200", "categorical-softmax:200"} {
		family, err := ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		alphabet := family.(interface {
			RegularFamily
			InformationDiagonal(dst, theta []float64)
			FromProbabilities(dst, p []float64)
		})
		d := family.Dim()
		theta, diagonal, matrix := make([]float64, d), make([]float64, d), make([]float64, d*d)
		alphabet.FromProbabilities(theta, p)
		for x, want := range p {
			if got := math.Exp(family.LogDensity(theta, []float64{float64(x)})); !(math.Abs(got/want-1) <= 1e-11) {
				t.Fatalf("%s: p_%d = %v, want %v", name, x, got, want)
			}
		}
		alphabet.InformationDiagonal(diagonal, theta)
		family.FisherInformation(matrix, theta)
		for i, v := range diagonal {
			if !(math.Abs(v/matrix[i*d+i]-1) <= 1e-12) {
				t.Errorf("%s: I_%d = %v alone, %v in the matrix", name, i, v, matrix[i*d+i])
			}
		}
	}
	for _, name := range []string{"categorical:257", "categorical-softmax:100000"} {
		family, err := ParseFamily(name)
		if err != nil {
			t.Fatal(err)
		}
		var out *RangeError
		if _, err := family.(RegularFamily).AssumptionConstants(make([]float64, family.Dim()), 1e-9); !errors.As(err,
			&out) || out.Value <= derivedCategories {
			t.Errorf("constants of %s: %v, want a RangeError for k", name, err)
		}
	}
	for _, name := range []string{"categorical:100001", "categorical-softmax:1e9"} {
		var out *RangeError
		if _, err := ParseFamily(name); !errors.As(err, &out) {
			t.Errorf("%s: %v, want a RangeError", name, err)
		}
	}
}

// A generation of accumulation on alphabets of growing size: O(k).
func BenchmarkCategories(b *testing.B) {
	for _, name := range []string{"categorical", "categorical-softmax"} {
		for _, k := range []int{100, 1000, 10_000, 100_000} {
			b.Run(fmt.Sprintf("family=%s/k=%d", name, k), func(b *testing.B) {
				family, err := ParseFamily(fmt.Sprintf("%s:%d", name, k))
				if err != nil {
					b.Fatal(err)
				}
				theta := make([]float64, k-1)
				family.(interface{ FromProbabilities(dst, p []float64) }).FromProbabilities(theta, zipf(k))
				pool, err := NewPool(family, StatisticPath, Accumulate())
				if err != nil {
					b.Fatal(err)
				}
				r := NewStream(1, b.Name()).At(0, 0)
				b.ReportAllocs()
				for b.Loop() {
					// 10^9 samples leave no category out, so that the softmax estimate exists.
					if err := errors.Join(pool.Start(theta), pool.Draw(1e9, r), pool.Fit()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

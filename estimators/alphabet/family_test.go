package alphabet

import (
	"fmt"
	"itermle/estimators"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	for _, spec := range []string{"alphabet:0/-0.62,-6.17,5.06,4.68,-6.42", "alphabet:0/-1.47,-7.13,8.15,-4.83,-1.24"} {
		f, err := Parse(spec)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		var before float64
		for _, T := range []int{1, 12} {
			law, err := ExactLaw(f, []float64{0}, estimators.ConstantSchedule(30), T, estimators.Accumulate(), Budget{})
			if err != nil {
				t.Fatal(err)
			}
			m := law.Mean(law.SquaredDistance)
			fmt.Println(T, len(law.Atoms), law.Log, m, law.Plan, time.Since(start), m.Value/before)
			fmt.Println(law.Outside(0.3))
			fmt.Println(law.Quantile(law.Distance, 0.95))
			before = m.Value
		}
	}
}

package alphabet

import (
	"fmt"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	for _, spec := range []string{"alphabet:0/-0.62,-6.17,5.06,4.68,-6.42", "alphabet:0/-1.47,-7.13,8.15,-4.83,-1.24", "alphabet:0/0,1", "alphabet:0/0.3,1/-0.2,0.5,-1", "alphabet:0/0.3,1/-0.2,0.5@-3,3",
		`alphabet:{"centre":[0,0],"radius":1,"weights":[[],[[0.3,1,0],[-1,0,2]],[[1,1,1]]]}`,
		`alphabet:{"low":[-1,-1,-1],"high":[1,1,1],"weights":[[],[[0.3,1,0,0],[-1,0,2,0]],[[1,1,1,0]],[[1,0,0,1],[1,0,0,2]],[[1,0,0,1],[0.5,1,0,1]]]}`} {
		f, err := Parse(spec)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name() != spec {
			t.Error(f.Name())
		}
		start := time.Now()
		theta := make([]float64, f.Dim())
		c, err := f.AssumptionConstants(theta, 0.3)
		fmt.Println(spec, c, err, time.Since(start))
		start = time.Now()
		w := make([]float64, f.Letters())
		n, boxes := 0, 0
		for i := 0; i <= 50; i++ {
			for k := range w {
				w[k] = float64((i * (k + 1) * 7) % 13)
			}
			w[0]++
			m, err := f.Maxima(w)
			if err != nil {
				t.Log(spec, w, err)
			}
			n++
			boxes += len(m)
			if i%25 == 3 {
				fmt.Println(w, m)
			}
		}
		fmt.Println(n, boxes, time.Since(start)/time.Duration(n))
	}
}

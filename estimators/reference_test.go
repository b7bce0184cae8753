package estimators

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// reference is a row of testdata/families.csv, which testdata/families.py computes with 30 digits from the definitions.
type reference struct {
	family                Family
	theta, eta, x, fisher []float64
	logDensity, kl, tv    float64
}

func references(t *testing.T) []reference {
	t.Helper()
	file, err := os.Open("../testdata/families.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []reference
	for _, row := range rows[1:] {
		numbers := func(column int) (values []float64) {
			for _, field := range strings.Fields(row[column]) {
				v, err := strconv.ParseFloat(field, 64)
				if err != nil {
					v = math.NaN() // "-": there is no value
				}
				values = append(values, v)
			}
			return values
		}
		family, err := ParseFamily(row[0])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, reference{family: family, theta: numbers(1), eta: numbers(2), x: numbers(3),
			logDensity: numbers(4)[0],
			kl:         numbers(5)[0], tv: numbers(6)[0], fisher: numbers(7)})
	}
	return all
}

// deviation names what of the family is not the reference value, or is "".
func (r reference) deviation() string {
	name := fmt.Sprintf("%s θ=%v η=%v x=%v", r.family.Name(), r.theta, r.eta, r.x)
	// θ, η and x are exact in float64; a log-density adds up about ten rounded terms, each at most as large as |x|² or
	// the value.
	if got := r.family.LogDensity(r.theta, r.x); !(math.Abs(got-r.logDensity) <= 1e-14*(1+math.Abs(r.logDensity))) {
		return fmt.Sprintf("%s: log-density %.17g, want %.17g", name, got, r.logDensity)
	}
	for _, distance := range []struct {
		what string
		of   func(theta, eta []float64) (Certified, error)
		want float64
	}{{"KL", r.family.KL, r.kl}, {"TV", r.family.TotalVariation, r.tv}} {
		if math.IsNaN(distance.want) {
			continue
		}
		got, err := distance.of(r.theta, r.eta)
		// The file is rounded to 20 digits and then to float64.
		if err != nil || !(math.Abs(got.Value-distance.want) <= got.Error+0x1p-52*distance.want) ||
			!(got.Error <= 1e-9) {
			return fmt.Sprintf("%s: %s %.17g ± %.1g (%v), want %.17g", name, distance.what, got.Value, got.Error, err,
				distance.want)
		}
	}
	d := len(r.theta)
	information := make([]float64, d*d)
	r.family.FisherInformation(information, r.theta)
	for i, got := range information {
		scale := math.Sqrt(r.fisher[i/d*(d+1)] * r.fisher[i%d*(d+1)])
		if !(math.Abs(got-r.fisher[i]) <= 1e-12*scale) {
			return fmt.Sprintf("%s: Fisher information %v, want %v", name, information, r.fisher)
		}
	}
	return ""
}

// TestFamiliesAgainstReference holds every family against values that no code of this module had a part in.
func TestFamiliesAgainstReference(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range references(t) {
		name, _, _ := strings.Cut(r.family.Name(), ":")
		seen[name] = true
		if text := r.deviation(); text != "" {
			t.Error(text)
		}
		// A millionth off must be seen.
		for what, wrong := range map[string]func(r *reference){
			"log-density": func(r *reference) { r.logDensity += 1e-6 },
			"KL":          func(r *reference) { r.kl *= 1 + 1e-6 },
			"TV":          func(r *reference) { r.tv *= 1 + 1e-6 },
			"information": func(r *reference) {
				r.fisher = append([]float64{r.fisher[0] * (1 + 1e-6)},
					r.fisher[1:]...)
			},
			"theta": func(r *reference) { r.theta = append([]float64{r.theta[0] + 1e-4}, r.theta[1:]...) },
		} {
			mutant := r
			if wrong(&mutant); mutant.deviation() == "" && !(what == "TV" && math.IsNaN(r.tv)) {
				t.Errorf("%s θ=%v η=%v x=%v: a wrong %s passes", r.family.Name(), r.theta, r.eta, r.x, what)
			}
		}
	}
	for _, entry := range Families() {
		if !seen[entry.Name] {
			t.Errorf("%s has no row in testdata/families.csv", entry.Name)
		}
	}
}

package alphabet

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"itermle/estimators"
)

var (
	_ estimators.StatisticSampler = (*Family)(nil)
	_ estimators.Distribution     = (*Family)(nil)
	_ Model                       = (*Family)(nil)
	_ Model                       = Simplex(2)
)

// What Parse reads, Name prints, and Parse reads again as the same family.
func TestSyntax(t *testing.T) {
	file := filepath.Join(t.TempDir(), "family.json")
	content := `{"low":[-1,-2],"high":[1,2],"weights":[[],[[0.3,1,0]],[[2,0,1],[1,1,1]]]}`
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"alphabet:0/0.3,1/-0.2,0.5,-1": "",
		"alphabet:0/0,1@-3,3":          "",
		"alphabet:0/0,1.0":             "alphabet:0/0,1",
		"alphabet:0,0/1e0,2,0,0":       "alphabet:0/1,2",
		"alphabet:@" + file:            "",
		`alphabet:{"centre":[0.5],"radius":0.25,"weights":[[],[[1,1]]]}`:                    "alphabet:0/0,1@0.25,0.75",
		`alphabet:{"centre":[0,0],"radius":1,"weights":[[],[[0.3,1,0]],[[2,0,1],[1,1,1]]]}`: "",
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if want == "" {
			want = text
		}
		if f.Name() != want {
			t.Errorf("%s has the name %s, want %s", text, f.Name(), want)
		}
		again, err := Parse(f.Name())
		if err != nil || again.Name() != f.Name() {
			t.Errorf("%s comes back as %v, %v", f.Name(), again, err)
		}
	}
}

// Bad input is a typed error of one line.
func TestSyntaxErrors(t *testing.T) {
	var syntax *estimators.SyntaxError
	var outOfRange *estimators.RangeError
	var assumption *estimators.AssumptionError
	var dimension *estimators.DimensionError
	long := "alphabet:0" + strings.Repeat("/0,1,1", 30)
	for text, want := range map[string]any{
		"alphabet":                &syntax,
		"alphabet:":               &syntax,
		"alphabet:0/x":            &syntax,
		"alphabet:0/0,1@1":        &syntax,
		"alphabet:0/0,1@a,b":      &syntax,
		"alphabet:@/no/such/file": &syntax,
		"alphabet:{":              &syntax,
		`alphabet:{"weight":[]}`:  &syntax,
		`alphabet:{"low":[-1],"high":[1],"weights":[[],[[0x1p3,1]]]}`:        &syntax,
		`alphabet:{"low":[-1],"high":[1],"weights":[[],[[1_0,1]]]}`:          &syntax,
		`alphabet:{"low":[-1],"high":[1],"weights":[[],[[1,0.5]]]}`:          &syntax,
		`alphabet:{"low":[null],"high":[1],"weights":[[],[[1,1]]]}`:          &syntax,
		`alphabet:{"low":[-1],"LOW":[0],"high":[1],"weights":[[],[[1,1]]]}`:  &syntax,
		`alphabet:{"low":[-1],"high":[1],"weights":[[],[[1,1]]]}]`:           &syntax,
		`alphabet:{"low":[-1],"high":[1],"weights":[[],[[1,1]]]} {"low":[]}`: &syntax,
		"alphabet:0/0,NaN":               &outOfRange,
		"alphabet:0/0,1e400":             &outOfRange,
		"alphabet:0/0,800":               &outOfRange,
		"alphabet:0/0,1@1,-1":            &outOfRange,
		"alphabet:0/0,1@-Inf,1":          &outOfRange,
		"alphabet:0,1":                   &outOfRange,
		"alphabet:0/0,0,0,0,0,0,0,0,0,1": &outOfRange,
		long:                             &outOfRange,
		`alphabet:{"weights":[[],[]]}`:   &outOfRange,
		`alphabet:{"low":[0,0,0,0,0],"high":[1,1,1,1,1],"weights":[[],[]]}`: &outOfRange,
		`alphabet:{"centre":[0,0],"radius":-1,"weights":[[],[]]}`:           &outOfRange,
		`alphabet:{"low":[0,0],"high":[1],"weights":[[],[]]}`:               &outOfRange,
		`alphabet:{"low":[0,0],"high":[1,1],"weights":[[],[[1,1]],[]]}`:     &dimension,
		"alphabet:0/1":         &assumption,
		"alphabet:0,1/0,1/2,1": &assumption,
		`alphabet:{"low":[-1,-1],"high":[1,1],"weights":[[],[[1,1,0]]]}`:                                   &assumption,
		`alphabet:{"low":[-1,-1],"high":[1,1],"weights":[[],[[1,1,0],[1,0,1]],[[1,2,0],[2,1,1],[1,0,2]]]}`: &assumption,
	} {
		f, err := Parse(text)
		if err == nil {
			t.Errorf("%s is read as %v", text, f.Name())
		} else if !errors.As(err, want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %T %v", text, err, err)
		}
	}
}

// vocabulary is Zipf's law on so many letters with two parameters.
func vocabulary(t *testing.T, letters int) *Family {
	weights := make([]Polynomial, letters)
	for k := range weights[1:] {
		rank := math.Log(float64(k + 2))
		weights[k+1] = Polynomial{{-rank, []int{0, 0}}, {-rank / 10, []int{1, 0}}, {math.Sin(float64(k)), []int{0, 1}}}
	}
	f, err := New(Box([]float64{-1, -1}, []float64{1, 1}), weights...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A vocabulary of 100,000 letters: the statistic is drawn in O(K) whatever n; one of 100,001 is refused, and an exact
// law of one, with its states. One of 20,000 is fitted, with ITERMLE_VOLUME=full of 100,000, and one of 1,000 has
// constants.
func TestVocabulary(t *testing.T) {
	f, truth := vocabulary(t, 100_000), []float64{0.1, -0.2}
	fitted := vocabulary(t, volume(20_000, 100_000))
	shares, theta := make([]float64, f.Letters()), make([]float64, 2)
	random := estimators.NewStream(1, "vocabulary").At(0, 0)
	f.SampleStatistic(shares, truth, 1<<40, random)
	total := 0.0
	for _, share := range shares {
		total += share
	}
	if !(math.Abs(total-1) <= 1e-9) {
		t.Errorf("shares add up to %v", total)
	}
	shares = shares[:fitted.Letters()]
	fitted.SampleStatistic(shares, truth, 1<<40, random)
	if err := fitted.FitStatistic(theta, theta, shares); err != nil {
		t.Fatal(err)
	}
	if !(math.Abs(theta[0]-0.1) <= 1e-3 && math.Abs(theta[1]+0.2) <= 1e-3) {
		t.Errorf("fitted %v, want [0.1 −0.2]", theta)
	}
	_, err := ExactLaw(f, truth, estimators.ConstantSchedule(1), 1, estimators.Accumulate(), Budget{})
	var budget *BudgetError
	if !errors.As(err, &budget) || budget.Plan.States != 100_000 || budget.Budget.States != 300 {
		t.Errorf("an exact law of 100,000 letters: %v", err)
	}
	c, err := vocabulary(t, 1_000).Constants(truth, 0.1, Search{Slack: 0.2, Work: 1})
	if err != nil || !(c.Lambda0 > 0) {
		t.Errorf("%+v, %v", c, err)
	}
	var outOfRange *estimators.RangeError
	if _, err := f.AssumptionConstants(truth, 0.1); !errors.As(err, &outOfRange) || !(outOfRange.Value > 1e7) {
		t.Errorf("the constants of 100,000 letters and two parameters: %v", err)
	}
}

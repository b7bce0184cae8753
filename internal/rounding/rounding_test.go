package rounding

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"itermle/internal/suiteseed"
)

// escapes counts the chains of k roundings, products and quotients of random numbers, whose real value is not between
// down(x, k+2) and up(x, k+2).
func escapes(up, down func(x float64, units int) float64) (escaped int) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 1))
	for trial := range 4000 {
		k := 2 * (1 + trial%4)
		x, exact := 1+random.Float64(), new(big.Rat)
		if trial%2 == 0 {
			x = -x
		}
		exact.SetFloat64(x)
		for range k {
			// Factors next to 1 and x next to a power of two are where a rounding weighs most.
			factor := 1 + math.Ldexp(random.Float64(), -random.IntN(53))
			if random.IntN(2) == 0 {
				x *= factor
				exact.Mul(exact, new(big.Rat).SetFloat64(factor))
			} else {
				x /= factor
				exact.Quo(exact, new(big.Rat).SetFloat64(factor))
			}
		}
		low, high := new(big.Rat).SetFloat64(down(x, k+2)), new(big.Rat).SetFloat64(up(x, k+2))
		if exact.Cmp(low) < 0 || exact.Cmp(high) > 0 {
			escaped++
		}
	}
	return escaped
}

func TestUpAndDownEnclose(t *testing.T) {
	if n := escapes(Up, Down); n > 0 {
		t.Errorf("%d of 4000 real values lie outside [Down, Up]", n)
	}
}

func TestEnclosureKillsMutants(t *testing.T) {
	same := func(x float64, _ int) float64 { return x }
	for name, mutant := range map[string][2]func(x float64, units int) float64{
		"nothing is moved up":   {same, Down},
		"nothing is moved down": {Up, same},
		"the signs forgotten": {
			func(x float64, units int) float64 { return x * (1 + float64(units)*Unit) },
			func(x float64, units int) float64 { return x * (1 - float64(units)*Unit) },
		},
	} {
		if escapes(mutant[0], mutant[1]) == 0 {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// TestSingleMove: an even number of units is the one correctly rounded product that it is documented to be.
func TestSingleMove(t *testing.T) {
	random := rand.New(rand.NewPCG(suiteseed.Seed(), 2))
	for range 1000 {
		x := math.Ldexp(1+random.Float64(), random.IntN(2000)-1000)
		for units, factor := range map[int][2]float64{
			1: {1 + 0x1p-52, 1 - 0x1p-52}, 2: {1 + 0x1p-52, 1 - 0x1p-52},
			8: {1 + 0x1p-50, 1 - 0x1p-50}, 32: {1 + 0x1p-48, 1 - 0x1p-48},
		} {
			if Up(x, units) != x*factor[0] || Down(x, units) != x*factor[1] || Up(-x, units) != -x*factor[1] {
				t.Fatalf("%g moved by %d units: up %g, down %g", x, units, Up(x, units), Down(x, units))
			}
		}
	}
}

func TestSpecialCases(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Up(0)", Up(0, 8), 0},
		{"Up(Inf)", Up(inf, 8), inf},
		{"Up(-Inf)", Up(-inf, 8), -inf},
		{"Down(Inf)", Down(inf, 8), inf},
		{"Up(largest)", Up(math.MaxFloat64, 8), inf},
		{"Up(subnormal)", Up(0x1p-1073, 8), 10 * least},
		{"Down(subnormal)", Down(0x1p-1073, 8), -6 * least},
		{"Up(−subnormal)", Up(-0x1p-1073, 8), 6 * least},
		{"Up(least normal)", Up(0x1p-1022, 8), 0x1p-1022 + 4*least},
		{"Down(least normal)", Down(0x1p-1022, 8), 0x1p-1022 - 4*least},
		{"Above(0)", Above(0), least},
		{"Above(Inf)", Above(inf), inf},
		{"Above(-Inf)", Above(-inf), -math.MaxFloat64},
		{"Below(0)", Below(0), -least},
		{"Below(Inf)", Below(inf), math.MaxFloat64},
		{"UpBy(1, 0)", UpBy(1, 0), 1 + 0x1p-52},
		{"DownBy(1, 0)", DownBy(1, 0), 1 - 0x1p-53},
		{"UpBy(1, 2^-60)", UpBy(1, 0x1p-60), 1 + 0x1p-52},
		{"DownBy(0, 0)", DownBy(0, 0), -least},
		{"UpBy(0, Inf)", UpBy(0, inf), inf},
	} {
		if c.got != c.want {
			t.Errorf("%s = %g, want %g", c.name, c.got, c.want)
		}
	}
	for i, got := range []float64{Up(math.NaN(), 8), Down(math.NaN(), 8), Above(math.NaN()), UpBy(0, math.NaN())} {
		if !math.IsNaN(got) {
			t.Errorf("move %d of NaN is %g", i, got)
		}
	}
	if Up(math.Copysign(0, -1), 8) != 0 || !math.Signbit(Up(math.Copysign(0, -1), 8)) {
		t.Error("Up(−0) is not −0")
	}
}

// TestAboveIsTheNext: Above and Below are the neighbours that math.Nextafter has, bit by bit.
func TestAboveIsTheNext(t *testing.T) {
	for _, x := range []float64{0, math.Copysign(0, -1), least, 0x1p-1022, 1, 1 - 0x1p-53, math.Pi, math.MaxFloat64,
		math.Inf(1)} {
		for _, x := range []float64{x, -x} {
			up, down := math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1))
			if math.Float64bits(Above(x)) != math.Float64bits(up) || math.Float64bits(Below(x)) !=
				math.Float64bits(down) {
				t.Errorf("%g: %g and %g, want %g and %g", x, Above(x), Below(x), up, down)
			}
		}
	}
}

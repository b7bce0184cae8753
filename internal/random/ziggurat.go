package random

import (
	"math"
	"math/rand/v2"

	"itermle/internal/philox"
)

// Normal returns a draw of the standard normal law, by the ziggurat of G. Marsaglia and W. W. Tsang, "The ziggurat
// method for generating random variables" (2000), with 256 layers.
//
// It replaces Rand.NormFloat64, which has 31 bits of a draw and tables in float32. Those draws lie on lattices of
// spacing up to 1.7e-9, one a layer. Smoothed over the lattices, their total variation from the normal law is at most
// about 2^-24, the rounding of a layer's width to float32: a layer wider by a factor 1+ε differs from the right one
// by ε in total variation, and the wedges, where heights are rounded alike, have 1% of the mass. Some 2^48 draws
// could show that. Here tables and comparisons are float64 and a draw has 56 bits, which leaves lattices of spacing
// at most 2^-53 and a total variation of order 2^-50.
func Normal(random *rand.Rand) float64 {
	for {
		word := random.Uint64()
		layer, j := word&0xff, int64(word)>>8
		x := float64(j) * normal.width[layer]
		// |j|, but for 2^-55.
		if uint64(j^(j>>63)) < normal.inside[layer] {
			return x
		}
		if layer == 0 {
			return math.Copysign(normalTail(random), x)
		}
		if normal.wedge(layer, random) < math.Exp(-x*x/2) {
			return x
		}
	}
}

// Normals fills dst with mean + deviation·Normal(random), where random draws from source: the same numbers, of which
// most take no call.
func Normals(dst []float64, mean, deviation float64, source *philox.Source, random *rand.Rand) {
	for len(dst) > 0 {
		words := source.Ready()
		words = words[:min(len(words), len(dst))]
		within := 0
		for i, word := range words {
			layer, j := word&0xff, int64(word)>>8
			if !(uint64(j^(j>>63)) < normal.inside[layer]) {
				break
			}
			dst[i] = mean + deviation*(float64(j)*normal.width[layer])
			within++
		}
		source.Skip(within)
		if within < len(words) {
			dst[within] = mean + deviation*Normal(random)
			within++
		}
		dst = dst[within:]
	}
}

// normalTail is a normal draw given that it exceeds normalEdge, by rejection from an exponential (G. Marsaglia, 1964):
// e^{−(edge+e)²/2} is a constant times e^{−edge·e} e^{−e²/2}.
func normalTail(random *rand.Rand) float64 {
	for {
		e := Exponential(random) / normalEdge
		if 2*Exponential(random) >= e*e {
			return normalEdge + e
		}
	}
}

// Exponential returns a draw of the exponential law of mean 1, by the same ziggurat. Rand.ExpFloat64, which it
// replaces, has 32 bits of a draw and tables in float32.
func Exponential(random *rand.Rand) float64 {
	offset := 0.0
	for {
		word := random.Uint64()
		layer, j := word&0xff, word>>8
		x := float64(int64(j)) * exponential.width[layer]
		switch {
		case j < exponential.inside[layer]:
			return offset + x
		case layer == 0:
			// The tail is the law itself, moved.
			offset += exponentialEdge
		case exponential.wedge(layer, random) < math.Exp(-x):
			return offset + x
		}
	}
}

// Exponentials fills dst with mean·Exponential(random), where random draws from source: the same numbers, of which most
// take no call.
func Exponentials(dst []float64, mean float64, source *philox.Source, random *rand.Rand) {
	for len(dst) > 0 {
		words := source.Ready()
		words = words[:min(len(words), len(dst))]
		within := 0
		for i, word := range words {
			layer, j := word&0xff, word>>8
			if !(j < exponential.inside[layer]) {
				break
			}
			dst[i] = mean * (float64(int64(j)) * exponential.width[layer])
			within++
		}
		source.Skip(within)
		if within < len(words) {
			dst[within] = mean * Exponential(random)
			within++
		}
		dst = dst[within:]
	}
}

// The edge is where the lowest layer ends and the tail begins. It is such that 256 layers of the same area as the
// lowest and the tail together reach the top exactly.
const (
	normalEdge      = 3.6541528853610087963519472518
	exponentialEdge = 7.6971174701310497140446280481
)

// ziggurat covers a decreasing density f, f(0) = 1, by 256 layers of equal area. Layer i ≥ 1 is 0 ≤ x ≤ x_i, f(x_i) ≤
// y ≤ f(x_{i+1}), with x_1 the edge and x_256 = 0; layer 0 is all below f(x_1), as wide as if it were a rectangle.
type ziggurat struct {
	width  [256]float64 // x_i divided by the number of j
	inside [256]uint64  // the j below which x is left of x_{i+1}, where all of the layer is below f
	height [257]float64 // f(x_i)
}

// wedge is a uniform height within the layer.
func (z *ziggurat) wedge(layer uint64, random *rand.Rand) float64 {
	return z.height[layer] + random.Float64()*(z.height[layer+1]-z.height[layer])
}

var (
	normal = newZiggurat(normalEdge, math.Sqrt(math.Pi/2)*math.Erfc(normalEdge/math.Sqrt2), 1<<55,
		func(x float64) float64 { return math.Exp(-x * x / 2) },
		func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
	exponential = newZiggurat(exponentialEdge, math.Exp(-exponentialEdge), 1<<56,
		func(x float64) float64 { return math.Exp(-x) },
		func(y float64) float64 { return -math.Log(y) })
)

// newZiggurat takes the mass of f beyond the edge, the number of j, f and its inverse.
func newZiggurat(edge, tail, steps float64, f, inverse func(float64) float64) *ziggurat {
	z := &ziggurat{}
	area := edge*f(edge) + tail
	x := area / f(edge)
	next := edge
	for i := range z.width {
		z.width[i] = x / steps
		z.inside[i] = uint64(next / x * steps)
		z.height[i+1] = f(next)
		x = next
		if i < 254 {
			next = inverse(f(x) + area/x)
		} else {
			next = 0
		}
	}
	return z
}

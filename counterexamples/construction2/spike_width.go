package construction2

import (
	"math"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/numeral"
	"itermle/internal/tower"
)

// SpikeWidthSyntax is what ParseSpikeWidth accepts.
const SpikeWidthSyntax = "canonical:PHI with PHI = " + GrowthSyntax +
	"; exp:RATE with 1e-9 ≤ RATE ≤ 1e300; power:EXP with 1e-9 ≤ EXP ≤ 1e300; list:F2,F3,… decreasing in (0, 0.5); or " +
	"nats:Y2,Y3,… increasing in (0, 1e15]"

// SpikeWidth is the f of Construction 2: J ↦ f(J), J ≥ 2, decreasing, with values in (0, ½).
//
//	canonical:φ   log(1/(2f(J))) just above φ⁻¹(ψ(J+1)) (ψ(J)+1) log(3J), ψ(J) = t_{J−1}(1/J)
//	exp:r         f(J) = ½ e^{−rJ}
//	power:a       f(J) = ½ J^{−a}
//	list:f2,f3,…  as listed from J = 2 on; after the last entry each f(J) is half of the one before
//	nats:y2,y3,…  f(J) = ½ e^{−y_J}, likewise: widths below the least float64
//
// The canonical f makes Theorem 5.2 true for its φ: let n < φ⁻¹(ψ(J+1)). By generation ψ(J) the interval [J−1, J] is
// hit with probability ≥ 1 − 1/J; the pool then holds N ≤ n(ψ(J)+1) samples, so 1/(2f(J)) > (3J)^N and the narrow
// component beats every h (Eq. 36). The zero SpikeWidth is invalid.
type SpikeWidth struct {
	name     string
	function func(J int) Width
}

// Width is one value of f, which for the canonical f is far below the least float64.
type Width struct {
	// narrowness is log(1/(2f)) > 0.
	narrowness tower.Number
	// Float64 is f, or 0 where that is below 2^-1022.
	Float64 float64
}

func widthOf(f float64) Width { return Width{narrowness: tower.Of(-math.Log(2 * f)), Float64: f} }

func widthFromNarrowness(y tower.Number) Width {
	w := Width{narrowness: y}
	if f := math.Exp(-y.Float64()) / 2; f >= 0x1p-1022 {
		w.Float64 = f
	}
	return w
}

// CanonicalWidth is canonical:φ.
func CanonicalWidth(phi Growth) SpikeWidth {
	return SpikeWidth{name: "canonical:" + phi.String(), function: func(J int) Width {
		// The factor 1 + 1e-9 makes the inequality strict whatever is lost to rounding.
		y := phi.Inverse(LevelTime(J + 1)).Times(LevelTime(J).Plus(tower.Of(1)))
		return widthFromNarrowness(y.Times(tower.Of(math.Log(3*float64(J)) * (1 + 1e-9))))
	}}
}

// ListWidth is list:f2,f3,….
func ListWidth(widths ...float64) (SpikeWidth, error) {
	texts := make([]string, len(widths))
	for i, f := range widths {
		texts[i] = strconv.FormatFloat(f, 'g', -1, 64)
		what := "width f(" + strconv.Itoa(i+2) + ")"
		if !(f >= 0x1p-1000 && f < 0.5) {
			return SpikeWidth{}, &estimators.RangeError{What: what, Value: f, Accept: "0 < f < 0.5 (and f ≥ 2^-1000)"}
		}
		if i > 0 && !(f < widths[i-1]) {
			return SpikeWidth{}, &estimators.RangeError{What: what, Value: f, Accept: "f decreasing, below f(" +
				strconv.Itoa(i+1) + ") = " + texts[i-1]}
		}
	}
	if len(widths) == 0 {
		return SpikeWidth{}, &estimators.SyntaxError{What: "width", Value: "list:", Accept: SpikeWidthSyntax}
	}
	list := append([]float64(nil), widths...)
	return SpikeWidth{name: "list:" + strings.Join(texts, ","), function: func(J int) Width {
		last := len(list) - 1
		if J-2 <= last {
			return widthOf(list[J-2])
		}
		halvings := float64(J - 2 - last)
		return widthFromNarrowness(tower.Of(halvings*math.Ln2 - math.Log(2*list[last])))
	}}, nil
}

// natsWidth is nats:y2,y3,….
func natsWidth(nats []float64) (SpikeWidth, error) {
	texts := make([]string, len(nats))
	for i, y := range nats {
		texts[i] = strconv.FormatFloat(y, 'g', -1, 64)
		if !(y > 0 && y <= 1e15) || i > 0 && !(y > nats[i-1]) {
			return SpikeWidth{}, &estimators.RangeError{What: "nats y(" + strconv.Itoa(i+2) + ")", Value: y,
				Accept: "increasing numbers, 0 < y ≤ 1e15: beyond, log 2 more is lost to rounding"}
		}
	}
	return SpikeWidth{name: "nats:" + strings.Join(texts, ","), function: func(J int) Width {
		last := len(nats) - 1
		beyond := max(0, J-2-last)
		return widthFromNarrowness(tower.Of(nats[min(J-2, last)] + float64(beyond)*math.Ln2))
	}}, nil
}

// ParseSpikeWidth reads f in the syntax of SpikeWidthSyntax; String prints it back.
func ParseSpikeWidth(text string) (SpikeWidth, error) {
	refuse := &estimators.SyntaxError{What: "width", Value: text, Accept: SpikeWidthSyntax}
	kind, argument, _ := strings.Cut(text, ":")
	switch kind {
	case "canonical":
		phi, err := ParseGrowth(argument)
		if err != nil {
			return SpikeWidth{}, err
		}
		return CanonicalWidth(phi), nil
	case "exp", "power":
		rate, err := numeral.Float(argument)
		if err != nil {
			return SpikeWidth{}, refuse
		}
		// Below 1e-9 neighbouring values of f could round to the same number; above 1e300 log(1/f) overflows at a J
		// within maxLevel.
		if !(rate >= 1e-9 && rate <= 1e300) {
			return SpikeWidth{}, &estimators.RangeError{What: "width " + text, Value: rate,
				Accept: "a number from 1e-9 to 1e300: f must decrease within (0, 0.5)"}
		}
		name := kind + ":" + strconv.FormatFloat(rate, 'g', -1, 64)
		if kind == "exp" {
			return SpikeWidth{name: name, function: func(J int) Width {
				return widthFromNarrowness(tower.Of(rate * float64(J)))
			}}, nil
		}
		return SpikeWidth{name: name, function: func(J int) Width {
			return widthFromNarrowness(tower.Of(rate * math.Log(float64(J))))
		}}, nil
	case "list", "nats":
		var widths []float64
		for _, field := range strings.Split(argument, ",") {
			f, err := numeral.Float(field)
			if err != nil {
				return SpikeWidth{}, refuse
			}
			widths = append(widths, f)
		}
		if kind == "nats" {
			return natsWidth(widths)
		}
		return ListWidth(widths...)
	}
	return SpikeWidth{}, refuse
}

// String is f in the syntax that ParseSpikeWidth reads.
func (w SpikeWidth) String() string { return w.name }

// At is f(J). It returns a *estimators.RangeError for J < 2.
func (w SpikeWidth) At(J int) (Width, error) {
	if J < 2 {
		return Width{}, &estimators.RangeError{What: "J", Value: float64(J), Accept: "J ≥ 2"}
	}
	return w.function(J), nil
}

package chart

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Everything that a figure draws stands where the ticks say: the numbers of the grid are read off the drawing as a
// reader would, and lines, marks, bars and bands are looked up in them.
func TestPointsStandAtTheirTicks(t *testing.T) {
	x, y := []float64{1, 10, 100}, []float64{2, 8, 4}
	low, high := []float64{0, 6, 2}, []float64{4, 10, 8}
	for name, f := range map[string]Figure{
		"line and band":  {LogX: true, Series: []Series{{X: x, Y: y, Low: low, High: high}}},
		"marks and bars": {LogX: true, Series: []Series{{X: x, Y: y, Low: low, High: high, Marks: true}}},
	} {
		for _, drawing := range strings.SplitAfter(f.SVG(), "</svg>")[:len(frames)] {
			g := readGrid(t, drawing)
			want := [][]string{}
			for i := range x {
				want = append(want, []string{g.x[x[i]], g.y[y[i]], g.y[low[i]], g.y[high[i]]})
			}
			line := `class="line s0" stroke-dasharray="none" d="M` + strings.Join([]string{
				want[0][0] + " " + want[0][1], want[1][0] + " " + want[1][1], want[2][0] + " " + want[2][1]}, "L") + `"`
			band := `class="band s0" d="M` + strings.Join([]string{want[0][0] + " " + want[0][3],
				want[1][0] + " " + want[1][3], want[2][0] + " " + want[2][3], want[2][0] + " " + want[2][2],
				want[1][0] + " " + want[1][2], want[0][0] + " " + want[0][2]}, "L") + `Z"`
			shapes := []string{line, band}
			if f.Series[0].Marks {
				shapes = nil
				for _, w := range want {
					shapes = append(shapes, `class="mark s0" cx="`+w[0]+`" cy="`+w[1]+`"`,
						`class="bar s0" d="M`+w[0]+" "+w[2]+"V"+w[3]+`"`)
				}
			}
			for _, shape := range shapes {
				if !strings.Contains(drawing, shape) {
					t.Errorf("%s: no %s in %s", name, shape, drawing)
				}
			}
		}
	}
}

// grid is where the values stand that have a tick, as the drawing writes it.
type grid struct{ x, y map[float64]string }

var gridLine = regexp.MustCompile(
	`<path class="grid" d="M(\S+) (\S+)([VH])(\S+)"/><text class="tick" x="(\S+)" y="(\S+)" text-anchor="\w+">([^<]*)<`)

// readGrid reads the ticks of a drawing, and checks that their lines cross the plot, each beside its number.
func readGrid(t *testing.T, drawing string) grid {
	axes := regexp.MustCompile(`<path class="axis" d="M(\S+) (\S+)V(\S+)H(\S+)"/>`).FindStringSubmatch(drawing)
	if axes == nil {
		t.Fatalf("no axes in %s", drawing)
	}
	left, top, bottom, right := axes[1], axes[2], axes[3], axes[4]
	size := regexp.MustCompile(`viewBox="0 0 (\S+) (\S+)"`).FindStringSubmatch(drawing)
	if inside := []float64{0, value(left), value(right), value(size[1])}; !increasing(inside) {
		t.Errorf("left, right and width: %g", inside)
	}
	if inside := []float64{0, value(top), value(bottom), value(size[2])}; !increasing(inside) {
		t.Errorf("top, bottom and height: %g", inside)
	}
	g := grid{map[float64]string{}, map[float64]string{}}
	for _, m := range gridLine.FindAllStringSubmatch(drawing, -1) {
		if m[3] == "V" {
			g.x[value(m[7])] = m[1]
			if m[2] != top || m[4] != bottom || m[5] != m[1] || !(value(m[6]) > value(bottom)) {
				t.Errorf("a vertical line %s with its number at (%s, %s)", m[0], m[5], m[6])
			}
			continue
		}
		g.y[value(m[7])] = m[2]
		if m[1] != left || m[4] != right || !(value(m[5]) < value(left)) || !(math.Abs(value(m[6])-value(m[2])) < 6) {
			t.Errorf("a horizontal line %s with its number at (%s, %s)", m[0], m[5], m[6])
		}
	}
	if !(value(g.x[1]) < value(g.x[10]) && value(g.x[10]) < value(g.x[100]) && value(g.y[10]) < value(g.y[2])) {
		t.Errorf("not to the right and up: x %v, y %v", g.x, g.y)
	}
	return g
}

// value is NaN for what is no number.
func value(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

func increasing(x []float64) bool {
	for i := range x[1:] {
		if !(x[i] < x[i+1]) {
			return false
		}
	}
	return true
}

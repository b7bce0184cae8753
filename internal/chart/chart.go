// Package chart draws line charts as SVG that stands in an HTML page: no script, no font and no image of its own.
//
// Its opinion: colours are those of one style sheet (CSS classes s0 … s6, axis, grid), light, dark and in print; series
// differ by dash and by a label at their end as well as by colour; an estimate is drawn with its band; the same data
// give the same bytes.
package chart

import (
	_ "embed" // the style sheet
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// Style is the style sheet of every chart, with the colours of paper and ink: a page has it before its own.
//
//go:embed chart.css
var Style string

// Reference is the Style of what the others are measured against: a bound, a level, a limit.
const Reference = 7

// Series is one curve, and its band, or the bars of its points, where Low and High are given. Points whose Y is no
// finite number, or not positive on a logarithmic axis, are left out and the curve is broken there.
type Series struct {
	Name      string
	X, Y      []float64
	Low, High []float64
	Marks     bool // points in place of a line
	Style     int  // 1 … 6: colour and dash, or Reference; 0: those of its place. What belongs together shares one
}

// Add adds a point.
func (s *Series) Add(x, y float64) { s.X, s.Y = append(s.X, x), append(s.Y, y) }

// Figure is a chart. Title says what is seen, Text the same to who cannot see it.
type Figure struct {
	Title, Text    string
	XLabel, YLabel string // with units
	LogX, LogY     bool
	Series         []Series
}

// frame is the place that a drawing has, in user units: the page scales it to its own width.
type frame struct {
	class                    string
	width, height            float64
	left, right, top, bottom float64 // margins
	legend                   bool    // the series' names stand below, not beside their points
	mostTicks                float64
}

// frames are the drawings of a figure: the page shows the one that suits its width, so that letters are of the same
// size on both.
var frames = []frame{
	{"wide", 720, 420, 72, 150, 16, 52, false, 8},
	{"narrow", 360, 330, 60, 14, 12, 52, true, 4},
}

const (
	dashes              = "none|7 4|2 3|9 3 2 3|5 2|1 3|4 4"
	labelGap, markerR   = 15.0, 2.6
	labelAt             = 12.0      // of the ordinate's label, from the left
	leastLog, logMargin = 0.8, 0.02 // decades
	mostEmpty           = 0.125     // of the span of the values, at an end of a linear axis
	sample              = 28.0      // length of the line that stands before a name in a legend
)

func (f frame) plotWidth() float64  { return f.width - f.left - f.right }
func (f frame) plotHeight() float64 { return f.height - f.top - f.bottom }

// axis maps values to [0, 1].
type axis struct {
	low, high float64 // of values, or of their log10
	log       bool
	most      float64 // decades, or steps, that get a number
	step      float64 // between the ticks of a linear axis
}

func (a axis) at(v float64) float64 {
	if a.log {
		v = math.Log10(v)
	}
	return (v - a.low) / (a.high - a.low)
}

func (a axis) shows(v float64) bool {
	return !math.IsNaN(v) && !math.IsInf(v, 0) && (!a.log || v > 0)
}

// newAxis spans the values, with the ends of a linear axis on ticks where little is empty beyond the values.
func newAxis(log bool, most float64, values []float64) axis {
	a := axis{low: math.Inf(1), high: math.Inf(-1), log: log, most: most}
	for _, v := range values {
		if a.shows(v) {
			if log {
				v = math.Log10(v)
			}
			a.low, a.high = math.Min(a.low, v), math.Max(a.high, v)
		}
	}
	switch {
	case a.low > a.high: // nothing to show
		a.low, a.high = 0, 1
	case a.low == a.high:
		a.low, a.high = a.low-0.5, a.high+0.5
	}
	if !log {
		if a.low > 0 && a.low < a.high/3 {
			a.low = 0
		}
		a.step = linearStep(a.high-a.low, a.most)
		most := mostEmpty * (a.high - a.low)
		if end := math.Floor(a.low/a.step) * a.step; a.low-end <= most {
			a.low = end
		}
		if end := math.Ceil(a.high/a.step) * a.step; end-a.high <= most {
			a.high = end
		}
	} else {
		margin := math.Max(logMargin, (leastLog-(a.high-a.low))/2)
		a.low, a.high = a.low-margin, a.high+margin
	}
	return a
}

// linearStep is 1, 2 or 5 times a power of ten, such that a span has about so many steps, less two.
func linearStep(span, most float64) float64 {
	steps := most - 2
	unit := math.Pow(10, math.Floor(math.Log10(span/steps)))
	for _, k := range []float64{1, 2, 5} {
		if span/(k*unit) <= steps+0.5 {
			return k * unit
		}
	}
	return 10 * unit
}

// ticks are the values that get a line and a number.
func (a axis) ticks() []float64 {
	var found []float64
	if !a.log {
		for k := math.Ceil(a.low/a.step - 1e-9); k*a.step <= a.high+1e-9*a.step; k++ {
			found = append(found, k*a.step)
		}
		return found
	}
	stride := math.Max(1, math.Ceil((a.high-a.low)/a.most))
	for e := math.Ceil(a.low); e <= a.high+1e-12; e += stride {
		found = append(found, math.Pow(10, e))
	}
	for _, digits := range [][]float64{{1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 7}} { // less than two decades, or than one
		if len(found) >= 3 {
			break
		}
		found = found[:0]
		for e := math.Floor(a.low); e <= a.high; e++ {
			for _, k := range digits {
				if v := k * math.Pow(10, e); math.Log10(v) >= a.low-1e-12 && math.Log10(v) <= a.high+1e-12 {
					found = append(found, v)
				}
			}
		}
	}
	return found
}

// tickText writes 0.001 and 10⁴ as people do.
func tickText(v float64) string {
	if v == 0 {
		return "0"
	}
	if size := math.Abs(v); size >= 1e4 || size < 1e-3 {
		text := strconv.FormatFloat(v, 'e', -1, 64)
		digits, exponent, _ := strings.Cut(text, "e")
		power := strings.TrimLeft(strings.TrimPrefix(exponent, "+"), "0")
		if strings.HasPrefix(exponent, "-") {
			power = "−" + strings.TrimLeft(exponent[1:], "0")
		}
		superscript := strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7",
			"⁷",
			"8", "⁸", "9", "⁹", "−", "⁻").Replace(power)
		if digits == "1" {
			return "10" + superscript
		}
		return digits + "·10" + superscript
	}
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'g', -1, 64)
}

func number(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

// SVG is the figure as two elements, of the classes wide and narrow: a page shows one of them.
func (f Figure) SVG() string {
	return f.draw(frames[0], "") + f.draw(frames[1], "")
}

// File is the figure as a file of its own, on paper of its own colour: readable on a light page and on a dark one.
func (f Figure) File() string {
	wide := frames[0]
	const paper = `<rect width="100%" height="100%" fill="var(--paper)"/>`
	return f.draw(wide, fmt.Sprintf("<style>%s</style><title>%s</title>%s",
		strings.Join(strings.Fields(Style), " "), html.EscapeString(f.Title), paper)) + "\n"
}

// draw is the figure in a frame, after what comes first.
func (f Figure) draw(in frame, first string) string {
	var xs, ys []float64
	for _, s := range f.Series {
		xs = append(xs, s.X...)
		ys = append(append(append(ys, s.Y...), s.Low...), s.High...)
	}
	x, y := newAxis(f.LogX, in.mostTicks, xs), newAxis(f.LogY, 8, ys)
	height := in.height
	if in.legend {
		height += labelGap*float64(len(f.Series)) + 10
	}
	var out strings.Builder
	open(&out, in, height, f.Title+". "+f.Text)
	out.WriteString(first)
	f.drawAxes(&out, in, x, y)
	for i, s := range f.Series {
		s.draw(&out, in, s.style(i), x, y)
	}
	if in.legend {
		f.drawLegend(&out, in)
	} else {
		f.drawNames(&out, in, x, y)
	}
	out.WriteString("</svg>")
	return out.String()
}

// open begins a drawing with the words for who cannot see it.
func open(out *strings.Builder, in frame, height float64, words string) {
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" class="chart %s" viewBox="0 0 %s %s" role="img" `+
		`aria-label="%s">`, in.class, number(in.width), number(height), html.EscapeString(words))
}

// drawLegend writes each series' name below the drawing, after a piece of its line.
func (f Figure) drawLegend(out *strings.Builder, in frame) {
	for i, s := range f.Series {
		at, style := in.height+labelGap*float64(i)+12, s.style(i)
		if s.Marks {
			fmt.Fprintf(out, `<circle class="mark s%d" cx="%s" cy="%s" r="%s"/>`, style, number(in.left+sample/2),
				number(at-4), number(markerR))
		} else {
			fmt.Fprintf(out, `<path class="line s%d" stroke-dasharray="%s" d="M%s %sh%s"/>`, style,
				strings.Split(dashes, "|")[style], number(in.left), number(at-4), number(sample))
		}
		fmt.Fprintf(out, `<text class="name s%d" x="%s" y="%s">%s</text>`, style, number(in.left+sample+8), number(at),
			html.EscapeString(s.Name))
	}
}

func (f Figure) drawAxes(out *strings.Builder, in frame, x, y axis) {
	for _, v := range x.ticks() {
		at := in.left + in.plotWidth()*x.at(v)
		fmt.Fprintf(out, `<path class="grid" d="M%s %sV%s"/>`, number(at), number(in.top),
			number(in.top+in.plotHeight()))
		fmt.Fprintf(out, `<text class="tick" x="%s" y="%s" text-anchor="middle">%s</text>`, number(at),
			number(in.top+in.plotHeight()+18), tickText(v))
	}
	for _, v := range y.ticks() {
		at := in.top + in.plotHeight()*(1-y.at(v))
		fmt.Fprintf(out, `<path class="grid" d="M%s %sH%s"/>`, number(in.left), number(at),
			number(in.left+in.plotWidth()))
		fmt.Fprintf(out, `<text class="tick" x="%s" y="%s" text-anchor="end">%s</text>`, number(in.left-8),
			number(at+4), tickText(v))
	}
	fmt.Fprintf(out, `<path class="axis" d="M%s %sV%sH%s"/>`, number(in.left), number(in.top),
		number(in.top+in.plotHeight()), number(in.left+in.plotWidth()))
	fmt.Fprintf(out, `<text class="label" x="%s" y="%s" text-anchor="middle">%s</text>`,
		number(in.left+in.plotWidth()/2), number(in.height-10), html.EscapeString(f.XLabel))
	fmt.Fprintf(out, `<text class="label" transform="translate(%s %s) rotate(-90)" text-anchor="middle">%s</text>`,
		number(labelAt), number(in.top+in.plotHeight()/2), html.EscapeString(f.YLabel))
}

// style is that of series i, 0 … 6.
func (s Series) style(i int) int {
	if s.Style > 0 {
		return s.Style - 1
	}
	return i % (Reference - 1)
}

// place is a point of the drawing.
func (f frame) place(x, y axis, vx, vy float64) (string, string) {
	return number(f.left + f.plotWidth()*x.at(vx)), number(f.top + f.plotHeight()*(1-y.at(vy)))
}

func (s Series) draw(out *strings.Builder, in frame, style int, x, y axis) {
	if s.Low != nil && s.Marks {
		for i, v := range s.X {
			if x.shows(v) && y.shows(s.Low[i]) && y.shows(s.High[i]) {
				px, low := in.place(x, y, v, s.Low[i])
				_, high := in.place(x, y, v, s.High[i])
				fmt.Fprintf(out, `<path class="bar s%d" d="M%s %sV%s"/>`, style, px, low, high)
			}
		}
	} else if s.Low != nil {
		var band []string
		for i, v := range s.X {
			if x.shows(v) && y.shows(s.Low[i]) && y.shows(s.High[i]) {
				px, py := in.place(x, y, v, s.High[i])
				band = append(band, px+" "+py)
			}
		}
		for i := len(s.X) - 1; i >= 0; i-- {
			if x.shows(s.X[i]) && y.shows(s.Low[i]) && y.shows(s.High[i]) {
				px, py := in.place(x, y, s.X[i], s.Low[i])
				band = append(band, px+" "+py)
			}
		}
		if len(band) > 0 {
			fmt.Fprintf(out, `<path class="band s%d" d="M%sZ"/>`, style, strings.Join(band, "L"))
		}
	}
	var path strings.Builder
	pen := "M"
	for i, v := range s.X {
		if !x.shows(v) || !y.shows(s.Y[i]) {
			pen = "M"
			continue
		}
		px, py := in.place(x, y, v, s.Y[i])
		if s.Marks {
			fmt.Fprintf(out, `<circle class="mark s%d" cx="%s" cy="%s" r="%s"/>`, style, px, py, number(markerR))
			continue
		}
		path.WriteString(pen + px + " " + py)
		pen = "L"
	}
	if path.Len() > 0 {
		fmt.Fprintf(out, `<path class="line s%d" stroke-dasharray="%s" d="%s"/>`, style,
			strings.Split(dashes, "|")[style], path.String())
	}
}

// drawNames writes each series' name beside its rightmost point, moved apart where they would lie on one another.
func (f Figure) drawNames(out *strings.Builder, in frame, x, y axis) {
	type name struct {
		text  string
		style int
		at    float64
	}
	var names []name
	for i, s := range f.Series {
		last := -1
		for k, v := range s.X {
			if x.shows(v) && y.shows(s.Y[k]) && (last < 0 || v >= s.X[last]) {
				last = k
			}
		}
		if last >= 0 {
			names = append(names, name{s.Name, s.style(i), in.top + in.plotHeight()*(1-y.at(s.Y[last]))})
		}
	}
	for i := range names { // few: an insertion sort from above
		for j := i; j > 0 && names[j].at < names[j-1].at; j-- {
			names[j], names[j-1] = names[j-1], names[j]
		}
	}
	for i := 1; i < len(names); i++ {
		names[i].at = math.Max(names[i].at, names[i-1].at+labelGap)
	}
	if k := len(names); k > 0 {
		names[k-1].at = math.Min(names[k-1].at, in.top+in.plotHeight())
		for i := k - 2; i >= 0; i-- {
			names[i].at = math.Min(names[i].at, names[i+1].at-labelGap)
		}
	}
	for _, n := range names {
		fmt.Fprintf(out, `<text class="name s%d" x="%s" y="%s">%s</text>`, n.style, number(in.left+in.plotWidth()+8),
			number(n.at+4), html.EscapeString(n.text))
	}
}

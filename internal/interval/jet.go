package interval

// Jet encloses a function of one variable with its first two derivatives over an interval.
type Jet struct{ Value, First, Second Interval }

// Variable is the function x over the interval.
func Variable(x Interval) Jet { return Jet{x, Point(1), Point(0)} }

// Add is f+g.
func (f Jet) Add(g Jet) Jet {
	return Jet{f.Value.Add(g.Value), f.First.Add(g.First), f.Second.Add(g.Second)}
}

// Scale is cf + shift.
func (f Jet) Scale(c, shift Interval) Jet {
	return Jet{c.Mul(f.Value).Add(shift), c.Mul(f.First), c.Mul(f.Second)}
}

// Mul is fg: (fg)″ = f″g + 2f′g′ + fg″.
func (f Jet) Mul(g Jet) Jet {
	return Jet{f.Value.Mul(g.Value), f.First.Mul(g.Value).Add(f.Value.Mul(g.First)),
		f.Second.Mul(g.Value).Add(f.First.Mul(g.First).Times(2)).Add(f.Value.Mul(g.Second))}
}

// Div is q = f/g: q′ = (f′ − qg′)/g, q″ = (f″ − 2q′g′ − qg″)/g.
func (f Jet) Div(g Jet) Jet {
	q := f.Value.Div(g.Value)
	first := f.First.Sub(q.Mul(g.First)).Div(g.Value)
	return Jet{q, first, f.Second.Sub(first.Mul(g.First).Times(2)).Sub(q.Mul(g.Second)).Div(g.Value)}
}

// Exp is e^f.
func (f Jet) Exp() Jet {
	e := f.Value.Exp()
	return Jet{e, e.Mul(f.First), e.Mul(f.Second.Add(f.First.Square()))}
}

// Integral encloses ∫ f over a cell [m − h/2, m + h/2] by the midpoint rule: h f(m) + (h³/24) f″(ξ) for a ξ in the
// cell. middle is f at m, cell its jet over the cell.
func Integral(middle Interval, cell Jet, h Interval) Interval {
	return h.Mul(middle).Add(h.Mul(h).Mul(h).Div(Point(24)).Mul(cell.Second))
}

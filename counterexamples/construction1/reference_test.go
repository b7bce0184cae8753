package construction1

import (
	"math/big"
	"slices"

	"itermle/internal/nested"
)

// A second maximiser over Θ that shares nothing with the first but the family's constants: every number is a big.Float
// of referenceBits bits, every candidate of every kind is evaluated by counting, with no bound, no order and no
// logarithm of its own making from math. It costs O(m³) and is right by inspection.

const (
	referenceBits = 2600 // positions: exact for every spike of width 2^−2500 or more
	logBits       = 200  // logarithms
)

func bigNumber(x float64) *big.Float { return new(big.Float).SetPrec(referenceBits).SetFloat64(x) }

func bigZero() *big.Float { return new(big.Float).SetPrec(referenceBits) }

func bigAdd(x, y *big.Float) *big.Float { return bigZero().Add(x, y) }

func bigSub(x, y *big.Float) *big.Float { return bigZero().Sub(x, y) }

func bigMul(x, y *big.Float) *big.Float { return bigZero().Mul(x, y) }

func bigQuo(x, y *big.Float) *big.Float { return bigZero().Quo(x, y) }

// bigLog is log x by 2·atanh((m−1)/(m+1)) + e·log 2 for x = m·2^e, m in [¾, 3/2).
func bigLog(x *big.Float) *big.Float {
	mantissa := new(big.Float).SetPrec(logBits)
	exponent := x.MantExp(mantissa)
	if mantissa.Cmp(big.NewFloat(0.75)) < 0 {
		mantissa.SetMantExp(mantissa, 1)
		exponent--
	}
	return new(big.Float).SetPrec(logBits).Add(atanhSeries(mantissa),
		new(big.Float).SetPrec(logBits).Mul(new(big.Float).SetPrec(logBits).SetInt64(int64(exponent)), bigLog2))
}

// log 2 = 2·log √2 would be circular; log 2 = 2·atanh(1/3).
var bigLog2 = atanhSeries(new(big.Float).SetPrec(logBits).SetInt64(2))

func atanhSeries(m *big.Float) *big.Float {
	one := new(big.Float).SetPrec(logBits).SetInt64(1)
	z := new(big.Float).SetPrec(logBits).Quo(
		new(big.Float).SetPrec(logBits).Sub(m, one), new(big.Float).SetPrec(logBits).Add(m, one))
	square := new(big.Float).SetPrec(logBits).Mul(z, z)
	power := new(big.Float).SetPrec(logBits).Set(z)
	sum := new(big.Float).SetPrec(logBits)
	for k := int64(1); k < logBits; k += 2 { // |z| ≤ 1/3: three bits a term
		sum.Add(sum, new(big.Float).SetPrec(logBits).Quo(power, new(big.Float).SetPrec(logBits).SetInt64(k)))
		power.Mul(power, square)
	}
	return sum.Mul(sum, new(big.Float).SetPrec(logBits).SetInt64(2))
}

// bigExp is exp x by the series after halving x often enough.
func bigExp(x *big.Float) *big.Float {
	prec := uint(2 * logBits)
	y := new(big.Float).SetPrec(prec).Set(x)
	halvings := 0
	for y.Sign() != 0 && y.MantExp(nil) > -8 {
		y.Quo(y, new(big.Float).SetPrec(prec).SetInt64(2))
		halvings++
	}
	sum, term := new(big.Float).SetPrec(prec).SetInt64(1), new(big.Float).SetPrec(prec).SetInt64(1)
	for k := int64(1); k < 80; k++ {
		term.Mul(term, y)
		term.Quo(term, new(big.Float).SetPrec(prec).SetInt64(k))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// referencePoint is x−2 of a position, exactly.
func referencePoint(p nested.Position) *big.Float {
	if p.Spike == nil {
		return bigQuo(bigZero().SetUint64(p.Near), bigZero().SetUint64(1<<63))
	}
	step := bigQuo(bigZero().SetInt64(p.Offset), bigZero().SetInt64(1<<62))
	return bigAdd(referencePoint(p.Spike.Anchor), bigMul(step, referenceWidth(p.Spike.Width)))
}

func referenceWidth(w nested.Width) *big.Float {
	mantissa, exponent := w.Number()
	return bigZero().SetMantExp(bigZero().SetInt(mantissa), int(exponent))
}

// referencePool is what the reference maximises over: complements s = 1−x, and positions x−2 in [2, 3].
type referencePool struct {
	family  Family
	low     []*big.Float
	high    []*big.Float // sorted
	current *big.Float   // left end of the current spike
	alpha   float64      // of the current model
}

type referenceFit struct {
	alpha, value, mu *big.Float // mu is the left end − 2
	dropped, covered int
	runnerUp         *big.Float // second-best value
}

// pieces are the two linear pieces of −log(39 f), from and to: α and value at both ends.
func (p *referencePool) pieces() [2][4]*big.Float {
	N := bigNumber(float64(p.family.N))
	eighth, quarter := bigMul(bigNumber(p.family.Decay), N), bigMul(bigNumber(p.family.depth()), N)
	return [2][4]*big.Float{{bigNumber(plateauAlpha), bigNumber(0), bigNumber(eighthAlpha), eighth},
		{bigNumber(eighthAlpha), eighth, bigNumber(LargestAlpha), quarter}}
}

// along is the y at x of the line through (x0, y0) and (x1, y1).
func along(x, x0, y0, x1, y1 *big.Float) *big.Float {
	return bigAdd(y0, bigQuo(bigMul(bigSub(x, x0), bigSub(y1, y0)), bigSub(x1, x0)))
}

// f(α), and log f(α), from the family's own constants.
func (p *referencePool) logWidth(alpha *big.Float) *big.Float {
	drop := bigLog(bigNumber(39))
	for _, q := range p.pieces() {
		if alpha.Cmp(q[0]) > 0 && alpha.Cmp(q[2]) <= 0 {
			drop = bigAdd(drop, along(alpha, q[0], q[1], q[2], q[3]))
		}
	}
	return new(big.Float).SetPrec(logBits).Neg(drop)
}

func (p *referencePool) value(alpha *big.Float, dropped, covered int, logWidth *big.Float) *big.Float {
	term := func(count int, x *big.Float) *big.Float {
		return bigMul(bigNumber(float64(count)), bigLog(x))
	}
	density := bigQuo(bigSub(bigNumber(2), bigMul(bigNumber(3), alpha)),
		bigSub(bigNumber(2), bigMul(bigNumber(4), alpha))) // (2−3α)/(2(1−2α))
	sum := bigAdd(term(len(p.low)-dropped, density), term(dropped, bigNumber(0.5)))
	if len(p.high) > 0 {
		sum = bigAdd(sum, term(len(p.high), bigQuo(alpha, bigNumber(4))))
		inverse := bigExp(new(big.Float).SetPrec(logBits).Neg(logWidth))
		sum = bigAdd(sum, term(covered, bigAdd(bigNumber(1), inverse)))
	}
	return sum
}

func (p *referencePool) dropped(alpha *big.Float) int {
	count := 0
	for _, s := range p.low {
		if s.Cmp(bigMul(bigNumber(2), alpha)) < 0 {
			count++
		}
	}
	return count
}

// covered is the largest number of points in a closed interval that starts at a point.
func (p *referencePool) covered(size *big.Float) int {
	best := 0
	for i, left := range p.high {
		count := 0
		for _, right := range p.high[i:] {
			if bigSub(right, left).Cmp(size) <= 0 {
				count++
			}
		}
		best = max(best, count)
	}
	return best
}

func (p *referencePool) fit() referenceFit {
	var best referenceFit
	var bestSize *big.Float
	var all []*big.Float
	try := func(alpha, size *big.Float) {
		logWidth := p.logWidth(alpha)
		if size == nil {
			// The engine's dyadic number for f(α) is the family's definition of f, to 2^−52 |log f|.
			log, _ := logWidth.Float64()
			size = referenceWidth(nested.WidthOfLog(log))
		} else {
			logWidth = bigLog(size)
		}
		d, w := p.dropped(alpha), p.covered(size)
		v := p.value(alpha, d, w, logWidth)
		all = append(all, v)
		if best.value == nil || v.Cmp(best.value) > 0 {
			best = referenceFit{alpha: alpha, value: v, dropped: d, covered: w}
			bestSize = size
		}
	}
	for _, s := range p.low {
		if s.Cmp(bigNumber(0.5)) <= 0 && s.Sign() > 0 {
			try(bigQuo(s, bigNumber(2)), nil)
		}
	}
	try(bigNumber(LargestAlpha), nil)
	log39 := bigLog(bigNumber(39))
	for i, left := range p.high {
		for _, right := range p.high[i+1:] {
			size := bigSub(right, left)
			if size.Sign() == 0 {
				continue
			}
			drop := bigSub(new(big.Float).Neg(log39), bigLog(size))
			for _, q := range p.pieces() {
				if drop.Cmp(q[1]) >= 0 && drop.Cmp(q[3]) <= 0 {
					try(along(drop, q[1], q[0], q[3], q[2]), size)
				}
			}
		}
	}
	try(bigNumber(plateauAlpha), nil)
	slices.SortFunc(all, func(a, b *big.Float) int { return b.Cmp(a) })
	for _, v := range all[1:] {
		if v.Cmp(best.value) < 0 {
			best.runnerUp = v
			break
		}
	}
	best.mu = p.place(bestSize, best.covered)
	return best
}

// place tries every left end at which a constraint is tight: the nearest one to the current that covers enough.
func (p *referencePool) place(size *big.Float, covered int) *big.Float {
	top := bigSub(bigNumber(1), size)
	clip := func(x *big.Float) *big.Float {
		if x.Sign() < 0 {
			return bigNumber(0)
		}
		if x.Cmp(top) > 0 {
			return top
		}
		return x
	}
	ends := []*big.Float{clip(p.current)}
	for _, x := range p.high {
		ends = append(ends, clip(x), clip(bigSub(x, size)))
	}
	var best, distance *big.Float
	for _, left := range ends {
		count := 0
		for _, x := range p.high {
			if x.Cmp(left) >= 0 && bigSub(x, left).Cmp(size) <= 0 {
				count++
			}
		}
		d := bigSub(left, p.current)
		d.Abs(d)
		if count >= covered && (best == nil || d.Cmp(distance) < 0) {
			best, distance = left, d
		}
	}
	return best
}

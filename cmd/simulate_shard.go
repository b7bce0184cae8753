package cmd

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"strconv"
)

// blockResult is a block of replicates of an ensemble, in a record as it stands here.
type blockResult struct {
	Sums exact `json:"sums"` // of each generation
	tally
	Distance  []exact           `json:"err"` // of each generation
	Variation []exact           `json:"tv,omitempty"`
	Observed  []json.RawMessage `json:"observed,omitempty"` // a list for each of subject.observed
}

// exact is numbers that keep all their bits, NaN too: 8 bytes each, the lowest first, in base 64.
type exact []float64

func (x exact) MarshalText() ([]byte, error) {
	var bits []byte
	for _, v := range x {
		bits = binary.LittleEndian.AppendUint64(bits, math.Float64bits(v))
	}
	return base64.StdEncoding.AppendEncode(nil, bits), nil
}

func (x *exact) UnmarshalText(text []byte) error {
	bits, err := base64.StdEncoding.AppendDecode(nil, text)
	*x = make(exact, len(bits)/8)
	for i := range *x {
		(*x)[i] = math.Float64frombits(binary.LittleEndian.Uint64(bits[8*i:]))
	}
	return err
}

// observations are stored by replicate: what a record keeps of them is a list for the replicates of a block.
type observations interface {
	block(first, end int) (json.RawMessage, error)
	restore(first, end int, block json.RawMessage) error
}

// byReplicate is a slice of observations.
type byReplicate[E any] []E

func (o byReplicate[E]) block(first, end int) (json.RawMessage, error) {
	return json.Marshal(o[first:end])
}

func (o byReplicate[E]) restore(first, end int, block json.RawMessage) error {
	var kept []E
	err := json.Unmarshal(block, &kept)
	if err == nil && len(kept) != end-first {
		err = errBlock
	}
	copy(o[first:end], kept)
	return err
}

// errBlock is a block that is not of this ensemble.
var errBlock = errors.New("the block is not as large as those of this run")

// blockBounds are the replicates of a block.
func blockBounds(block, replicates int) (first, end int) {
	return block * replicateBlock, min((block+1)*replicateBlock, replicates)
}

// blockName is the first replicate of a block.
func blockName(block int) string { return strconv.Itoa(block * replicateBlock) }

// keep records a block that has been computed.
func (e *ensemble) keep(block int) error {
	if e.parts == nil {
		return nil
	}
	first, end := blockBounds(block, e.replicates)
	b := blockResult{tally: e.tallies[block]}
	for t := range e.distance {
		b.Sums = append(b.Sums, e.sumsOf(t, block)...)
		b.Distance = append(b.Distance, e.distance[t][first:end])
		if e.variation != nil {
			b.Variation = append(b.Variation, e.variation[t][first:end])
		}
	}
	for _, o := range e.observed {
		text, err := o.block(first, end)
		if err != nil {
			return err
		}
		b.Observed = append(b.Observed, text)
	}
	return e.parts.keep(block, b)
}

// recall enters a block that a record has kept, and says whether there is one.
func (e *ensemble) recall(block int) (bool, error) {
	var b blockResult
	if found, err := e.parts.recall(block, &b); err != nil || !found {
		return false, err
	}
	first, end := blockBounds(block, e.replicates)
	enter := func(to [][]float64, from []exact) error {
		if len(to) != len(from) {
			return errBlock
		}
		for t := range to {
			if len(from[t]) != end-first {
				return errBlock
			}
			copy(to[t][first:end], from[t])
		}
		return nil
	}
	if len(b.Sums) != len(e.distance)*e.width() || len(b.Observed) != len(e.observed) {
		return true, errBlock
	}
	for t := range e.distance {
		copy(e.sumsOf(t, block), b.Sums[t*e.width():])
	}
	if err := enter(e.distance, b.Distance); err != nil {
		return true, err
	}
	if err := enter(e.variation, b.Variation); err != nil {
		return true, err
	}
	for i, o := range e.observed {
		if err := o.restore(first, end, b.Observed[i]); err != nil {
			return true, err
		}
	}
	e.tallies[block] = b.tally
	return true, nil
}

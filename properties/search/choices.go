package search

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"

	"itermle/theorems"
)

// Choice is one of the choices behind an instance: At, from 0 to Of−1, under a label.
type Choice struct {
	Label string `json:"label"`
	Of    int    `json:"of"`
	At    int    `json:"at"`
}

// Choices are those behind an instance, in order.
type Choices []Choice

// Bits is how many binary digits it takes to write the choices down; 0 for the simplest instance of all.
func (c Choices) Bits() int {
	sum := 0
	for _, choice := range c {
		sum += bits.Len(uint(choice.At))
	}
	return sum
}

// compareSimplicity orders sequences, the simpler first: by Bits, then by the sum of the choices, then by the first
// that differs.
func compareSimplicity(a, b Choices) int {
	sum := func(c Choices) (sum int) {
		for _, choice := range c {
			sum += choice.At
		}
		return sum
	}
	return cmp.Or(cmp.Compare(a.Bits(), b.Bits()), cmp.Compare(sum(a), sum(b)),
		slices.CompareFunc(a, b, func(a, b Choice) int { return cmp.Compare(a.At, b.At) }))
}

// Source makes choices, one of 0, …, n−1, n ≥ 1: Simplest, Bytes, or the IntN of a random generator.
type Source func(n int) int

// Simplest always chooses 0.
func Simplest(int) int { return 0 }

// Bytes takes each choice from as few of the bytes as can tell n values apart, big-endian and modulo n, and 0 where
// they have run out: a fuzzer that changes one byte changes one choice.
func Bytes(data []byte) Source {
	return func(n int) int {
		var word [8]byte
		size := (bits.Len(uint(n-1)) + 7) / 8
		taken := copy(word[8-size:], data)
		data = data[taken:]
		return int(binary.BigEndian.Uint64(word[:]) % uint64(n))
	}
}

// Player is a theorems.Chooser that plays a sequence and writes down what it has played. A choice is found by its
// label, the k-th of a label by the k-th: a sequence that is changed in one place means the same elsewhere, even if it
// comes to have more choices, or fewer. What the sequence lacks is chosen by the source.
type Player struct {
	Played  Choices
	script  map[string]int
	count   map[string]int
	missing func(label string, n int) int
}

// Record returns a player that has another chooser make the choices, and writes them down.
func Record(chooser theorems.Chooser) *Player {
	return &Player{count: map[string]int{}, missing: chooser.Choose}
}

// Play returns the player of a sequence, which may be nil.
func Play(choices Choices, missing Source) *Player {
	p := &Player{script: make(map[string]int, len(choices)), count: map[string]int{},
		missing: func(_ string, n int) int { return missing(n) }}
	seen := map[string]int{}
	for _, c := range choices {
		p.script[numbered(c.Label, seen)] = c.At
	}
	return p
}

// numbered is a label with how often it has come.
func numbered(label string, seen map[string]int) string {
	seen[label]++
	return label + "\x00" + strconv.Itoa(seen[label])
}

// Choose plays one choice. One that the sequence puts beyond n − 1 is n − 1.
func (p *Player) Choose(label string, n int) int {
	at, known := p.script[numbered(label, p.count)]
	if !known {
		at = p.missing(label, n)
	}
	at = max(0, min(at, n-1))
	p.Played = append(p.Played, Choice{label, n, at})
	return at
}

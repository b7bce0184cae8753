package cmd

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/internal/numeral"
)

// flagError is a flag whose value is none of those that it accepts.
type flagError struct{ Flag, Value, Accept string }

func (e *flagError) Error() string { return fmt.Sprintf("--%s %q: want %s", e.Flag, e.Value, e.Accept) }

// flagConflictError is a flag that would be ignored beside another.
type flagConflictError struct{ Flag, Beside string }

func (e *flagConflictError) Error() string {
	return fmt.Sprintf("--%s has no effect beside %s: leave one out", e.Flag, e.Beside)
}

// missingFlagError is a flag that the command cannot do without.
type missingFlagError struct{ Flag, Accept string }

func (e *missingFlagError) Error() string {
	return fmt.Sprintf("--%s is missing: want %s", e.Flag, e.Accept)
}

// value is a flag that knows what it accepts. Numbers are read in base 10, whatever they begin with.
type value struct {
	read         func(text string) bool
	text         func() string
	kind, accept string
}

func (v *value) Set(text string) error {
	if !v.read(text) {
		return errors.New(v.accept)
	}
	return nil
}
func (v *value) String() string {
	if v.text == nil {
		return "" // pflag asks the zero value
	}
	return v.text()
}
func (v *value) Type() string { return v.kind }

// wholeFlag is a whole number from least to most.
func wholeFlag(flags *pflag.FlagSet, to *int, name string, least, preset, most int, usage string) {
	accept := fmt.Sprintf("a whole number ≥ %d", least)
	if most < math.MaxInt {
		accept = fmt.Sprintf("a whole number from %d to %d", least, most)
	}
	*to = preset
	flags.Var(&value{kind: "int", accept: accept, text: func() string { return strconv.Itoa(*to) },
		read: func(text string) bool {
			n, err := strconv.ParseInt(text, 10, 0)
			*to = int(n)
			return err == nil && least <= *to && *to <= most
		}}, name, usage)
}

// durationFlag is a length of time, such as 60s.
func durationFlag(flags *pflag.FlagSet, to *time.Duration, name string, preset time.Duration, usage string) {
	*to = preset
	flags.Var(&value{kind: "duration", accept: "a length of time above 0, such as 60s or 5m",
		text: func() string { return to.String() },
		read: func(text string) bool {
			d, err := time.ParseDuration(text)
			*to = d
			return err == nil && d > 0
		}}, name, usage)
}

// seedFlag is --seed: a number, or the word random for one that the system draws, which announceSeed tells.
func seedFlag(flags *pflag.FlagSet, to *uint64, usage string) {
	*to = 1
	drawn := ""
	flags.Var(&value{kind: "uint", accept: "a whole number from 0 to 2^64−1, or random",
		text: func() string { return cmp.Or(drawn, strconv.FormatUint(*to, 10)) },
		read: func(text string) (ok bool) {
			if text == "random" {
				var words [8]byte
				_, err := rand.Read(words[:])
				*to = binary.LittleEndian.Uint64(words[:])
				drawn = fmt.Sprintf("%s%d", drawnSeed, *to)
				return err == nil
			}
			n, err := strconv.ParseUint(text, 10, 64)
			*to, drawn = n, ""
			return err == nil
		}}, "seed", usage+"; random: drawn and told")
}

// drawnSeed begins the text of a --seed that was drawn.
const drawnSeed = "random: --seed "

// announceSeed tells on stderr the seed that was drawn for a command.
func announceSeed(command *cobra.Command) {
	if seed := command.Flags().Lookup("seed"); seed != nil && strings.HasPrefix(seed.Value.String(), drawnSeed) {
		fmt.Fprintln(command.ErrOrStderr(), seed.Value)
	}
}

// numberFlag is a finite number that a condition holds for; accept says which.
func numberFlag(flags *pflag.FlagSet, to *float64, name string, preset float64, accept string,
	holds func(x float64) bool, usage string) {
	*to = preset
	flags.Var(&value{kind: "float", accept: accept,
		text: func() string { return strconv.FormatFloat(*to, 'g', -1, 64) },
		read: func(text string) bool {
			x, err := numeral.Float(text)
			*to = x
			return err == nil && !math.IsInf(x, 0) && holds(x)
		}}, name, usage)
}

func positive(x float64) bool { return x > 0 }

// byteUnits are the units of --memory, the larger first.
var byteUnits = []struct {
	name string
	size float64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6},
	{"kB", 1e3}, {"B", 1}}

// bytesText is a number of bytes in the largest binary unit that leaves at least 1.
func bytesText(n float64) string {
	for _, unit := range byteUnits[:4] {
		if n >= unit.size {
			return strconv.FormatFloat(n/unit.size, 'g', 4, 64) + unit.name
		}
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + "B"
}

// memoryFlag is --memory.
func memoryFlag(flags *pflag.FlagSet, to *float64) {
	*to = 1 << 30
	flags.Var(&value{kind: "bytes", accept: "a number of bytes, such as 1GiB or 500MB",
		text: func() string { return bytesText(*to) },
		read: func(text string) bool {
			size := 1.0
			for _, unit := range byteUnits {
				if number, found := strings.CutSuffix(text, unit.name); found {
					text, size = number, unit.size
					break
				}
			}
			x, err := numeral.Float(text)
			*to = x * size
			return err == nil && *to >= 1 && !math.IsInf(*to, 0)
		}}, "memory", "refuse what would need more")
}

// alone returns a *flagConflictError for the first of some flags that is given; beside is what makes it meaningless.
func alone(command *cobra.Command, beside string, flags ...string) error {
	for _, name := range flags {
		if command.Flags().Changed(name) {
			return &flagConflictError{name, beside}
		}
	}
	return nil
}

// explainFlag says what a flag accepts.
func explainFlag(command *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return fmt.Errorf("%w: see %s --help for what is accepted", err, command.CommandPath())
	}
	flag := invalid.GetFlag()
	accept := "true or false"
	switch v := flag.Value.(type) {
	case *value:
		accept = v.accept
	case pflag.SliceValue:
		accept = "whole numbers separated by commas"
	}
	return &flagError{flag.Name, invalid.GetValue(), accept}
}

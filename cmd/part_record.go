package cmd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/internal/renameio"
	"itermle/properties"
)

// partRun is what all lines of a record of tight, simulate or sweep have in common.
type partRun struct {
	Command string   `json:"command"`
	Flags   []string `json:"flags"` // given, that the results depend on, by name
	Parts   int      `json:"parts"`
	properties.Build
}

// partLine is one of a record: the result of a part of a run, such as a claim or a block of replicates.
type partLine struct {
	Part int `json:"part"`
	partRun
	Result json.RawMessage `json:"result"`
}

// partRecord keeps the result of each part of a run as a line of JSON in a file, written as soon as it is there, and in
// the order of the parts when the run is complete. What it has kept is not computed again. nil keeps nothing.
type partRecord struct {
	run    partRun
	shard  properties.Shard
	merged bool // computes nothing
	path   string

	mu    sync.Mutex
	file  *os.File // nil: lines are written at the end, if path says where
	lines map[int][]byte
}

// unrecorded are the flags that no result depends on.
var unrecorded = []string{"workers", "json", "csv", "wide", "memory", "draws", "shard", "record", "resume", "update"}

// runOf is the run of a command as it was called.
func runOf(command *cobra.Command, parts int) partRun {
	run := partRun{Command: command.Name(), Flags: []string{}, Parts: parts, Build: properties.ThisBuild()}
	command.Flags().Visit(func(flag *pflag.Flag) {
		if !slices.Contains(unrecorded, flag.Name) {
			run.Flags = append(run.Flags, "--"+flag.Name+"="+strings.TrimPrefix(flag.Value.String(), drawnSeed))
		}
	})
	return run
}

func (r *partRun) same(other *partRun) bool {
	return r.Command == other.Command && r.Parts == other.Parts && r.Build == other.Build &&
		slices.Equal(r.Flags, other.Flags)
}

func (r *partRun) String() string {
	return fmt.Sprintf("%s in %d parts, version %s %s", strings.Join(append([]string{r.Command}, r.Flags...), " "),
		r.Parts, r.Version, r.Commit)
}

// recordParts opens the record that the flags name, if any; merged is one that is complete as it is.
func (o *recordOptions) recordParts(command *cobra.Command, merged *partRecord, run partRun) (*partRecord, error) {
	if merged != nil {
		return merged, nil
	}
	if o.record == "" {
		return nil, missing(command, "record", "the file to keep what is computed in", "resume", "shard")
	}
	if o.shard.Of > 0 {
		if err := alone(command, "--shard", "json", "wide", "csv"); err != nil {
			return nil, err
		}
	}
	if info, err := os.Stat(o.record); err == nil && info.Size() > 0 && !o.resume {
		return nil, &properties.RecordError{File: o.record,
			Err: errors.New("it has lines: want --resume, or another file")}
	}
	file, err := os.OpenFile(o.record, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, &outputError{err}
	}
	r := &partRecord{run: run, shard: o.shard, path: o.record, lines: map[int][]byte{}}
	sound, warning, err := r.read(o.record, file)
	if err == nil {
		warn(command, warning)
		err = file.Truncate(sound)
	}
	if err == nil {
		_, err = file.Seek(sound, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	r.file = file
	return r, nil
}

// read adds the lines of a file, of which the last may be damaged, and returns how many bytes the sound ones take.
func (r *partRecord) read(path string, file io.Reader) (sound int64, warnings []string, err error) {
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return sound, warnings, err
		}
		if len(text) == 0 {
			return sound, warnings, nil
		}
		wrong := func(err error) (int64, []string, error) {
			return sound, warnings, &properties.RecordError{File: path, Line: number, Err: err}
		}
		var l partLine
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if damage := decoder.Decode(&l); damage != nil || err == io.EOF {
			if _, err := lines.Peek(1); err != io.EOF {
				return wrong(fmt.Errorf("damaged: %w", damage))
			}
			return sound, append(warnings, fmt.Sprintf("record %s, line %d: the last line is damaged and dropped", path,
				number)), nil
		}
		if r.run.Command == "" {
			r.run = l.partRun
		}
		switch kept := r.lines[l.Part]; {
		case !r.run.same(&l.partRun):
			return wrong(fmt.Errorf("it is of %s, want %s", &l.partRun, &r.run))
		case l.Part < 0 || l.Part >= l.Parts:
			return wrong(fmt.Errorf("part %d of %d", l.Part, l.Parts))
		case kept != nil && !bytes.Equal(kept, text):
			return wrong(fmt.Errorf("part %d differs from what another line says", l.Part))
		}
		r.lines[l.Part] = text
		sound += int64(len(text))
	}
}

// performs says whether a part is to be computed: it is in the shard, and no line has its result.
func (r *partRecord) performs(part int) bool {
	if r == nil {
		return true
	}
	return !r.merged && (r.shard.Of == 0 || part%r.shard.Of == r.shard.Index) && r.line(part) == nil
}

// left is how many parts from one on are to be computed.
func (r *partRecord) left(from, parts int) (n int) {
	for part := from; part < parts; part++ {
		if r.performs(part) {
			n++
		}
	}
	return n
}

func (r *partRecord) line(part int) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lines[part]
}

// recall reads the result of a part, and says whether there is one.
func (r *partRecord) recall(part int, result any) (found bool, err error) {
	if r == nil || r.line(part) == nil {
		return false, nil
	}
	var l partLine
	if err := json.Unmarshal(r.line(part), &l); err != nil {
		return false, err
	}
	if err := json.Unmarshal(l.Result, result); err != nil {
		return false, &properties.RecordError{File: r.path, Err: fmt.Errorf("part %d: %w", part, err)}
	}
	return true, nil
}

// keep writes the result of a part.
func (r *partRecord) keep(part int, result any) error {
	if r == nil {
		return nil
	}
	text, err := json.Marshal(result)
	if err != nil {
		return err
	}
	text, err = json.Marshal(partLine{part, r.run, text})
	if err != nil {
		return err
	}
	text = append(text, '\n')
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines[part] = text
	if _, err = r.file.Write(text); err != nil {
		return &outputError{err}
	}
	return nil
}

// finish closes the file of a run that has ended, complete unless err says not, and puts one in the order of the parts
// in its place. Of a shard it says how many parts it has, and returns exit 0; where parts are missing it names them and
// returns exit 3; else it returns nil. what is the word for a part.
func (r *partRecord) finish(command *cobra.Command, err error, what string, name func(part int) string) error {
	if r == nil {
		return err
	}
	if r.file != nil {
		if closed := r.file.Close(); err == nil && closed != nil {
			err = &outputError{closed}
		}
	}
	if err != nil {
		return err
	}
	if err := r.write(); err != nil {
		return &outputError{err}
	}
	if r.shard.Of > 0 {
		fmt.Fprintf(command.OutOrStdout(), "shard %d/%d: %d parts (each a %s), in %s; when all shards are complete: "+
			"itermle merge FILE …\n", r.shard.Index, r.shard.Of, len(r.lines), what, r.path)
		return exitError{exitHolds}
	}
	missing := 0
	for part := range r.run.Parts {
		if r.lines[part] != nil {
			continue
		}
		if missing++; missing <= shownMissing {
			fmt.Fprintf(command.ErrOrStderr(), "itermle: no record has %s %s\n", what, name(part))
		}
	}
	if missing == 0 {
		return nil
	}
	if missing > shownMissing {
		fmt.Fprintf(command.ErrOrStderr(), "itermle: … and %d more\n", missing-shownMissing)
	}
	return exitError{exitUndecided}
}

// write puts a file in the order of the parts in the place of what was written.
func (r *partRecord) write() error {
	if r.path == "" {
		return nil
	}
	var all []byte
	for part := range r.run.Parts {
		all = append(all, r.lines[part]...)
	}
	return renameio.Write(r.path, all)
}

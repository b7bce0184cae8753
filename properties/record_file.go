package properties

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"itermle/internal/renameio"
)

// Record keeps each decided scenario of a run as a line of JSON in a file, written as soon as it is decided: whatever
// ends the process, what was decided is kept. Lines stand as they were decided, and once the run is complete in the
// order of the plan, claim by claim. The fields are those of a ScenarioReport, with "instance" for its name, the key
// and the claim before them and the Origin behind.
type Record struct {
	Warnings []string // last lines that were damaged and dropped

	path  string // where lines are written; empty: nowhere
	file  *os.File
	lines []*line // those read
	byKey map[string]*line
}

// OpenRecord makes a record, or with resume goes on with one that may exist. A last line that is damaged, as by a
// process that was killed while it wrote, is dropped with a warning. Errors: a *RecordError for a file that has lines
// and is not to be resumed, is no file of lines, or is damaged elsewhere; or what the system says.
func OpenRecord(path string, resume bool) (*Record, error) {
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return nil, &RecordError{path, 0, errors.New("want a file of its own")}
		}
		if info.Size() > 0 && !resume {
			return nil, &RecordError{path, 0, errors.New("it has lines: want --resume, or another file")}
		}
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	r := &Record{path: path, file: file, byKey: map[string]*line{}}
	sound, err := r.read(path, file)
	if err == nil {
		err = file.Truncate(sound)
	}
	if err == nil {
		_, err = file.Seek(sound, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return r, nil
}

// ReadRecords reads several records as one, which is written nowhere. Errors: a *RecordError for a line that is
// damaged and not the last, is of another run than the first, or differs from another of the same key; or what the
// system says.
func ReadRecords(paths []string) (*Record, error) {
	r := &Record{byKey: map[string]*line{}}
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		_, err = r.read(path, file)
		if file.Close(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// read adds the lines of a file, and returns how many bytes the sound ones take.
func (r *Record) read(path string, file io.Reader) (sound int64, err error) {
	lines := bufio.NewReader(file)
	for number := 1; ; number++ {
		text, err := lines.ReadBytes('\n')
		if err == io.EOF && len(text) == 0 {
			return sound, nil
		}
		if err != nil && err != io.EOF {
			return sound, err
		}
		l, damage := readLine(text)
		if damage == nil && !bytes.HasSuffix(text, []byte("\n")) {
			damage = errors.New("it does not end")
		}
		if damage != nil {
			if _, err := lines.Peek(1); err != io.EOF {
				return sound, &RecordError{path, number, fmt.Errorf("damaged: %w", damage)}
			}
			r.Warnings = append(r.Warnings, fmt.Sprintf("record %s, line %d: the last line is damaged and dropped",
				path, number))
			return sound, nil
		}
		l.file, l.number = path, number
		if err := r.add(l); err != nil {
			return sound, err
		}
		sound += int64(len(text))
	}
}

// add adds a line of the same run as the first.
func (r *Record) add(l *line) error {
	if len(r.lines) > 0 && l.Origin != r.lines[0].Origin {
		return l.wrong("it is of %s, and %s, line %d of %s", l.Origin, r.lines[0].file, r.lines[0].number,
			r.lines[0].Origin)
	}
	if other := r.byKey[l.Key]; other == nil {
		r.lines, r.byKey[l.Key] = append(r.lines, l), l
	} else if !other.same(l) {
		return l.wrong("claim %s, instance %q differs from %s, line %d", l.Claim, l.Instance, other.file, other.number)
	}
	return nil
}

// Origin is that of the lines, and the zero value where there is none.
func (r *Record) Origin() Origin {
	if len(r.lines) == 0 {
		return Origin{}
	}
	return r.lines[0].Origin
}

// KeepIn has a run that is complete write the record to a file, in the order of the plan.
func (r *Record) KeepIn(path string) { r.path = path }

// write writes a line.
func (r *Record) write(l *line) error {
	if r == nil || r.file == nil {
		return nil
	}
	text, err := l.text()
	if err == nil {
		_, err = r.file.Write(text)
	}
	return err
}

// finish closes the file, and puts one in the order of the plan in its place where the run is complete.
func (r *Record) finish(parts []*part, options Options, complete bool) error {
	if r == nil || r.path == "" {
		return nil
	}
	if r.file != nil {
		if err := r.file.Close(); err != nil {
			return err
		}
	}
	if !complete {
		return nil
	}
	var all []byte
	origin := options.origin()
	for _, p := range parts {
		for i, report := range p.report.Scenarios {
			if report.pending {
				continue
			}
			text, err := newLine(p.keys[i], p.claim.ID, report, origin).text()
			if err != nil {
				return err
			}
			all = append(all, text...)
		}
	}
	return renameio.Write(r.path, all)
}

package cmd

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"itermle/estimators"
	"itermle/internal/numeral"
)

// columnError is what a file of data is refused for: where, what stands there, and what would be accepted.
type columnError struct {
	File   string
	Line   int // 1 is the header; 0: the file as a whole
	Column string
	Value  string
	Accept string
}

func (e *columnError) Error() string {
	where := e.File
	if e.Line > 0 {
		where += ", line " + strconv.Itoa(e.Line)
	}
	if e.Column != "" {
		where += ", column " + strconv.Quote(e.Column)
	}
	return fmt.Sprintf("%s: %s: want %s", where, e.Value, e.Accept)
}

// columnChunk is how many rows are passed on at once.
const columnChunk = 512

// readColumn passes the numbers of one column of a CSV file on, chunk by chunk, and returns how many there are. The
// first line has the names; an empty name is the only column. Nothing is guessed: a missing value, a cell that is no
// finite number, a value outside the support and a constant column are *columnErrors. The memory is that of a line.
func readColumn(path, name string, add func(x []float64) error) (rows int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		var reason *os.PathError
		if errors.As(err, &reason) {
			err = reason.Err
		}
		return 0, &columnError{File: path, Value: err.Error(), Accept: "a CSV file that can be read"}
	}
	defer file.Close() // opened for reading: nothing to lose
	reader := csv.NewReader(bufio.NewReaderSize(file, 1<<20))
	reader.ReuseRecord = true
	at, name, err := findColumn(reader, path, name)
	if err != nil {
		return 0, err
	}
	refuse := func(line int, value, accept string) error { return &columnError{path, line, name, value, accept} }
	chunk, lines := make([]float64, 0, columnChunk), make([]int, 0, columnChunk)
	pass := func() error {
		err := add(chunk)
		var outside *estimators.SampleError
		if errors.As(err, &outside) {
			value := strconv.FormatFloat(outside.Value, 'g', -1, 64) + " is outside the support"
			return refuse(lines[outside.Index], value, outside.Accept)
		}
		rows += int64(len(chunk))
		chunk, lines = chunk[:0], lines[:0]
		return err
	}
	least, most := math.Inf(1), math.Inf(-1)
	for {
		record, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, malformed(path, err)
		}
		line, _ := reader.FieldPos(at)
		cell := strings.TrimSpace(record[at])
		v, err := numeral.Float(cell)
		switch {
		case cell == "":
			return 0, refuse(line, "the value is missing", "a number in every row")
		case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
			return 0, refuse(line, strconv.Quote(cell)+" is no finite number", "a number in every row")
		}
		least, most = math.Min(least, v), math.Max(most, v)
		if chunk, lines = append(chunk, v), append(lines, line); len(chunk) == columnChunk {
			if err := pass(); err != nil {
				return 0, err
			}
		}
	}
	if err := pass(); err != nil {
		return 0, err
	}
	switch {
	case rows == 0:
		return 0, refuse(0, "there are no rows below the header", "at least two rows")
	case least == most:
		return 0, refuse(0, fmt.Sprintf("all %d values are %g", rows, least), "a column that varies")
	}
	return rows, nil
}

// malformed is an error of the CSV reader as a *columnError.
func malformed(path string, err error) error {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return &columnError{File: path, Line: syntax.Line, Value: syntax.Err.Error(),
			Accept: "comma-separated values, as many in each line as in the first"}
	}
	return &columnError{File: path, Value: err.Error(), Accept: "a CSV file that can be read"}
}

// findColumn reads the header and returns the column's place and name.
func findColumn(reader *csv.Reader, path, name string) (int, string, error) {
	header, err := reader.Read()
	if err == io.EOF {
		return 0, "", &columnError{File: path, Value: "the file is empty",
			Accept: "a line with the names of the columns"}
	}
	if err != nil {
		return 0, "", malformed(path, err)
	}
	var names []string
	numbers := true
	for i, field := range header {
		field = strings.TrimSpace(field)
		if i == 0 {
			field = strings.TrimPrefix(field, "\ufeff") // the byte order mark of some programs
		}
		_, err := numeral.Float(field)
		numbers = numbers && err == nil
		names = append(names, field)
	}
	switch {
	case numbers:
		return 0, "", &columnError{File: path, Line: 1, Value: "all cells are numbers",
			Accept: "the names of the columns in the first line"}
	case name == "" && len(names) == 1:
		return 0, names[0], nil
	case name == "":
		return 0, "", &missingFlagError{"column", "one of " + strings.Join(names, ", ")}
	}
	at := slices.Index(names, name)
	if at < 0 {
		return 0, "", &columnError{File: path, Line: 1, Column: name, Value: "there is no such column",
			Accept: "one of " + strings.Join(names, ", ")}
	}
	if slices.Contains(names[at+1:], name) {
		return 0, "", &columnError{File: path, Line: 1, Column: name, Value: "two columns have this name",
			Accept: "a name that is unique"}
	}
	return at, name, nil
}

package cmd

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"

	"github.com/spf13/cobra"
)

// partsOf is the command that a record is of, if it is one of parts.
func partsOf(path string) (command string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := bufio.NewReader(file).ReadBytes('\n')
	if err != nil {
		return "", nil // an empty file, or a damaged line: who reads it says so
	}
	var l partLine
	_ = json.Unmarshal(text, &l) // likewise
	return l.Command, nil
}

// errNoRows is CSV of what has none.
var errNoRows = errors.New("--csv has no effect on these records: want those of itermle simulate or sweep, or --json")

// mergeParts prints what tight, simulate or sweep would have without shards, from the records of all parts.
func (o *mergeOptions) mergeParts(command *cobra.Command, registry *Registry, of string, files []string) error {
	if err := alone(command, "records of "+of, "run", "junit", "annotations"); err != nil {
		return err
	}
	record := &partRecord{merged: true, path: o.record, lines: map[int][]byte{}}
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		_, warnings, err := record.read(path, file)
		if file.Close(); err != nil {
			return err
		}
		warn(command, warnings)
	}
	var again *cobra.Command
	switch record.run.Command {
	case "tight":
		again = tightOf(registry, record)
	case "simulate":
		again = simulateOf(registry, record)
	case "sweep":
		again = sweepOf(registry, record)
	default:
		return errNoLines
	}
	command.Root().AddCommand(again) // whose output and width it has
	again.SetContext(command.Context())
	if err := again.ParseFlags(record.run.Flags); err != nil {
		return explainFlag(again, err)
	}
	if ours := runOf(again, record.run.Parts); !ours.same(&record.run) {
		return errors.New("the records are of " + record.run.String() + ", want those of " + ours.String())
	}
	set := map[string]string{"memory": "1e300B", "draws": "1e300"} // the shards have kept to theirs
	if o.asJSON {
		set["json"] = "true"
	}
	if o.asCSV {
		if again.Flags().Lookup("csv") == nil {
			return errNoRows
		}
		set["csv"] = "true"
	}
	for name, value := range set {
		if flag := again.Flags().Lookup(name); flag != nil {
			if err := flag.Value.Set(value); err != nil {
				return err
			}
		}
	}
	return again.RunE(again, nil)
}

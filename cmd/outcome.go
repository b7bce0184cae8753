package cmd

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"itermle/properties"
	"itermle/theorems"
)

// outcomeOptions are the flags of who tells a build server how a run came out.
type outcomeOptions struct {
	junit       string
	annotations bool
}

func (o *outcomeOptions) outcomeFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.junit, "junit", "", "write the verdicts to this file, as JUnit's XML")
	flags.BoolVar(&o.annotations, "annotations", false, "print what failed on stderr, as GitHub's annotations")
}

// show prints a run, but for the rows that were printed as they were decided, and returns its exit code.
func (o *outcomeOptions) show(command *cobra.Command, registry *Registry, s *properties.Summary, asJSON bool,
	rows *verdictStream) (int, error) {
	out := command.OutOrStdout()
	var err error
	switch {
	case asJSON:
		err = printJSON(out, "  ", s)
	case rows != nil:
		err = rows.finish(out, s)
	default:
		err = printVerdicts(out, s, registry, tableWidth(command))
	}
	if o.annotations {
		annotate(command.ErrOrStderr(), registry, s)
	}
	if o.junit != "" && err == nil { // last: verdicts are not lost to a file that cannot be written
		if err = writeJUnit(o.junit, s); err != nil {
			err = &outputError{err}
		}
	}
	return s.ExitCode(), err
}

// The elements of JUnit's XML: one suite, a case a claim.
type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     float64     `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Statement string        `xml:"classname,attr"`
		Claim     string        `xml:"name,attr"`
		Time      float64       `xml:"time,attr"`
		Failure   *junitTrouble `xml:"failure"`
		Error     *junitTrouble `xml:"error"`
		Out       string        `xml:"system-out"`
	}
	junitTrouble struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a run as JUnit's XML: a claim that is not as expected is a failure, undecided ones too, and one
// that ended in an error an error.
func writeJUnit(path string, s *properties.Summary) error {
	suite := junitSuite{Name: fmt.Sprintf("itermle verify, profile %s, seed %d", s.Profile, s.Seed),
		Tests: len(s.Reports), Time: s.Seconds}
	for i := range s.Reports {
		r := &s.Reports[i]
		one := junitCase{Statement: r.Statement, Claim: r.Claim, Out: r.Says + "\n" + evidence(r)}
		for k := range r.Scenarios {
			one.Time += r.Scenarios[k].Seconds
		}
		var lines []string
		for _, f := range r.Failures {
			lines = append(lines, fmt.Sprintf("%s: %s\nreproduce: %s", f.Scenario, f.Evidence, f.Reproduce))
		}
		trouble := &junitTrouble{r.Verdict.String(), wrongVerdict(r), strings.Join(lines, "\n")}
		switch {
		case r.Broken():
			suite.Errors++
			one.Error = trouble
		case !r.AsExpected():
			suite.Failures++
			one.Failure = trouble
		}
		suite.Cases = append(suite.Cases, one)
	}
	text, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append([]byte(xml.Header), append(text, '\n')...), 0o666)
}

// outcome is what came of a claim, with its evidence, in one line.
func wrongVerdict(r *properties.Report) string {
	return fmt.Sprintf("%v, want %v: %s", r.Verdict, r.Expected, evidence(r))
}

// annotate prints a workflow command of GitHub for each claim that is not as expected: a warning for one that is
// undecided, an error for every other.
func annotate(out io.Writer, registry *Registry, s *properties.Summary) {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for i := range s.Reports {
		r := &s.Reports[i]
		if r.AsExpected() && !r.Broken() {
			continue
		}
		level, message := "error", wrongVerdict(r)
		if r.Verdict == theorems.Undecided && !r.Broken() {
			level = "warning"
		}
		if at := slices.IndexFunc(r.Failures, func(f properties.Failure) bool { return f.Error != "" }); at >= 0 {
			message = r.Failures[at].Scenario + ": " + r.Failures[at].Error
		}
		if len(r.Failures) > 0 {
			message += "\nreproduce: " + r.Failures[0].Reproduce
		}
		where := "title=" + property.Replace(r.Claim)
		if file := registry.Files[r.Claim]; file != "" {
			where += ",file=" + property.Replace(file)
		}
		fmt.Fprintf(out, "::%s %s::%s\n", level, where, text.Replace(message))
	}
}

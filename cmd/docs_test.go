package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"itermle/theorems"
)

// consoleBlock is a block of commands with what they print: an … in a line of its own stands for the rest.
var consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")

// words splits a command line as a shell does that knows single quotes only.
func words(line string) []string {
	var found []string
	for _, word := range regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1) {
		found = append(found, strings.Trim(word, "'"))
	}
	return found
}

// printed is what commands print, each after its line with a prompt, up to the … where the page has one.
func printed(t *testing.T, block string) string {
	t.Helper()
	text := ""
	for _, part := range strings.Split(block, "$ ")[1:] {
		line, shown, _ := strings.Cut(part, "\n")
		command, found := strings.CutPrefix(line, "itermle ")
		if !found {
			t.Fatalf("%q is no command of itermle", line)
		}
		code, stdout, stderr := execute(words(command)...)
		if code == exitBroken || code == exitOutput {
			t.Errorf("%s: exit %d", line, code)
		}
		output := stdout + stderr
		if lines := strings.SplitAfter(output, "\n"); strings.HasSuffix(shown, "…\n") {
			output = strings.Join(lines[:strings.Count(shown, "\n")-1], "") + "…\n"
		}
		text += "$ " + line + "\n" + output
	}
	return text
}

// The tutorials show what the commands print, but for the last digits of numbers. Under -update they are written anew.
func TestTutorialsShowWhatIsPrinted(t *testing.T) {
	t.Chdir("..")
	pages, err := filepath.Glob("docs/tutorial_*.md")
	if err != nil || len(pages) != 4 {
		t.Fatalf("%q, %v: want four", pages, err)
	}
	for _, page := range pages {
		old := readFile(t, page)
		fresh := consoleBlock.ReplaceAllStringFunc(old, func(block string) string {
			return "```console\n" + printed(t, consoleBlock.FindStringSubmatch(block)[1]) + "```"
		})
		if *update {
			if err := os.WriteFile(page, []byte(fresh), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, want := strings.Split(fresh, "\n"), strings.Split(old, "\n")
		for i := range min(len(got), len(want)) {
			if !sameRow(got[i], want[i]) {
				t.Errorf("%s:%d has\n%s\nwhere itermle prints\n%s\nIf that is meant: make verdicts", page, i+1, want[i],
					got[i])
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d lines, want %d", page, len(want), len(got))
		}
	}
}

// Each page of docs is in reach: its links lead to files, and how to cite is what a report says.
func TestDocsLink(t *testing.T) {
	pages, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	for _, page := range pages {
		for _, found := range link.FindAllStringSubmatch(readFile(t, page), -1) {
			if _, err := os.Stat(filepath.Join("../docs", found[1])); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
	if !strings.Contains(readFile(t, "../docs/cite.md"), bibTeX(theorems.Bibliography(theorems.Statements())[:2])) {
		t.Error("docs/cite.md does not have the BibTeX of the paper and the software")
	}
}

// Every package that others may import shows its use.
func TestPublicPackagesHaveExamples(t *testing.T) {
	shows := map[string]bool{}
	err := filepath.WalkDir("..", func(name string, entry os.DirEntry, err error) error {
		if base := filepath.Base(name); err == nil && entry.IsDir() && (base == "internal" || base == "examples" ||
			base == "testdata" || strings.HasPrefix(base, ".") && base != "..") {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		folder, text := filepath.Dir(name), readFile(t, name)
		if !strings.Contains(text, "\npackage main\n") {
			shows[folder] = shows[folder] || strings.Contains(text, "\nfunc Example")
		}
		return nil
	})
	if err != nil || len(shows) < 15 {
		t.Fatalf("%d packages, %v", len(shows), err)
	}
	for folder, has := range shows {
		if !has {
			t.Errorf("%s has no Example", folder)
		}
	}
}

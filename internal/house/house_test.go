// Package house has only tests: they hold the tree to the measures of CONTRIBUTING.md.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	root      = "../.."
	width     = 120 // columns of a line
	tab       = 4   // columns of a tab
	functions = 70  // lines of a function
)

// sources are the Go files of the tree, by path from the root.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" {
			return err
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// columns is the width of a line on a terminal, each character one column.
func columns(line string) int {
	n := 0
	for _, r := range line {
		if n++; r == '\t' {
			n += tab - 1 - (n-1)%tab
		}
	}
	return n
}

func TestLinesFitTheWidth(t *testing.T) {
	for name, text := range sources(t) {
		number := 0
		for line := range strings.Lines(text) {
			number++
			if n := columns(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("%s:%d: %d columns, want at most %d", name, number, n, width)
			}
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	for name, text := range sources(t) {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			function, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := files.Position(function.End()).Line - files.Position(function.Pos()).Line + 1
			if lines > functions && !strings.HasSuffix(name, "_test.go") {
				t.Errorf("%s: func %s has %d lines, want at most %d", name, function.Name.Name, lines, functions)
			}
		}
	}
}

func TestColumnsCountTabs(t *testing.T) {
	for line, want := range map[string]int{"": 0, "a": 1, "\t": 4, "\ta": 5, "ab\tc": 5, "abcd\te": 9, "θ*\t\t≤": 9} {
		if got := columns(line); got != want {
			t.Errorf("%q: %d columns, want %d", line, got, want)
		}
	}
}

package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// halls are the folders of claims, by their path from the root of the module.
var halls = []string{"theorems", "counterexamples"}

// A floor of a hall. A file uses its own floor's files where that is said, and those of the floors below.
type floor int

const (
	words    floor = iota // what a claim and a statement are, and the statements; words use words
	cases                 // tables, runs and scenarios that several claims share; cases use cases, without circles
	claims                // the claims of one statement; none uses another's file
	register              // the list of claims
)

func (f floor) String() string { return [...]string{"words", "cases", "claims", "register"}[f] }

// floorOf tells the floor of a file by its name.
func floorOf(file string) floor {
	switch {
	case file == "claims.go":
		return register
	case slices.Contains([]string{"doc.go", "claim.go", "draw.go", "experiment.go", "outcome.go", "statement.go",
		"statements.go"},
		file),
		strings.HasPrefix(file, "statements_"):
		return words
	case strings.HasPrefix(file, "cases_"):
		return cases
	}
	return claims
}

// hall is a parsed folder: its files but for the tests, by name.
type hall struct {
	positions *token.FileSet
	files     map[string]*ast.File
}

func readHall(system fs.FS) (hall, error) {
	h := hall{token.NewFileSet(), map[string]*ast.File{}}
	names, err := fs.Glob(system, "*.go")
	if err != nil {
		return h, err
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := fs.ReadFile(system, name)
		if err != nil {
			return h, err
		}
		if h.files[name], err = parser.ParseFile(h.positions, name, source, 0); err != nil {
			return h, err
		}
	}
	if len(h.files) == 0 {
		return h, fmt.Errorf("no Go files")
	}
	return h, nil
}

// sorted are the names of the files in order.
func (h hall) sorted() []string { return slices.Sorted(maps.Keys(h.files)) }

// empty is an importer to which every package is empty: within one package names and methods resolve without the
// others.
type empty struct{}

func (empty) Import(where string) (*types.Package, error) {
	p := types.NewPackage(where, path.Base(where))
	p.MarkComplete()
	return p, nil
}

// uses lists for every file what it uses of which other: user, file, name.
func (h hall) uses() map[string]map[string]string {
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: empty{}, Error: func(error) {}}
	parsed := make([]*ast.File, 0, len(h.files))
	for _, name := range h.sorted() {
		parsed = append(parsed, h.files[name])
	}
	config.Check("hall", h.positions, parsed, &info) // errors are about the empty packages
	uses := map[string]map[string]string{}
	for ident, object := range info.Uses {
		from, to := h.positions.Position(ident.Pos()).Filename, h.positions.Position(object.Pos()).Filename
		if from == to || h.files[to] == nil {
			continue
		}
		if uses[from] == nil {
			uses[from] = map[string]string{}
		}
		if seen := uses[from][to]; seen == "" || ident.Name < seen {
			uses[from][to] = ident.Name
		}
	}
	return uses
}

// breaches are the uses that no floor allows, and the circles among the cases.
func (h hall) breaches() []string {
	var found []string
	uses := h.uses()
	for _, from := range h.sorted() {
		for _, to := range slices.Sorted(maps.Keys(uses[from])) {
			below := floorOf(to) < floorOf(from)
			beside := floorOf(to) == floorOf(from) && floorOf(from) <= cases
			if !below && !beside {
				found = append(found,
					fmt.Sprintf("%s (%v) uses %s of %s (%v)", from, floorOf(from), uses[from][to], to, floorOf(to)))
			}
		}
	}
	return append(found, circles(uses)...)
}

// circles lists the case files that use themselves by way of others.
func circles(uses map[string]map[string]string) []string {
	var found []string
	for _, start := range slices.Sorted(maps.Keys(uses)) {
		if floorOf(start) != cases {
			continue
		}
		reached, next := map[string]bool{}, []string{start}
		for len(next) > 0 {
			file := next[0]
			next = next[1:]
			for to := range uses[file] {
				if floorOf(to) == cases && !reached[to] {
					reached[to] = true
					next = append(next, to)
				}
			}
		}
		if reached[start] {
			found = append(found, start+" uses itself by way of other cases")
		}
	}
	return found
}

func TestFloors(t *testing.T) {
	for _, folder := range halls {
		t.Run(folder, func(t *testing.T) {
			h, err := readHall(os.DirFS(filepath.Join("..", "..", filepath.FromSlash(folder))))
			if err != nil {
				t.Fatal(err)
			}
			for _, breach := range h.breaches() {
				t.Error(breach)
			}
		})
	}
}

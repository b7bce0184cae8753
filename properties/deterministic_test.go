package properties

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// makers make a source of randomness that no budget of draws counts.
var makers = []string{"estimators.NewStream", "philox.New", "rand.New", "rand.NewPCG", "rand.NewChaCha8", "quasi.New"}

// ownStreams are the calls of makers in the non-test files of a folder.
func ownStreams(t *testing.T, folder string) (found []string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %d files, %v", folder, len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if selected, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := selected.X.(*ast.Ident); ok && slices.Contains(makers, of.Name+"."+selected.Sel.Name) {
					found = append(found, filepath.Base(name)+" "+of.Name+"."+selected.Sel.Name)
				}
			}
			return true
		})
	}
	return found
}

// TestClaimsMakeNoStreams: claims draw from the stream that the checker hands them, whose words it counts. A
// Deterministic gets none, so it can draw nothing uncounted. One exception draws a single sample for each pool, the
// other numbers the instances of a fixed list.
func TestClaimsMakeNoStreams(t *testing.T) {
	for folder, want := range map[string][]string{"../theorems": {"cases_optimisation.go estimators.NewStream",
		"cases_restatement.go rand.New", "cases_restatement.go rand.NewPCG"}, "../counterexamples": nil} {
		if found := ownStreams(t, folder); !slices.Equal(found, want) {
			t.Errorf("%s: %q make streams of their own, want %q", folder, found, want)
		}
	}
	folder := t.TempDir()
	text := "package p\n\nvar s = estimators.NewStream(1, \"x\")\n"
	if err := os.WriteFile(filepath.Join(folder, "p.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if found := ownStreams(t, folder); len(found) != 1 {
		t.Errorf("a stream of one's own is not seen: %q", found)
	}
}

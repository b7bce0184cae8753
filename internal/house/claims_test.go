package house

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// fileOf is the file of a statement's claims: its ID in lower case, with _ for - and dots.
func fileOf(statement string) string {
	return strings.ToLower(strings.NewReplacer("-", "_", ".", "_").Replace(statement)) + ".go"
}

// claimField is the constant string that a Claim literal gives a field; false where it gives none.
func claimField(literal *ast.CompositeLit, field string) (string, bool) {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); !ok || key.Name != field {
			continue
		}
		if value, ok := pair.Value.(*ast.BasicLit); ok && value.Kind == token.STRING {
			s, err := strconv.Unquote(value.Value)
			return s, err == nil
		}
	}
	return "", false
}

// isClaim is whether a literal's type is Claim or theorems.Claim.
func isClaim(literal *ast.CompositeLit) bool {
	switch t := literal.Type.(type) {
	case *ast.Ident:
		return t.Name == "Claim"
	case *ast.SelectorExpr:
		return t.Sel.Name == "Claim"
	}
	return false
}

// misplaced lists the Claim literals that do not stand in the file of their statement, and the claims' files without
// one.
func (h hall) misplaced() []string {
	var found []string
	for _, file := range h.sorted() {
		count := 0
		ast.Inspect(h.files[file], func(node ast.Node) bool {
			literal, ok := node.(*ast.CompositeLit)
			if !ok || !isClaim(literal) {
				return true
			}
			id, named := claimField(literal, "ID")
			statement, placed := claimField(literal, "Statement")
			where := h.positions.Position(literal.Pos())
			switch {
			case !named || !placed:
				found = append(found, fmt.Sprintf("%s: a Claim without constant ID and Statement", where))
			case fileOf(statement) != file:
				found = append(found, fmt.Sprintf("%s: %s belongs to %s", where, id, fileOf(statement)))
			}
			count++
			return true
		})
		if floorOf(file) == claims && count == 0 {
			found = append(found, file+": no Claim")
		}
	}
	return found
}

func TestClaimsStandInTheirStatementsFile(t *testing.T) {
	for _, folder := range halls {
		t.Run(folder, func(t *testing.T) {
			h, err := readHall(os.DirFS(filepath.Join("..", "..", filepath.FromSlash(folder))))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range h.misplaced() {
				t.Error(fault)
			}
		})
	}
}

// A small hall with every fault that the two tests look for, and nothing else.
func TestFaultsAreFound(t *testing.T) {
	h, err := readHall(fstest.MapFS{
		"claim.go":       source("type Claim struct{ ID, Statement string }"),
		"cases_run.go":   source("type run struct{}\nfunc (run) start() { other() }\nfunc more() {}"),
		"cases_other.go": source("func other() { more(); lemmaA() }"),
		"lemma_a.go":     source(`func lemmaA() Claim { return Claim{ID: "lemma-A", Statement: "lemma-A"} }`),
		"lemma_b_1.go": source("func lemmaB1() Claim { run{}.start(); _ = lemmaA(); " +
			`return Claim{ID: "lemma-B.1", Statement: "lemma-B.1"} }` + "\nfunc (run) stop() {}"),
		"lemma_b_2.go": source("func lemmaB2() Claim { run{}.stop(); " +
			`return Claim{ID: "lemma-B.2-printed", Statement: "lemma-B.1"} }`),
		"figure_1.go":  source(`func figure1(id string) Claim { return Claim{ID: id, Statement: "figure-1"} }`),
		"finding_1.go": source(`func finding1() {}`),
		"claims.go":    source("func Claims() []Claim { finding1(); return []Claim{lemmaA(), lemmaB1(), lemmaB2()} }"),
	})
	if err != nil {
		t.Fatal(err)
	}
	compare(t, h.breaches(), []string{
		"cases_other.go (cases) uses lemmaA of lemma_a.go (claims)",
		"lemma_b_1.go (claims) uses lemmaA of lemma_a.go (claims)",
		"lemma_b_2.go (claims) uses stop of lemma_b_1.go (claims)",
		"cases_other.go uses itself by way of other cases",
		"cases_run.go uses itself by way of other cases",
	})
	compare(t, h.misplaced(), []string{
		"figure_1.go:2:40: a Claim without constant ID and Statement",
		"finding_1.go: no Claim",
		"lemma_b_2.go:2:45: lemma-B.2-printed belongs to lemma_b_1.go",
	})
}

func source(text string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("package hall\n" + text + "\n")}
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

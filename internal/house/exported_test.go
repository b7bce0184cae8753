package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// tree is a module as text: its path, and the files of each of its folders that has Go files.
type tree struct {
	module  string
	files   *token.FileSet
	folders map[string]map[string]*ast.File
	checked map[string]*types.Package // by import path, without the tests
	used    map[string]bool           // exported names that have a user, as path.Name
}

func readTree(module string, system fs.FS) (*tree, error) {
	t := &tree{module, token.NewFileSet(), map[string]map[string]*ast.File{}, map[string]*types.Package{},
		map[string]bool{}}
	return t, fs.WalkDir(system, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		text, err := fs.ReadFile(system, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(t.files, name, text, parser.SkipObjectResolution)
		folder := path.Dir(name)
		if t.folders[folder] == nil {
			t.folders[folder] = map[string]*ast.File{}
		}
		t.folders[folder][name] = file
		return err
	})
}

// Import gives the module's packages as they are, and every other as an empty one.
func (t *tree) Import(where string) (*types.Package, error) {
	folder, ours := strings.CutPrefix(where, t.module+"/")
	if !ours || t.folders[folder] == nil {
		return empty{}.Import(where)
	}
	if t.checked[where] == nil {
		t.checked[where] = t.check(where, t.pick(folder, func(name, pkg string) bool { return !isTest(name) }), nil)
	}
	return t.checked[where], nil
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// pick are the files of a folder, in order, that a condition on file and package name holds for.
func (t *tree) pick(folder string, holds func(name, pkg string) bool) []*ast.File {
	var picked []*ast.File
	for _, name := range slices.Sorted(maps.Keys(t.folders[folder])) {
		if file := t.folders[folder][name]; holds(name, file.Name.Name) {
			picked = append(picked, file)
		}
	}
	return picked
}

func (t *tree) check(where string, files []*ast.File, info *types.Info) *types.Package {
	config := types.Config{Importer: t, Error: func(error) {}} // errors are about the empty packages
	checked, _ := config.Check(where, t.files, files, info)
	return checked
}

// unused lists the exported names of the module that nothing outside their package uses and no Example shows: neither
// by name, nor because what is used has them in its type, nor as the constants of a type that is used.
func (t *tree) unused() []string {
	for folder := range t.folders {
		where := path.Join(t.module, folder)
		t.Import(where)
		inside := func(name, pkg string) bool { return !strings.HasSuffix(pkg, "_test") }
		outside := func(name, pkg string) bool { return strings.HasSuffix(pkg, "_test") }
		t.use(where, t.pick(folder, inside))
		t.use(where+"_test", t.pick(folder, outside))
	}
	var found []string
	for where, checked := range t.checked {
		scope := checked.Scope()
		for _, name := range scope.Names() {
			key := where + "." + name
			used := t.used[key] || t.used[constantOf(scope.Lookup(name))]
			if ast.IsExported(name) && !used && checked.Name() != "main" {
				found = append(found, strings.TrimPrefix(key, t.module+"/"))
			}
		}
	}
	slices.Sort(found)
	return found
}

// constantOf is the type of a constant, as path.Name; "" of what is no constant, or has no type of the module's.
func constantOf(object types.Object) string {
	if named, ok := object.Type().(*types.Named); ok && object.Pkg() == named.Obj().Pkg() {
		if _, constant := object.(*types.Const); constant {
			return named.Obj().Pkg().Path() + "." + named.Obj().Name()
		}
	}
	return ""
}

// use marks what files of a package use of others, and what its Examples use of its own.
func (t *tree) use(where string, files []*ast.File) {
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	t.check(where, files, info)
	var examples []ast.Node
	for _, file := range files {
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && isTest(t.files.Position(f.Pos()).Filename) &&
				strings.HasPrefix(f.Name.Name, "Example") {
				examples = append(examples, f)
			}
		}
	}
	for ident, object := range info.Uses {
		if object.Pkg() == nil || object.Parent() != object.Pkg().Scope() {
			continue
		}
		shown := slices.ContainsFunc(examples, func(f ast.Node) bool {
			return f.Pos() <= ident.Pos() && ident.Pos() < f.End()
		})
		own := object.Pkg().Path() == where || object.Pkg().Path()+"_test" == where
		if !own || shown {
			t.mark(object)
		}
	}
}

// mark marks an object, and the types that its own is made of.
func (t *tree) mark(object types.Object) {
	if object.Pkg() == nil || !strings.HasPrefix(object.Pkg().Path()+"/", t.module+"/") {
		return
	}
	if key := object.Pkg().Path() + "." + object.Name(); !t.used[key] {
		t.used[key] = true
		t.markType(object.Type(), map[types.Type]bool{})
	}
}

func (t *tree) markType(of types.Type, seen map[types.Type]bool) {
	if of == nil || seen[of] {
		return
	}
	seen[of] = true
	switch of := of.(type) {
	case *types.Named:
		t.mark(of.Obj())
		t.markType(of.Underlying(), seen)
		for i := range of.NumMethods() {
			if m := of.Method(i); m.Exported() {
				t.markType(m.Type(), seen)
			}
		}
		for i := range of.TypeArgs().Len() {
			t.markType(of.TypeArgs().At(i), seen)
		}
	case *types.Alias:
		t.mark(of.Obj())
		t.markType(types.Unalias(of), seen)
	case *types.Signature:
		t.markType(of.Params(), seen)
		t.markType(of.Results(), seen)
	case *types.Tuple:
		for i := range of.Len() {
			t.markType(of.At(i).Type(), seen)
		}
	case *types.Struct:
		for i := range of.NumFields() {
			t.markType(of.Field(i).Type(), seen)
		}
	case *types.Interface:
		for i := range of.NumMethods() {
			t.markType(of.Method(i).Type(), seen)
		}
	case *types.Map:
		t.markType(of.Key(), seen)
		t.markType(of.Elem(), seen)
	case interface{ Elem() types.Type }:
		t.markType(of.Elem(), seen)
	}
}

func TestExportedNamesHaveUsers(t *testing.T) {
	module, err := readTree("itermle", os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range module.unused() {
		t.Errorf("%s has no user outside its package and stands in no Example", name)
	}
}

// A module with names that are used in every way, and one in each that is not.
func TestUnusedNamesAreFound(t *testing.T) {
	text := func(lines ...string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Join(lines, "\n"))}
	}
	module, err := readTree("m", fstest.MapFS{
		"a/a.go": text("package a", "type Returned struct{ In Held }", "type Held struct{}", "type Idle struct{}",
			"func Make() (*Returned, Kind) { return nil, One }", "func Shown() {}", "func Own() {}",
			"const Size, Spare = 1, 2", "type Kind int", "const One Kind = 1", "var _ = Idle{}"),
		"a/a_test.go": text("package a", "func TestOwn() { Own() }", "func ExampleShown() { Shown() }"),
		"b/b.go":      text("package b", `import "m/a"`, "func b() { a.Make() }", "func Free() {}"),
		"b/outside_test.go": text("package b_test", `import ("m/a"; "m/b")`, "var _ = a.Size",
			"func TestB() { b.Free() }"),
		"c/main.go": text("package main", "func main() {}", "func Unheard() {}"),
	})
	if err != nil {
		t.Fatal(err)
	}
	compare(t, module.unused(), []string{"a.Idle", "a.Own", "a.Spare", "b.Free"})
}

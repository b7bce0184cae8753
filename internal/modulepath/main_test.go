package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// copyTree copies the module's sources, without what version control keeps.
func copyTree(t *testing.T, to string) {
	t.Helper()
	from := os.DirFS("../..")
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		switch filepath.Ext(name) {
		case ".go", ".mod", ".sum", ".md", ".html", ".css", ".js":
			text, err := fs.ReadFile(from, name)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(to, name), text, 0o644)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// goIn runs the go command in a folder.
func goIn(t *testing.T, folder string, arguments ...string) string {
	t.Helper()
	command := exec.Command("go", arguments...)
	command.Dir, command.Env = folder, append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	text, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(arguments, " "), err, text)
	}
	return string(text)
}

// The module under another path builds, and names its old path nowhere: every import of every package, tests included,
// is found.
func TestRenamedModuleBuilds(t *testing.T) {
	const path = "example.org/theory/renamed"
	mod, err := readMod("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	from := mod.Module.Path
	folder := t.TempDir()
	copyTree(t, folder)
	// A module of a user's, such as the examples: it requires the module and replaces it by the folder.
	user := filepath.Join(folder, "user")
	if err := os.Mkdir(user, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod": fmt.Sprintf("module %[1]s/user\n\ngo 1.26.0\n\n"+
			"require %[1]s v0.0.0\n\nreplace %[1]s => ../\n", from),
		"README.md": "Import `" + from + "/estimators`; itermle is the command.\n",
		"user.go":   "package user\n\nimport _ \"" + from + "/internal/interval\"\n",
	} {
		if err := os.WriteFile(filepath.Join(user, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := rename(folder, path); err != nil {
		t.Fatal(err)
	}
	for _, imported := range strings.Fields(goIn(t, folder, "list", "-deps", "-test", "./...")) {
		if strings.HasPrefix(imported, from+"/") {
			t.Errorf("%s is still imported", imported)
		}
	}
	goIn(t, folder, "vet", "./internal/interval", "./internal/modulepath")
	edited := strings.Join(strings.Fields(goIn(t, user, "mod", "edit", "-print")), " ")
	for _, want := range []string{"module " + path + "/user", "require " + path + " v0.0.0",
		"replace " + path + " => ../"} {
		if !strings.Contains(edited, want) {
			t.Errorf("the user's go.mod does not say %q: %s", want, edited)
		}
	}
	readme, err := os.ReadFile(filepath.Join(user, "README.md"))
	if want := "Import `" + path + "/estimators`; itermle is the command.\n"; err != nil || string(readme) != want {
		t.Errorf("README.md: %v, %q", err, readme)
	}
}

func TestRenameRefusesWhatIsNoPath(t *testing.T) {
	folder := t.TempDir()
	const text = "module itermle\n\ngo 1.26.0\n"
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "a b", "/x", "x@y", "x//y", "example.org/x/v2"} {
		if err := rename(folder, path); err == nil {
			t.Errorf("%q is accepted", path)
		}
	}
	if got, err := os.ReadFile(filepath.Join(folder, "go.mod")); err != nil || string(got) != text {
		t.Errorf("go.mod has become %q, %v", got, err)
	}
	for _, arguments := range [][]string{nil, {""}, {"x", "y"}} {
		if err := run(arguments); err == nil {
			t.Errorf("%q is accepted", arguments)
		}
	}
}

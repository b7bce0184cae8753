package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write puts files into a folder of its own.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// What the go command cannot read is said in its words, wherever in the tree it stands.
func TestRenameSaysWhatCannotBeRead(t *testing.T) {
	const good, bad = "module itermle\n\ngo 1.26.0\n", "module itermle\n\nrequire\n("
	for name, files := range map[string]map[string]string{
		"no module":     {},
		"broken module": {"go.mod": bad},
		"broken user":   {"go.mod": good, "user/go.mod": bad},
		"broken source": {"go.mod": good, "a.go": "package a\n\nimport \"itermle/x\"\n\nfunc\n"},
	} {
		folder := write(t, files)
		err := rename(folder, "example.org/renamed")
		want := "go mod edit -json"
		if name == "broken source" {
			want = "a.go"
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want one of %s", name, err, want)
		}
	}
}

// A file that does not name the module stays as it is, formatted or not, Go or not; one that does is formatted.
func TestRenameLeavesOtherFilesAlone(t *testing.T) {
	other := map[string]string{"other.go": "package   a\n", "testdata/broken.go": "no Go\n", "notes.md": "itermle\n",
		"a.txt": "\"itermle/x\"\n", ".git/hook.go": "package a\nimport \"itermle/x\"\n",
		"longer.go": "package   a\nimport \"itermlex/y\"\n"}
	files := map[string]string{"go.mod": "module itermle\n\ngo 1.26.0\n", "a.go": "package   a\nimport \"itermle/x\"\n"}
	for name, text := range other {
		files[name] = text
	}
	folder := write(t, files)
	if err := rename(folder, "example.org/renamed"); err != nil {
		t.Fatal(err)
	}
	other["a.go"] = "package a\n\nimport \"example.org/renamed/x\"\n"
	for name, want := range other {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, want %q, %v", name, got, want, err)
		}
	}
}

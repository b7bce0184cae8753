// Command modulepath gives the module another path: make module PATH=example.org/itermle.
//
// It renames the module in every go.mod below the working directory, with what these require and replace of it, and the
// import paths in Go files and in code that Markdown files quote.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "modulepath:", err)
		os.Exit(2)
	}
}

func run(arguments []string) error {
	if len(arguments) != 1 || arguments[0] == "" {
		return errors.New("want one argument, the new module path, such as example.org/itermle")
	}
	return rename(".", arguments[0])
}

// majorVersion ends the path of a module at version 2 and later.
var majorVersion = regexp.MustCompile(`/v\d+$`)

// goMod is what go mod edit -json says of a go.mod.
type goMod struct {
	Module  struct{ Path string }
	Require []struct{ Path, Version string }
	Replace []struct {
		Old, New struct{ Path, Version string }
	}
}

func readMod(file string) (mod goMod, err error) {
	text, err := goTool("mod", "edit", "-json", file)
	if err != nil {
		return mod, err
	}
	return mod, json.Unmarshal(text, &mod)
}

func goTool(arguments ...string) ([]byte, error) {
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), "GOWORK=off")
	text, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("go %s: %s", strings.Join(arguments, " "), strings.TrimSpace(string(exit.Stderr)))
	}
	return text, err
}

// rename gives the module whose go.mod stands in root the path to. Nothing is written if to is no module path.
func rename(root, to string) error {
	if majorVersion.MatchString(to) {
		return fmt.Errorf("module path %q belongs to a version from 2 on: want a path without it", to)
	}
	mod, err := readMod(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	from := mod.Module.Path
	// A path of the module in quotes, or in backquotes as Markdown has it.
	quoted, err := regexp.Compile("([\"`])" + regexp.QuoteMeta(from) + "((?:/[A-Za-z0-9_./-]*)?[\"`])")
	if err != nil {
		return err
	}
	if err := renameMod(filepath.Join(root, "go.mod"), from, to); err != nil {
		return err
	}
	return filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && name == ".git":
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case name == "go.mod":
			return renameMod(file, from, to)
		case filepath.Ext(name) == ".go" || filepath.Ext(name) == ".md":
			return renameText(file, quoted, to)
		}
		return nil
	})
}

// renamed is a path of the module, or of one nested in it, under the new name, and whether it is one.
func renamed(path, from, to string) (string, bool) {
	rest, found := strings.CutPrefix(path, from)
	return to + rest, found && (rest == "" || rest[0] == '/')
}

func renameMod(file, from, to string) error {
	mod, err := readMod(file)
	if err != nil {
		return err
	}
	var edits []string
	if path, ours := renamed(mod.Module.Path, from, to); ours {
		edits = append(edits, "-module="+path)
	}
	for _, r := range mod.Require {
		if path, ours := renamed(r.Path, from, to); ours {
			edits = append(edits, "-droprequire="+r.Path, "-require="+path+"@"+r.Version)
		}
	}
	for _, r := range mod.Replace {
		if path, ours := renamed(r.Old.Path, from, to); ours {
			edits = append(edits, "-dropreplace="+at(r.Old.Path, r.Old.Version),
				"-replace="+at(path, r.Old.Version)+"="+at(r.New.Path, r.New.Version))
		}
	}
	if edits == nil {
		return nil
	}
	_, err = goTool(append(append([]string{"mod", "edit"}, edits...), file)...)
	return err
}

func at(path, version string) string {
	if version == "" {
		return path
	}
	return path + "@" + version
}

// renameText replaces the quoted paths of a file; in Go, imports are then sorted as gofmt sorts them.
func renameText(file string, quoted *regexp.Regexp, to string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !quoted.Match(text) {
		return nil
	}
	text = quoted.ReplaceAll(text, []byte("${1}"+strings.ReplaceAll(to, "$", "$$")+"${2}"))
	if filepath.Ext(file) == ".go" {
		if text, err = format.Source(text); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return os.WriteFile(file, text, 0o644)
}

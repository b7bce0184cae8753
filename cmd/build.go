package cmd

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// build is which program printed an output.
type build struct {
	Version string `json:"version"`          // of the main module
	Commit  string `json:"commit,omitempty"` // its revision, "+" behind it if files were modified; empty: unknown
}

func thisBuild() (b build) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = info.Main.Version
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	if b.Commit = settings["vcs.revision"]; b.Commit != "" && settings["vcs.modified"] == "true" {
		b.Commit += "+"
	}
	return b
}

// versionText is what --version prints.
func versionText() string {
	b := thisBuild()
	text := "itermle " + b.Version
	if b.Commit != "" {
		text += " commit " + b.Commit
	}
	return fmt.Sprintf("%s %s %s/%s", text, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

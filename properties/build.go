package properties

import (
	"cmp"
	"runtime/debug"
)

// Build is which program found something.
type Build struct {
	Version string `json:"version"`          // of the main module; "(devel)" where the tool chain knew none
	Commit  string `json:"commit,omitempty"` // its revision, "+" behind it if files were modified; empty: unknown
}

// ThisBuild is the program that runs.
func ThisBuild() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Build{Version: "(unknown)"}
	}
	return buildOf(info)
}

func buildOf(info *debug.BuildInfo) Build {
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	b := Build{cmp.Or(info.Main.Version, "(devel)"), settings["vcs.revision"]}
	if b.Commit != "" && settings["vcs.modified"] == "true" {
		b.Commit += "+"
	}
	return b
}

package properties

import (
	"runtime/debug"
	"testing"
)

// TestBuild: a commit with changes has a + behind it, and what is not known is not invented.
func TestBuild(t *testing.T) {
	info := func(version string, settings ...debug.BuildSetting) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: settings}
	}
	commit, modified := debug.BuildSetting{Key: "vcs.revision", Value: "abc"},
		debug.BuildSetting{Key: "vcs.modified", Value: "true"}
	for want, from := range map[Build]*debug.BuildInfo{
		{"(devel)", ""}: info("", modified), {"v1", "abc"}: info("v1", commit, debug.BuildSetting{Key: "vcs.modified"}),
		{"v1", "abc+"}: info("v1", modified, commit),
	} {
		if got := buildOf(from); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

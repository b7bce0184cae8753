package counterexamples

import (
	"testing"

	"itermle/internal/suiteseed"
)

func TestMain(m *testing.M) { suiteseed.Main(m) }

package queue

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkOverhead is the time of one worker for a scenario that costs nothing, from the queue to its kept line.
func BenchmarkOverhead(b *testing.B) {
	url := started(b)
	submit := fmt.Sprintf("submit --run cheap --instances %d%s", b.N, url)
	b.StopTimer()
	must(b, submit)
	b.StartTimer()
	must(b, "work --alone --drain"+url)
	b.StopTimer()
	must(b, "collect --record "+filepath.Join(b.TempDir(), "collected")+url)
}

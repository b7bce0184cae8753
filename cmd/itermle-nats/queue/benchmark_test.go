package queue

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
)

// BenchmarkOverhead is the time of one worker for a scenario that costs nothing, from the queue to its kept line, and
// the processor time of worker and server together, which what else the machine does changes less.
func BenchmarkOverhead(b *testing.B) {
	address := freeAddress(b)
	url := " --url nats://" + address
	served(b, "serve --store "+filepath.Join(b.TempDir(), "store")+" --listen "+address, address)
	b.StopTimer()
	must(b, fmt.Sprintf("submit --run cheap --instances %d%s", b.N, url))
	before := processor(b)
	b.StartTimer()
	must(b, "work --alone --drain"+url)
	b.StopTimer()
	b.ReportMetric(float64(processor(b)-before)/float64(b.N), "cpu-ns/op")
	must(b, "collect --record "+filepath.Join(b.TempDir(), "collected")+url)
}

// processor is the processor time of this process in nanoseconds.
func processor(b *testing.B) int64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

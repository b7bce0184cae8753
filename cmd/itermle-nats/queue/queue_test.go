package queue

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"itermle/cmd"
	"itermle/properties"
	"itermle/theorems"
)

// asCommand has the test's program be the command, with the registry of the tests.
const asCommand = "ITERMLE_NATS_COMMAND"

// antidote has the scenario that ends its process do no harm; trace is a file that a slow scenario adds a line to.
const antidote, trace = "ITERMLE_NATS_ANTIDOTE", "ITERMLE_NATS_TRACE"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(Main(testRegistry()))
	}
	os.Exit(m.Run())
}

// testRegistry has a claim that draws cheap scenarios, one whose scenario ends the process, one whose scenario makes no
// sense, and one that takes long.
func testRegistry() cmd.Registry {
	decided := func(decide func() error) theorems.Experiment {
		return theorems.Deterministic{Decide: func() (theorems.Outcome, error) {
			return theorems.Outcome{Verdict: theorems.Supported, Cases: 1}, decide()
		}}
	}
	fixed := func(name string, experiment theorems.Experiment) func(theorems.Profile) []theorems.Scenario {
		return func(theorems.Profile) []theorems.Scenario {
			return []theorems.Scenario{{Name: name, Experiment: experiment}}
		}
	}
	claims := []theorems.Claim{
		{ID: "cheap", Draw: func(choose theorems.Chooser) theorems.Scenario {
			return theorems.Scenario{Name: fmt.Sprintf("n=%d", choose.Choose("n", 1e9)),
				Experiment: decided(func() error { return nil })}
		}},
		{ID: "poison", Fixed: fixed("ends the process", decided(func() error {
			if os.Getenv(antidote) == "" && os.Getenv(asCommand) != "" {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			}
			return nil
		}))},
		{ID: "senseless", Fixed: fixed("rate of 2", theorems.Rate{Allowed: 2})},
		{ID: "slow", Fixed: fixed("takes long", decided(func() error {
			file, err := os.OpenFile(os.Getenv(trace), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
			if err != nil {
				return err
			}
			defer file.Close()
			time.Sleep(time.Second)
			_, err = file.WriteString("decided\n")
			return err
		}))},
	}
	for i := range claims {
		c := &claims[i]
		c.Statement, c.Title, c.Says, c.Expect = "s", c.ID, c.ID, theorems.Supported
		c.Mutants = func() []theorems.Mutant { return nil }
	}
	return cmd.Registry{Registry: properties.Registry{Statements: []theorems.Statement{{ID: "s"}}, Claims: claims}}
}

// process starts a command line as a process of its own, which the test outlives.
func process(t testing.TB, line string, environment ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, strings.Fields(line)...)
	command.Env = append(append(os.Environ(), asCommand+"=1"), environment...)
	command.Stderr = &bytes.Buffer{}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	return command
}

// ends waits for a process that must end well.
func ends(t testing.TB, command *exec.Cmd) {
	t.Helper()
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s", err, command.Stderr)
	}
}

func kill(t *testing.T, command *exec.Cmd) {
	t.Helper()
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Fatal("the process that was to be killed had ended")
	}
}

// execute runs a command line in this process.
func execute(line string) (code int, stdout, stderr string) {
	var out, errors strings.Builder
	code = run(context.Background(), testRegistry(), strings.Fields(line), &out, &errors)
	return code, out.String(), errors.String()
}

// must is execute of what must end well.
func must(t testing.TB, line string) (stdout string) {
	t.Helper()
	code, stdout, stderr := execute(line)
	if code != exitDone {
		t.Fatalf("%s: exit %d, %s", line, code, stderr)
	}
	return stdout
}

// freeAddress is one of this machine that nobody listens on.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// serve starts a server as a process, and waits until it answers.
func serve(t testing.TB, store, address string) *exec.Cmd {
	t.Helper()
	command := process(t, "serve --store "+store+" --listen "+address)
	for range 600 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return command
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server does not answer: %s", command.Stderr)
	return nil
}

// started is a server of its own and the flag that finds it.
func started(t testing.TB) (url string) {
	t.Helper()
	address := freeAddress(t)
	serve(t, filepath.Join(t.TempDir(), "store"), address)
	return " --url nats://" + address
}

// opened is the queue that something was submitted to.
func opened(t *testing.T, url string) *queue {
	t.Helper()
	s := session{connection: connection{url: strings.TrimPrefix(url, " --url "), name: "itermle"}}
	js, release, err := s.connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	q, err := s.open(t.Context(), js)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// left waits until at most so many scenarios are in the queue.
func left(t *testing.T, url string, most uint64) {
	t.Helper()
	for q := opened(t, url); ; {
		n, err := q.waiting(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n <= most {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// verified is what itermle verify prints of the claims, and its record, seconds aside.
func verified(t *testing.T, flags string) (verdicts, record string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole")
	var stdout, stderr strings.Builder
	if code := cmd.Run(testRegistry(), strings.Fields("verify --record "+path+" "+flags), &stdout, &stderr); code != 0 {
		t.Fatalf("verify: exit %d, %s", code, stderr.String())
	}
	return stdout.String(), secondless(t, path)
}

func secondless(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`"seconds":[^,}]*`).ReplaceAllString(string(text), "")
}

// 20,000 scenarios are decided once each, to the record and the verdicts of a run in one process, though a worker is
// killed at 30% and the server at 60%.
func TestNothingIsLostOrDoubled(t *testing.T) {
	const flags, count = "--run cheap --instances 20000", 20_000
	store, address := filepath.Join(t.TempDir(), "store"), freeAddress(t)
	url := " --url nats://" + address
	server := serve(t, store, address)
	must(t, "submit --patience 1s "+flags+url)
	first, second := process(t, "work --alone --drain"+url), process(t, "work --alone --drain"+url)
	left(t, url, count*7/10)
	kill(t, first)
	third := process(t, "work --alone --drain"+url)
	left(t, url, count*4/10)
	kill(t, server)
	time.Sleep(300 * time.Millisecond)
	serve(t, store, address)
	ends(t, second)
	ends(t, third)
	path := filepath.Join(t.TempDir(), "collected")
	verdicts := must(t, "collect --wait --record "+path+url)
	want, record := verified(t, flags)
	if got := secondless(t, path); got != record || verdicts != want {
		t.Errorf("%d lines, want the %d of one run; it prints\n%s\nwant\n%s", strings.Count(got, "\n"),
			strings.Count(record, "\n"), verdicts, want)
	}
	if again := must(t, "submit "+flags+url); !strings.HasPrefix(again, "0 scenarios") ||
		!strings.Contains(again, "20000 of 20000 are decided already") {
		t.Errorf("submitted again: %s", again)
	}
}

// A scenario that ends every process that decides it, and one that no process can decide, are given up after three
// tries and told; all others are decided. Submitted again they are tried again.
func TestPoisonIsGivenUpAndTold(t *testing.T) {
	url := started(t)
	const flags = "--run ^(cheap|poison|senseless)$ --instances 50"
	must(t, "submit --patience 300ms "+flags+url)
	workers := process(t, "work --processes 2 --drain"+url)
	ends(t, workers)
	if text := fmt.Sprint(workers.Stderr); strings.Count(text, "a worker ended: signal: killed; another") != tries {
		t.Errorf("the workers say\n%s", text)
	}
	path := filepath.Join(t.TempDir(), "collected")
	code, _, stderr := execute("collect --record " + path + url)
	for _, want := range []string{"given up after 3 tries: claim poison, place 0", "whoever decided it ended",
		"given up after 3 tries: claim senseless, place 0", "rate: δ = 2 is out of range",
		"no record has poison: ends the process", "no record has senseless: rate of 2"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("collect does not say %q:\n%s", want, stderr)
		}
	}
	if n := strings.Count(secondless(t, path), "\n"); code != 3 || n != 50 {
		t.Errorf("exit %d, %d lines, want 3 and 50", code, n)
	}
	if again := must(t, "submit "+flags+url); !strings.HasPrefix(again, "2 scenarios") {
		t.Errorf("submitted again: %s", again)
	}
	ends(t, process(t, "work --processes 1 --drain"+url, antidote+"=1"))
	if code, _, stderr := execute("collect --record " + path + url); code != 3 || strings.Contains(stderr, "poison") ||
		!strings.Contains(stderr, "claim senseless") || strings.Count(secondless(t, path), "\n") != 51 {
		t.Errorf("the antidote: exit %d\n%s", code, stderr)
	}
}

// A worker that takes longer than the server's patience tells it so, and nobody else decides its scenario.
func TestSlowScenariosAreDecidedOnce(t *testing.T) {
	url, file := started(t), filepath.Join(t.TempDir(), "trace")
	must(t, "submit --patience 250ms --run slow"+url)
	workers := process(t, "work --processes 2 --drain"+url, trace+"="+file)
	ends(t, workers)
	text, err := os.ReadFile(file)
	if err != nil || string(text) != "decided\n" {
		t.Errorf("%q, %v", text, err)
	}
}

// A worker that is told to end gives its scenario back at once.
func TestWhoEndsGivesBack(t *testing.T) {
	url, file := started(t), filepath.Join(t.TempDir(), "trace")
	must(t, "submit --patience 1h --run slow"+url)
	first := process(t, "work --alone"+url, trace+"="+file)
	time.Sleep(600 * time.Millisecond)
	if err := first.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ends(t, first)
	ends(t, process(t, "work --alone --drain"+url, trace+"="+file))
	must(t, "collect --record "+filepath.Join(t.TempDir(), "collected")+url)
}

func TestSubmittedTwiceIsThereOnce(t *testing.T) {
	url := started(t)
	for _, want := range []string{"30 scenarios of claims \"cheap\", seed 1", "0 scenarios"} {
		if got := must(t, "submit --run cheap --instances 30"+url); !strings.HasPrefix(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	must(t, "submit --run cheap --instances 31 --queue other"+url)
	must(t, "work --alone --drain --queue other"+url)
	code, _, stderr := execute("collect --record " + filepath.Join(t.TempDir(), "collected") + url)
	if code != exitMisuse || !strings.Contains(stderr, "no line") {
		t.Errorf("nothing is decided: exit %d, %s", code, stderr)
	}
}

// A line that a server has lost after its scenario was acknowledged is decided again, and nothing else is.
func TestLostLinesAreSubmittedAgain(t *testing.T) {
	url := started(t)
	const flags = "--run cheap --instances 30"
	must(t, "submit "+flags+url)
	must(t, "work --alone --drain"+url)
	q := opened(t, url)
	for sequence := range uint64(2) {
		if err := q.lines.DeleteMsg(t.Context(), 7+sequence); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(t, "submit "+flags+url); !strings.HasPrefix(got, "2 scenarios") {
		t.Errorf("submitted again: %s", got)
	}
	must(t, "work --alone --drain"+url)
	path := filepath.Join(t.TempDir(), "collected")
	must(t, "collect --record "+path+url)
	if _, want := verified(t, flags); secondless(t, path) != want {
		t.Errorf("the record is\n%s\nwant\n%s", secondless(t, path), want)
	}
}

func TestMisuseIsToldInOneLine(t *testing.T) {
	url := started(t)
	must(t, "submit --run cheap --instances 3"+url)
	nobody := " --url nats://" + freeAddress(t)
	for line, want := range map[string]string{
		"submit --run cheap --instances 4" + url:   "queue itermle is of claims \"cheap\"",
		"submit --run cheap --queue a.b" + url:     "--queue: want letters",
		"submit --run ( --queue a" + url:           "--run: error parsing regexp",
		"submit --run none --queue a" + url:        "no claim that it matches",
		"submit --profile slow --queue a" + url:    "--profile: profile \"slow\": want quick",
		"submit --instances -1 --queue a" + url:    "want at least 1",
		"submit --patience 0s --queue a" + url:     "--patience 0s: want at least",
		"submit --run cheap" + nobody:              "no servers available",
		"submit --tls-cert c" + url:                "--tls-cert and --tls-key",
		"submit --creds none" + url:                "none",
		"work --drain --queue none" + url:          "queue none: nothing was submitted",
		"work --processes 0" + url:                 "--processes 0",
		"work --drain" + nobody:                    "no servers available",
		"collect --queue none --record r" + url:    "queue none",
		"collect --record none/r" + url:            "no such file",
		"collect" + url:                            "record",
		"serve":                                    "at least one of the flags",
		"serve --store s --listen 0.0.0.0:4222":    "this machine only",
		"serve --store s --listen localhost:4222":  "this machine only",
		"serve --store s --listen 127.0.0.1:99999": "this machine only",
		"serve --config none":                      "none",
		"serve --config none --store s":            "config store",
	} {
		if code, stdout, stderr := execute(line); code != exitMisuse || stdout != "" ||
			!strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: exit %d, %q, want %q", line, code, stderr, want)
		}
	}
}

// A worker that is another program than the one that submitted decides nothing.
func TestWorkersOfAnotherProgramAreRefused(t *testing.T) {
	url := started(t)
	s := session{connection: connection{url: strings.TrimPrefix(url, " --url "), name: "itermle"}}
	js, release, err := s.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	registry := testRegistry()
	s.registry = &registry
	errand, err := errandOf(&s, properties.Origin{Profile: "quick", Run: "cheap"})
	if err != nil {
		t.Fatal(err)
	}
	origin := errand.Origin()
	origin.Version = "v9"
	if _, err := s.create(t.Context(), js, origin, time.Second); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := execute("work --drain" + url); code != exitMisuse || !strings.Contains(stderr, "version v9") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	for _, alone := range []bool{false, true} {
		if err := (&workOptions{1, alone, true}).work(t.Context(), &s); err == nil || errors.As(err, &exitError{}) {
			t.Error(err)
		}
	}
}

package cmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// browser is a headless Chromium that is spoken to in its DevTools protocol: JSON between zero bytes, over two pipes.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	last    int
	said    []string // errors on the console
}

// newBrowser starts Chromium with an empty page, and ends it with the test.
func newBrowser(t *testing.T) *browser {
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("NOT CHECKED: the report in a browser needs chromium in PATH")
	}
	toRead, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, fromWrite, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
		"--user-data-dir="+t.TempDir())
	command.ExtraFiles = []*os.File{toRead, fromWrite}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = from.SetReadDeadline(time.Now().Add(5 * time.Minute))
	b := &browser{t: t, to: to, from: bufio.NewReader(from)}
	t.Cleanup(func() {
		b.call("Browser.close", nil)
		_ = command.Wait() // what it says of its end is no matter
	})
	target := b.call("Target.createTarget", map[string]any{"url": "about:blank"})["targetId"]
	attached := b.call("Target.attachToTarget", map[string]any{"targetId": target, "flatten": true})
	b.session, _ = attached["sessionId"].(string)
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		b.call(domain+".enable", nil)
	}
	return b
}

// message is what Chromium says: the answer to a call, or an event.
type message struct {
	ID             int
	Method         string
	Params, Result map[string]any
	Error          *struct{ Message string }
}

// next reads a message, and keeps what it says on the console as an error.
func (b *browser) next() message {
	b.t.Helper()
	text, err := b.from.ReadBytes(0)
	if err != nil {
		b.t.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
		b.t.Fatal(err)
	}
	entry, _ := m.Params["entry"].(map[string]any)
	if m.Method == "Runtime.exceptionThrown" || m.Method == "Runtime.consoleAPICalled" && m.Params["type"] == "error" ||
		m.Method == "Log.entryAdded" && entry["level"] == "error" {
		b.said = append(b.said, fmt.Sprint(m.Params))
	}
	return m
}

// call sends a command and waits for its answer.
func (b *browser) call(method string, params map[string]any) map[string]any {
	b.t.Helper()
	b.last++
	request := map[string]any{"id": b.last, "method": method, "params": params}
	if params == nil {
		request["params"] = map[string]any{}
	}
	if b.session != "" && !strings.HasPrefix(method, "Browser.") {
		request["sessionId"] = b.session
	}
	text, err := json.Marshal(request)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(text, 0)); err != nil {
		b.t.Fatal(err)
	}
	for {
		if m := b.next(); m.ID == b.last {
			if m.Error != nil {
				b.t.Fatalf("%s: %s", method, m.Error.Message)
			}
			return m.Result
		}
	}
}

// open shows a page in a width and a colour scheme, and waits until it is loaded.
func (b *browser) open(path string, width int, scheme string) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 800, "deviceScaleFactor": 1,
		"mobile": width < 600})
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{
		{"name": "prefers-color-scheme", "value": scheme}}})
	b.call("Page.navigate", map[string]any{"url": "file://" + path})
	for b.next().Method != "Page.loadEventFired" {
	}
}

// evaluate runs an expression of JavaScript that gives a list of texts.
func (b *browser) evaluate(expression string) []string {
	b.t.Helper()
	answer := b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true})
	result, _ := answer["result"].(map[string]any)
	values, ok := result["value"].([]any)
	if !ok {
		b.t.Fatalf("%v", answer)
	}
	var texts []string
	for _, v := range values {
		texts = append(texts, fmt.Sprint(v))
	}
	return texts
}

// brokenLinks are the addresses that the open page names and that are no file.
func (b *browser) brokenLinks() []string {
	b.t.Helper()
	return slices.DeleteFunc(b.evaluate(linksOfPage), func(link string) bool {
		path, isFile := strings.CutPrefix(link, "file://")
		path, _, _ = strings.Cut(path, "#")
		_, err := os.Stat(path)
		return link == "data:," || isFile && err == nil
	})
}

// faultsOfPage are what can be seen to be wrong of a page: a horizontal scroll bar, a figure that is not there, or
// twice, and letters whose contrast with what is behind them is below 4.5 (WCAG 2.2, AA).
const faultsOfPage = `(() => {
  const faults = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push("scrolls to " + root.scrollWidth + " of " + root.clientWidth);
  for (const figure of document.querySelectorAll("figure")) {
    const seen = [...figure.querySelectorAll("svg.chart")].filter(svg => {
      const box = svg.getBoundingClientRect();
      return box.width > 200 && box.height > 50 && box.right <= root.clientWidth + 1 &&
        svg.querySelectorAll("path.line, circle.mark, rect.cell, rect.none").length > 0;
    });
    if (seen.length !== 1) faults.push(figure.id + " is drawn " + seen.length + " times");
  }
  const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
  const luminance = rgb => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const c = rgb[i] / 255;
    return sum + weight * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
  }, 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const rgb = parse(getComputedStyle(at).backgroundColor);
      if (rgb.length === 3 || rgb[3] > 0) return rgb;
    }
    return [255, 255, 255];
  };
  const seen = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) ||
      element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element), rgb = parse(element.closest("svg") ? style.fill : style.color);
    let back = behind(element);
    const cell = element.previousElementSibling;
    if (cell && cell.matches("rect.cell")) {
      const fill = parse(getComputedStyle(cell).fill), part = Number(cell.getAttribute("opacity"));
      back = back.map((v, i) => part * fill[i] + (1 - part) * v);
    }
    const pair = rgb + "/" + back;
    if (seen.has(pair)) continue;
    seen.add(pair);
    const [low, high] = [luminance(rgb), luminance(back)].sort((a, b) => a - b);
    if (!((high + 0.05) / (low + 0.05) >= 4.5)) faults.push(pair + " on " + element.textContent.slice(0, 40));
  }
  return faults;
})()`

// linksOfPage are the addresses that a page names.
const linksOfPage = `[...document.querySelectorAll("a[href], link[href], script[src]")].map(e => e.href || e.src)`

// scriptWorks says what of sorting and filtering does not.
const scriptWorks = `(() => {
  const faults = [], rows = [...document.querySelectorAll("tbody tr")], input = document.querySelector("input");
  input.value = "no such word";
  input.dispatchEvent(new Event("input"));
  if (rows.some(row => !row.hidden)) faults.push("the filter hides nothing");
  input.value = "";
  input.dispatchEvent(new Event("input"));
  if (rows.some(row => row.hidden)) faults.push("the filter does not let go");
  const button = document.querySelector("th button"), first = () => document.querySelector("tbody tr").textContent;
  button.click();
  const least = first();
  button.click();
  if (first() === least) faults.push("a second click does not turn the order");
  return faults;
})()`

// What is wrong of a page is seen: each fault alone.
func TestBrowserSeesFaults(t *testing.T) {
	b := newBrowser(t)
	page := filepath.Join(t.TempDir(), "page.html")
	const drawing = `<svg class="chart" width="300" height="99"><path class="line" d="M0 0h9"/></svg>`
	for body, want := range map[string]string{
		`<p>good</p>`: "", `<div style="width:500px">wide</div>`: "scrolls to",
		`<p style="color:#999">pale</p>`:                    "on pale",
		`<figure id="f"></figure>`:                          "f is drawn 0 times",
		`<figure id="g">` + drawing + drawing + `</figure>`: "g is drawn 2 times",
	} {
		writeFile(t, page, `<!doctype html><meta name="viewport" content="width=device-width"><body>`+body)
		b.open(page, 375, "light")
		got := strings.Join(b.evaluate(faultsOfPage), "; ")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
	writeFile(t, page, "<script>console.error('broken'); throw new Error('thrown')</script>")
	b.open(page, 375, "light")
	if said := strings.Join(b.said, "; "); !strings.Contains(said, "broken") || !strings.Contains(said, "thrown") {
		t.Errorf("on the console: %q", said)
	}
}

// A link that leads nowhere is seen, also one of the style sheet or the script, and so is each part of the script that
// is broken on purpose.
func TestBrowserSeesBrokenLinksAndScripts(t *testing.T) {
	b := newBrowser(t)
	folder := t.TempDir()
	page := filepath.Join(folder, "page.html")
	for body, broken := range map[string]string{
		`<a href="page.html#x">here</a>`: "", `<a href="gone.html">gone</a>`: "gone.html",
		`<link rel="stylesheet" href="gone.css">`: "gone.css", `<script src="gone.js"></script>`: "gone.js",
		`<a href="https://example.org/">away</a>`: "example.org",
	} {
		writeFile(t, page, "<!doctype html><body>"+body)
		b.open(page, 375, "light")
		if got := b.brokenLinks(); (len(got) == 0) != (broken == "") ||
			!strings.Contains(strings.Join(got, " "), broken) {
			t.Errorf("%s: %q, want %q", body, got, broken)
		}
	}
	script := readFile(t, "../internal/site/sort.js")
	const table = `<div class="wide"><table class="sortable"><thead><tr><th>n</th></tr></thead>` +
		`<tbody><tr><td>10</td></tr><tr><td>9</td></tr></tbody></table></div><script src="sort.js"></script>`
	for _, row := range []struct{ part, instead, want string }{
		{"", "", ""},
		{"row.hidden = !words", "row.title = !words", "hides nothing"},
		{"row.hidden = !words", "row.hidden ||= !words", "does not let go"},
		{`? "descending" : "ascending"`, `? "ascending" : "ascending"`, "does not turn"},
		{"body.append(...original", "[].concat(...original", "does not turn"},
	} {
		if !strings.Contains(script, row.part) {
			t.Fatalf("the script has no %q", row.part)
		}
		writeFile(t, filepath.Join(folder, "sort.js"), strings.Replace(script, row.part, row.instead, 1))
		writeFile(t, page, "<!doctype html><body>"+table)
		b.open(page, 375, "light")
		got := strings.Join(b.evaluate(scriptWorks), "; ")
		if (got == "") != (row.want == "") || !strings.Contains(got, row.want) {
			t.Errorf("%q in place of %q: %q, want %q", row.instead, row.part, got, row.want)
		}
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Every page of a report, on a phone and on a screen, in light and in dark, as a browser shows it.
func TestReportInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("looks at every page four times")
	}
	b := newBrowser(t)
	folder := filepath.Join(t.TempDir(), "report")
	if code, _, stderr := execute("report", "--out", folder, "--run", "^(leak-1C|law-schedule|finding-4|theorem-B.1)$",
		"--reps", "100", "--assumptions=false", "--archive", "../testdata/tight"); code != exitHolds {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	claims, err := filepath.Glob(filepath.Join(folder, "claims", "*.html"))
	if err != nil || len(pages) < 8 || len(claims) != 4 {
		t.Fatalf("%d and %d pages, %v", len(pages), len(claims), err)
	}
	for _, page := range slices.Concat(pages, claims) {
		name := filepath.Base(page)
		for _, width := range []int{375, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.open(page, width, scheme)
				for _, fault := range b.evaluate(faultsOfPage) {
					t.Errorf("%s, %d wide, %s: %s", name, width, scheme, fault)
				}
			}
		}
		for _, link := range b.brokenLinks() {
			t.Errorf("%s names %s, which is not there", name, link)
		}
		if name == "index.html" {
			for _, fault := range b.evaluate(scriptWorks) {
				t.Error(fault)
			}
		}
	}
	for _, text := range b.said {
		t.Errorf("on the console: %s", text)
	}
}

package theorems

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every paper that a Reference cites by its number has its entry, and a statement's source is the first of its works.
func TestBibliographyIsComplete(t *testing.T) {
	number := regexp.MustCompile(`arXiv:\d{4}\.\d{5}`)
	for _, s := range Statements() {
		works := s.Works()
		if len(works) == 0 {
			t.Errorf("%s has no source: %s", s.ID, s.Reference)
			continue
		}
		for _, cited := range number.FindAllString(s.Reference, -1) {
			if !slices.ContainsFunc(works, func(w Work) bool { return w.Cited == cited }) {
				t.Errorf("%s cites %s, which is not in the bibliography", s.ID, cited)
			}
		}
		for _, w := range works[1:] {
			if strings.Index(s.Reference, w.Cited) < strings.Index(s.Reference, works[0].Cited) {
				t.Errorf("%s: %s is cited before its source %s", s.ID, w.Key, works[0].Key)
			}
		}
	}
	source := func(id string) string {
		at := slices.IndexFunc(Statements(), func(s Statement) bool { return s.ID == id })
		return Statements()[at].Works()[0].Key
	}
	for id, want := range map[string]string{"theorem-4.1": "barzilai2025collapse", "finding-3": "itermle",
		"seddik-time": "seddik2024bad", "kanabar-erasure": "kanabar2026recursive"} {
		if got := source(id); got != want {
			t.Errorf("the source of %s is %s, want %s", id, got, want)
		}
	}
}

// Keys are unique, a citation of one work is no part of another's, and each entry closes what it opens.
func TestBibliographyEntries(t *testing.T) {
	for i, w := range bibliography {
		for _, other := range bibliography[:i] {
			if w.Key == other.Key || strings.Contains(w.Cited, other.Cited) || strings.Contains(other.Cited, w.Cited) {
				t.Errorf("%s and %s have one key or citation", w.Key, other.Key)
			}
		}
		text := w.BibTeX()
		if w.Title == "" || w.Author == "" || w.Year < 1900 || strings.Count(text, "{") != strings.Count(text, "}") {
			t.Errorf("the entry of %s lacks something:\n%s", w.Key, text)
		}
	}
	if got := len(Bibliography(nil)); got != 0 {
		t.Errorf("no statements cite %d works", got)
	}
	if keys := Bibliography(Statements()); keys[0].Key != "barzilai2025collapse" || keys[1].Key != "itermle" {
		t.Errorf("the bibliography begins with %s and %s", keys[0].Key, keys[1].Key)
	}
}

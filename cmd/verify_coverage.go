package cmd

import (
	"fmt"
	"io"
	"strings"

	"itermle/properties"
)

// shownKinds are the lines of the parameters seen, and shownValues how many values of a kind a line names.
var shownKinds = [][]string{{"family"}, {"schedule", "workflow"}, {"n", "T", "δ"}}

const shownValues = 3

// printCoverage says what the drawn instances were; nothing where none was drawn.
func printCoverage(out io.Writer, c *properties.Coverage, width int) {
	if c.Met.Of == 0 {
		return
	}
	met, near := "drawn: "+proportion(c.Met)+" meet the hypotheses", ""
	if c.Bound.Count > 0 {
		met += ";"
		near = paragraph(out, fmt.Sprintf("of %d with a tightness %s come within a factor 2 of the bound.", c.Near.Of,
			proportion(c.Near)), "", width)
	} else {
		met += "."
	}
	fmt.Fprint(out, "\n"+paragraph(out, met, "", width)+near)
	for _, kinds := range shownKinds {
		var texts []string
		for _, kind := range kinds {
			if values := c.Seen[kind]; len(values) > 0 {
				texts = append(texts, kind+" "+seen(values))
			}
		}
		if texts != nil {
			fmt.Fprint(out, paragraph(out, strings.Join(texts, "; "), "", width))
		}
	}
	if len(c.Demands) > 0 {
		judged, missed := 0, 0
		for _, demand := range c.Demands {
			if demand.Judged {
				judged++
			}
			if demand.Missed {
				missed++
			}
		}
		fmt.Fprint(out, paragraph(out, fmt.Sprintf(
			"demands on what is drawn: %d, %d judged by so many draws, %d missed", len(c.Demands), judged, missed),
			"", width))
	}
}

func proportion(p properties.Proportion) string {
	return fmt.Sprintf("%d of %d, %.3g%% [%.3g, %.3g],", p.Count, p.Of, 100*float64(p.Count)/float64(p.Of), 100*p.Low,
		100*p.High)
}

// seen names the most frequent values of a kind, with the interval of their share in per cent.
func seen(values []properties.Value) string {
	var texts []string
	for _, v := range values[:min(shownValues, len(values))] {
		texts = append(texts, fmt.Sprintf("%s %.0f–%.0f%%", v.Name, 100*v.Low, 100*v.High))
	}
	text := strings.Join(texts, ", ")
	if rest := len(values) - len(texts); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

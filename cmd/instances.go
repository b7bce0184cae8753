package cmd

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"itermle/estimators"
	"itermle/theorems"
)

// drawnInstance is what instances prints of one draw, in JSON as it stands here.
type drawnInstance struct {
	Claim      string         `json:"claim"`
	Instance   string         `json:"instance"`
	Unmet      string         `json:"unmet"`      // why the hypotheses are not met; empty where they are
	Parameters map[string]any `json:"parameters"` // by the label of the choice: a number, or text
}

// maxInstances bounds what one call draws, and instanceBytes what is held of a draw: a name, a map of a dozen choices
// and their texts, and what is printed of them.
const maxInstances, instanceBytes = 1_000_000, 2048

func instancesCommand(registry *Registry) *cobra.Command {
	var id string
	var source verifyOptions // source alone
	var n int
	var seed uint64
	var memory float64
	var asJSON bool
	command := &cobra.Command{
		Use:   "instances --claim ID | --source REGEX [--n N] [--seed S]",
		Short: "Print what a claim would draw, without deciding it",
		Long: `instances draws scenarios of a claim as verify and the tests draw them, and counts them: how many
are distinct, how often the hypotheses are met, and the values of each choice. With --json it prints one object a line:
{"claim","instance","unmet","parameters"}. A claim that draws nothing prints nothing.`,
		Example: `  itermle instances --claim theorem-4.1 --n 400 --seed 1 --json`,
		Args:    noArguments,
	}
	flags := command.Flags()
	flags.StringVar(&id, "claim", "", "ID of the claim, as in itermle list")
	completeWords(command, "claim", claimIDs(registry)...)
	source.sourceFlag(command, registry)
	wholeFlag(flags, &n, "n", 1, 400, maxInstances, "number of draws")
	seedFlag(flags, &seed, "key of the stream that the choices are drawn from")
	memoryFlag(flags, &memory)
	flags.BoolVar(&asJSON, "json", false, "print one JSON object a line")
	command.RunE = func(command *cobra.Command, _ []string) error {
		var claims []theorems.Claim
		var err error
		at := slices.IndexFunc(registry.Claims, func(c theorems.Claim) bool { return c.ID == id })
		switch {
		case id == "" && source.source == "":
			return &missingFlagError{"claim", "the ID of a claim, as in itermle list, or --source for several"}
		case id == "":
			claims, err = source.claims(command, registry)
		case at < 0:
			return &unknownError{"claim", id, claimIDs(registry)}
		default:
			err = alone(command, "--claim", "source")
			claims = registry.Claims[at : at+1]
		}
		if err == nil {
			err = checkMemory("instances", instanceBytes*float64(n), memory)
		}
		if err != nil {
			return err
		}
		for _, claim := range claims {
			if claim.Draw == nil {
				continue
			}
			if err := showInstances(command, drawInstances(claim, n, seed), asJSON); err != nil {
				return err
			}
		}
		return nil
	}
	return command
}

// showInstances prints what one claim has drawn.
func showInstances(command *cobra.Command, drawn []drawnInstance, asJSON bool) error {
	out := command.OutOrStdout()
	if !asJSON {
		return printInstances(out, drawn, tableWidth(command))
	}
	for _, instance := range drawn {
		if err := printJSON(out, "", instance); err != nil {
			return err
		}
	}
	return nil
}

// drawInstances draws n scenarios of a claim, the i-th from a stream of its own.
func drawInstances(claim theorems.Claim, n int, seed uint64) []drawnInstance {
	stream := estimators.NewStream(seed, claim.ID, "instances")
	drawn := make([]drawnInstance, n)
	for i := range drawn {
		choices := &writtenChoices{random: stream.At(uint64(i), 0), values: map[string]any{}}
		scenario := claim.Draw(choices)
		drawn[i] = drawnInstance{claim.ID, scenario.Name, scenario.Unmet, choices.values}
	}
	return drawn
}

// writtenChoices chooses at random and writes down the value of each choice. A label that comes again is numbered.
type writtenChoices struct {
	random *rand.Rand
	values map[string]any
}

func (c *writtenChoices) Choose(label string, n int) int {
	return c.ChooseShown(label, n, strconv.Itoa)
}

// ChooseShown writes show(i) for the choice i.
func (c *writtenChoices) ChooseShown(label string, n int, show func(i int) string) int {
	i := c.random.IntN(n)
	key := label
	for again := 2; ; again++ {
		if _, taken := c.values[key]; !taken {
			break
		}
		key = label + " " + strconv.Itoa(again)
	}
	text := show(i)
	c.values[key] = text
	if v, err := strconv.ParseFloat(text, 64); err == nil && finite(v) != nil {
		c.values[key] = v
	}
	return i
}

// printInstances counts the draws, and the values of each choice, the most frequent first.
func printInstances(out io.Writer, drawn []drawnInstance, width int) error {
	names, unmet := map[string]bool{}, map[string]int{}
	choices := map[string]map[string]int{}
	var labels []string
	for _, instance := range drawn {
		names[instance.Instance] = true
		if instance.Unmet != "" {
			reason, _, _ := strings.Cut(instance.Unmet, ":")
			unmet[reason]++
		}
		for label, value := range instance.Parameters {
			if choices[label] == nil {
				choices[label] = map[string]int{}
				labels = append(labels, label)
			}
			choices[label][fmt.Sprint(value)]++
		}
	}
	fmt.Fprintf(out, "%s: %d draws, %d distinct\n\n", drawn[0].Claim, len(drawn), len(names))
	t := table{columns: []column{{title: "CHOICE"}, {title: "VALUES", right: true}, {title: "MOST FREQUENT"}},
		wrap: true}
	for _, reason := range byCount(unmet) {
		t.add("not met", strconv.Itoa(unmet[reason]), reason)
	}
	slices.Sort(labels)
	for _, label := range labels {
		values := byCount(choices[label])
		shown := strings.Join(values[:min(6, len(values))], ", ")
		if len(values) > 6 {
			shown += ", …"
		}
		t.add(label, strconv.Itoa(len(values)), shown)
	}
	return t.print(out, width)
}

// byCount lists the keys, the most frequent first and equals in order.
func byCount(counts map[string]int) []string {
	var keys []string
	for key := range counts {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	return keys
}

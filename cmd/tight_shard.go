package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"itermle/properties/search"
	"itermle/theorems"
)

// tightest is what a search has found of a claim, in a record as it stands here.
type tightest struct {
	Best       *search.Found `json:"best"` // nil: no instance has a ratio
	Complaints []complaint   `json:"complaints,omitempty"`
}

// complaint is what is wrong with it, and the exit code that says so.
type complaint struct {
	Code int    `json:"exit"`
	Text string `json:"text"`
}

// sayComplaints says on stderr what is wrong, and returns the exit code of the worst.
func sayComplaints(command *cobra.Command, claims []theorems.Claim, results []tightest) (code int) {
	for i, r := range results {
		for _, c := range r.Complaints {
			fmt.Fprintf(command.ErrOrStderr(), "itermle: %s: %s\n", claims[i].ID, c.Text)
			if code == exitHolds || c.Code == exitBroken || c.Code == exitRefuted && code == exitUndecided {
				code = c.Code
			}
		}
	}
	return code
}

// claimNames names the part of a record that each claim is.
func claimNames(claims []theorems.Claim) func(part int) string {
	return func(part int) string { return claims[part].ID }
}

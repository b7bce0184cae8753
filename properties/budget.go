package properties

import (
	"fmt"
	"sync"

	"itermle/estimators"
)

// SuiteAlpha and SuiteBeta are the error budgets of a whole run over the whole registry: the probability that any true
// claim is refuted, and that any claim violated by its own tolerance is supported. Together they are the 10^-6 that a
// run of correct code may show a wrong verdict with.
const (
	SuiteAlpha = 5e-7
	SuiteBeta  = 5e-7
)

// budget is an error probability that refuses to be overspent. Safe for concurrent use.
type budget struct {
	granted float64
	mu      sync.Mutex
	spent   float64
}

// budgetSlack: a budget is split into shares 1e-9 smaller than asked for, so that no order of adding up to 10^6 of them
// exceeds the total by rounding.
const budgetSlack = 1e-9

// newBudget has a total between 0 and 1.
func newBudget(total float64) (*budget, error) {
	if !(total > 0 && total < 1) {
		return nil, &estimators.RangeError{What: "error budget", Value: total, Accept: "between 0 and 1"}
	}
	return &budget{granted: total}, nil
}

// share is an even part of a budget.
func (b *budget) share(parts int) float64 { return b.granted / float64(parts) * (1 - budgetSlack) }

// open spends an even part on a budget of its own.
func (b *budget) open(parts int) (*budget, error) {
	share := b.share(parts)
	return &budget{granted: share}, b.spend(share)
}

// spend takes an amount out of the budget, or takes nothing where there is not as much.
func (b *budget) spend(amount float64) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !(amount > 0 && b.spent+amount <= b.granted) {
		return fmt.Errorf("error budget: %g asked for, %g available", amount, b.granted-b.spent)
	}
	b.spent += amount
	return nil
}

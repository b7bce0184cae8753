package properties

import (
	"fmt"
	"sync"

	"itermle/estimators"
)

// SuiteAlpha and SuiteBeta are the error budgets of a whole run over the whole registry: the probability that any true
// claim is refuted, and that any claim violated by its own tolerance is supported. Together they are the 10^-6 that a run of
// correct code may show a wrong verdict with.
const (
	SuiteAlpha = 5e-7
	SuiteBeta  = 5e-7
)

// ledger gives out an error budget and refuses to give out more. Safe for concurrent use.
type ledger struct {
	total   float64
	mu      sync.Mutex
	granted float64 // to accounts
	account map[string]*account
}

// account is one claim's part of a ledger.
type account struct {
	name    string
	granted float64
	ledger  *ledger
	spent   float64
}

// overspentError is an attempt to spend more of a budget than there is.
type overspentError struct {
	account          string
	asked, available float64
}

func (e *overspentError) Error() string {
	return fmt.Sprintf("error budget of %s: %g asked for, %g available", e.account, e.asked, e.available)
}

// ledgerSlack: a budget is split into shares 1e-9 smaller than asked for, so that no order of adding up to 10^6 of them exceeds
// the total by rounding.
const ledgerSlack = 1e-9

// newLedger has a total between 0 and 1.
func newLedger(total float64) (*ledger, error) {
	if !(total > 0 && total < 1) {
		return nil, &estimators.RangeError{What: "error budget", Value: total, Accept: "between 0 and 1"}
	}
	return &ledger{total: total, account: map[string]*account{}}, nil
}

// open gives a new account the share weight/weights of the total. A second account of the same name, or one
// that would exceed the total, is an error.
func (l *ledger) open(name string, weight, weights float64) (*account, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	grant := l.total * (weight / weights) * (1 - ledgerSlack)
	if _, exists := l.account[name]; exists {
		return nil, fmt.Errorf("error budget of %s: the account exists", name)
	}
	if !(grant > 0 && l.granted+grant <= l.total) {
		return nil, &overspentError{account: name, asked: grant, available: l.total - l.granted}
	}
	l.granted += grant
	l.account[name] = &account{name: name, granted: grant, ledger: l}
	return l.account[name], nil
}

// share is an even part of an account.
func (a *account) share(parts int) float64 {
	return a.granted / float64(parts) * (1 - ledgerSlack)
}

// spend takes an amount out of the account, or returns an *overspentError and takes nothing.
func (a *account) spend(amount float64) error {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	if !(amount > 0 && a.spent+amount <= a.granted) {
		return &overspentError{account: a.name, asked: amount, available: a.granted - a.spent}
	}
	a.spent += amount
	return nil
}

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

// Ledger gives out an error budget and refuses to give out more. Safe for concurrent use.
type Ledger struct {
	total   float64
	mu      sync.Mutex
	granted float64 // to accounts
	account map[string]*Account
}

// Account is one claim's part of a Ledger.
type Account struct {
	Name    string
	Granted float64
	ledger  *Ledger
	spent   float64
}

// OverspentError is an attempt to spend more of a budget than there is.
type OverspentError struct {
	Account          string
	Asked, Available float64
}

func (e *OverspentError) Error() string {
	return fmt.Sprintf("error budget of %s: %g asked for, %g available", e.Account, e.Asked, e.Available)
}

// ledgerSlack: a budget is split into shares 1e-9 smaller than asked for, so that no order of adding up to 10^6 of them exceeds
// the total by rounding.
const ledgerSlack = 1e-9

// NewLedger has a total between 0 and 1.
func NewLedger(total float64) (*Ledger, error) {
	if !(total > 0 && total < 1) {
		return nil, &estimators.RangeError{What: "error budget", Value: total, Accept: "between 0 and 1"}
	}
	return &Ledger{total: total, account: map[string]*Account{}}, nil
}

// Open gives a new account the share weight/weights of the total. A second account of the same name, or one
// that would exceed the total, is an error.
func (l *Ledger) Open(name string, weight, weights float64) (*Account, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	grant := l.total * (weight / weights) * (1 - ledgerSlack)
	if _, exists := l.account[name]; exists {
		return nil, fmt.Errorf("error budget of %s: the account exists", name)
	}
	if !(grant > 0 && l.granted+grant <= l.total) {
		return nil, &OverspentError{Account: name, Asked: grant, Available: l.total - l.granted}
	}
	l.granted += grant
	l.account[name] = &Account{Name: name, Granted: grant, ledger: l}
	return l.account[name], nil
}

// Share is an even part of an account.
func (a *Account) Share(parts int) float64 {
	return a.Granted / float64(parts) * (1 - ledgerSlack)
}

// Spend takes an amount out of the account, or returns an *OverspentError and takes nothing.
func (a *Account) Spend(amount float64) error {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	if !(amount > 0 && a.spent+amount <= a.Granted) {
		return &OverspentError{Account: a.Name, Asked: amount, Available: a.Granted - a.spent}
	}
	a.spent += amount
	return nil
}

// Spent is what has been taken out.
func (a *Account) Spent() float64 {
	a.ledger.mu.Lock()
	defer a.ledger.mu.Unlock()
	return a.spent
}

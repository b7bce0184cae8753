package estimators

// MustSchedule reads a schedule of the tables of this package.
func MustSchedule(text string) Schedule {
	s, err := ParseSchedule(text)
	if err != nil {
		panic("theorems: " + err.Error())
	}
	return s
}

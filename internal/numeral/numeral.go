// Package numeral reads numbers in base 10, as they are written in flags and specifications: package strconv reads
// hexadecimal floats and digits parted by underscores as well, so that 0x1p4 would be 16.
package numeral

import (
	"strconv"
	"strings"
)

// Float is strconv.ParseFloat for 64 bits, in base 10 alone. Errors: *strconv.NumError.
func Float(text string) (float64, error) {
	if strings.ContainsAny(text, "xX_") {
		return 0, &strconv.NumError{Func: "ParseFloat", Num: text, Err: strconv.ErrSyntax}
	}
	return strconv.ParseFloat(text, 64)
}

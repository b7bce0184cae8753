package cmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// screen is where a command prints. It keeps the first error of writing, which Run asks for once, after the command.
type screen struct {
	buffer   *bufio.Writer
	width    int  // columns that a table may take; 0: any
	ascii    bool // of a locale without UTF-8
	terminal bool
	colours  bool
}

// pageWidth is the width of tables that are not written to a terminal, and leastWidth that on the narrowest.
const pageWidth, leastWidth = 100, 60

func newScreen(out io.Writer, ascii bool) *screen {
	s := &screen{buffer: bufio.NewWriter(out), width: pageWidth, ascii: ascii, terminal: isTerminal(out)}
	if file, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			s.width, s.colours = max(width, leastWidth), colourful(os.Getenv)
		}
	}
	return s
}

// Write writes a text, in ASCII where the locale has nothing else.
func (s *screen) Write(text []byte) (int, error) {
	if s.ascii {
		_, err := s.buffer.WriteString(toASCII(string(text)))
		return len(text), err
	}
	return s.buffer.Write(text)
}

// inASCII spells what the commands print in ASCII.
var inASCII = strings.NewReplacer("✓", "ok", "✗", "NO", "—", "-", "–", "-", "−", "-", "…", "...", "≤", "<=", "≥", ">=",
	"‖", "|", "±", "+-", "∞", "inf", "∇", "D", "∂", "d", "²", "^2", "³", "^3", "√", "sqrt ", "½", "1/2", "¼", "1/4",
	"×", "x", "·", "*", "∫", "int ", "Σ", "Sigma", "θ̂", "theta^", "θ", "theta", "η", "eta", "μ", "mu", "σ", "sigma",
	"λ", "lambda", "ρ", "rho", "δ", "delta", "α", "alpha", "β", "beta", "γ", "gamma", "κ", "kappa", "φ", "phi", "π",
	"pi",
	"τ", "tau", "ε", "epsilon", "Γ", "Gamma", "Θ", "Theta", "∈", "in", "→", "->", "⌈", "ceil(", "⌉", ")", "’", "'")

// toASCII is a text in ASCII; what has no spelling is a question mark.
func toASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, inASCII.Replace(text))
}

// spelled is a text as a screen shows it: what is cut or broken into lines has its width only then.
func spelled(out io.Writer, text string) string {
	if s, ok := out.(*screen); ok && s.ascii {
		return toASCII(text)
	}
	return text
}

// colourful says whether a terminal has colours and its user wants them (no-color.org).
func colourful(getenv func(string) string) bool {
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// asciiLocale says whether the locale of the environment is one that is stated and is not of UTF-8.
func asciiLocale(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToUpper(getenv(name)); locale != "" {
			return !strings.Contains(locale, "UTF-8") && !strings.Contains(locale, "UTF8")
		}
	}
	return false
}

// printJSON writes one object; JSON is UTF-8 in every locale.
func printJSON(out io.Writer, indent string, value any) error {
	encoder := json.NewEncoder(unchanged(out))
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	return encoder.Encode(value)
}

// unchanged is where text goes that is UTF-8 in every locale.
func unchanged(out io.Writer) io.Writer {
	if s, ok := out.(*screen); ok {
		return s.buffer
	}
	return out
}

// show prints what a command has found: as one object, or as it prints itself within a width.
func show(command *cobra.Command, asJSON bool, indent string, found interface {
	print(out io.Writer, width int) error
}) error {
	if asJSON {
		return printJSON(command.OutOrStdout(), indent, found)
	}
	return found.print(command.OutOrStdout(), tableWidth(command))
}

// tableWidth is how many columns the tables of a command may take.
func tableWidth(command *cobra.Command) int {
	s, ok := command.OutOrStdout().(*screen)
	if wide, _ := command.Flags().GetBool("wide"); wide || !ok {
		return 0
	}
	return s.width
}

// longValue is a quoted text, or a word, that would drown the message around it.
var longValue = regexp.MustCompile(`"(?:[^"\\]|\\.){80,}"|\S{200,}`)

// oneLine is a message in one line that a terminal can show: no control characters, and long values by their ends.
func oneLine(message string) string {
	message = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || unicode.IsSpace(r) {
			return r
		}
		return utf8.RuneError
	}, strings.ToValidUTF8(message, string(utf8.RuneError)))
	message = strings.Join(strings.Fields(message), " ")
	return longValue.ReplaceAllStringFunc(message, func(value string) string {
		runes := []rune(strings.Trim(value, `"`))
		return fmt.Sprintf(`"%s… (%d characters) …%s"`, string(runes[:40]), len(runes), string(runes[len(runes)-10:]))
	})
}

package report

import (
	"errors"
	"fmt"
	"strconv"
)

// Error is an error that tells a person where it is and what to do about it.
// Message is lower case, without a full stop, and never holds a value that
// could be a secret.
type Error struct {
	Message string
	Place   Place
	Hint    string
	Refused bool // the input was understood, and a rule said no (exit 2)
}

// Errorf makes an Error at a place.
func Errorf(p Place, format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Place: p}
}

// WithHint adds the remedy and returns e.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// Error gives the place first, as compilers do.
func (e *Error) Error() string {
	if p := e.Place.String(); p != "" {
		return p + ": " + e.Message
	}
	return e.Message
}

// AsError returns err as an Error: the one it wraps, or a new one with its text.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Message: err.Error()}
}

// String is the place in words, e.g. "chart/templates/sa.yaml, document 3, line 12";
// "" when nothing is known.
func (p Place) String() string {
	s := p.Source
	add := func(word string, n int) {
		if n == 0 {
			return
		}
		if s != "" {
			s += ", "
		}
		s += word + " " + strconv.Itoa(n)
	}
	add("document", p.Document)
	add("line", p.Line)
	return s
}

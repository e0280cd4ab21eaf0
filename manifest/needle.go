package manifest

import (
	"bytes"
	"slices"
)

// Needles are words of which every document that matters holds one. Looking for
// them is most of what a run costs, so all are looked for at once.
//
// The search is that of Wu and Manber ("A fast algorithm for multi-pattern
// searching", 1994): three bytes of the text tell how far the next word can be
// at the nearest, and that is mostly as far as the shortest word is long.
// BenchmarkNeedles compares it with one bytes.Contains for each word.
type Needles struct {
	long  []needle // found by the tables
	short []needle // too short for them: looked for one by one
	min   int      // length of the shortest of long
	shift []uint8  // by hash of three bytes: how far to go on, 0 to look closer
	first []int32  // by the same hash: one of long that has these bytes at min, counted from 1
	next  []int32  // the next such one of long
}

type needle struct {
	text []byte
	name bool // it counts only where no letter, digit, dot, dash or underscore touches it
}

// shortest is the length from which a word is worth the tables.
const shortest = 8

// NewNeedles prepares a search. Words count wherever they occur; names only as a
// whole, because "sa" is in every other message.
func NewNeedles(words, names []string) *Needles {
	n := &Needles{}
	add := func(text string, name bool) {
		nd := needle{[]byte(text), name}
		if len(text) < shortest {
			n.short = append(n.short, nd)
		} else {
			n.long = append(n.long, nd)
		}
	}
	for _, w := range words {
		add(w, false)
	}
	for _, w := range names {
		add(w, true)
	}
	return n
}

// join returns a search for everything that others look for.
func join(others []*Needles) *Needles {
	n := &Needles{}
	for _, o := range others {
		n.long, n.short = append(n.long, o.long...), append(n.short, o.short...)
	}
	if len(n.long) > 0 {
		n.prepare()
	}
	return n
}

func (n *Needles) prepare() {
	n.min = len(slices.MinFunc(n.long, func(a, b needle) int { return len(a.text) - len(b.text) }).text)
	n.min = min(n.min, 255)
	n.shift = bytes.Repeat([]byte{byte(n.min - 2)}, 1<<hashBits)
	n.first, n.next = make([]int32, 1<<hashBits), make([]int32, len(n.long)+1)
	for i, nd := range n.long {
		for end := 2; end < n.min; end++ {
			h := hash(nd.text[end-2:])
			n.shift[h] = min(n.shift[h], byte(n.min-1-end))
		}
		h := hash(nd.text[n.min-3:])
		n.next[i+1], n.first[h] = n.first[h], int32(i+1)
	}
}

const hashBits = 12

func hash(text []byte) int {
	return (int(text[0])<<8 ^ int(text[1])<<4 ^ int(text[2])) & (1<<hashBits - 1)
}

// In reports whether one of the needles occurs in the text.
func (n *Needles) In(text []byte) bool {
	if slices.ContainsFunc(n.short, func(nd needle) bool { return nd.in(text) }) {
		return true
	}
	if len(n.long) == 0 {
		return false
	}
	if n.shift == nil { // few look here: one by one costs less than tables
		return slices.ContainsFunc(n.long, func(nd needle) bool { return nd.in(text) })
	}
	for i := n.min - 1; i < len(text); {
		h := hash(text[i-2 : i+1])
		if s := n.shift[h]; s > 0 {
			i += int(s)
			continue
		}
		for k := n.first[h]; k > 0; k = n.next[k] {
			if n.long[k-1].at(text, i-n.min+1) {
				return true
			}
		}
		i++
	}
	return false
}

// in looks for the needle alone.
func (nd needle) in(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.Index(text[at:], nd.text)
		if i < 0 {
			return false
		}
		if at += i; nd.at(text, at) {
			return true
		}
	}
}

// at reports whether the needle stands at an offset.
func (nd needle) at(text []byte, at int) bool {
	if !bytes.HasPrefix(text[at:], nd.text) {
		return false
	}
	end := at + len(nd.text)
	return !nd.name || (at == 0 || !nameByte(text[at-1])) && (end == len(text) || !nameByte(text[end]))
}

func nameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_'
}

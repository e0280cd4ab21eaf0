// Copy reads all of its input into memory and writes it: what a program that
// must see the whole stream before it writes cannot do without. A file's size is
// taken as a hint, as os.ReadFile does.
package main

import (
	"bytes"
	"log"
	"os"
)

func main() {
	var b bytes.Buffer
	if info, err := os.Stdin.Stat(); err == nil && info.Mode().IsRegular() {
		b.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(os.Stdin); err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.Write(b.Bytes()); err != nil {
		log.Fatal(err)
	}
}

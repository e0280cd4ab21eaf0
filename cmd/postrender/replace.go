package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/wi-postrender/postrender/report"
)

// replacement is a new content for a file, on disk beside it. Whenever the
// process dies, the old or the new content is there whole: the new one is
// written, synced and then renamed. A symbolic link stays one, and the mode is
// kept; owner and hard links are not.
type replacement struct {
	path, temp string
}

// prepare writes the new content of a file beside it. What is no regular file, a
// device or a pipe, has nothing to replace and is written at once.
func prepare(path string, write func(io.Writer) (int64, error)) (*replacement, error) {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		// What stands in /dev leads to an open file, which a rename would cut off.
		if !info.Mode().IsRegular() || strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/") {
			return &replacement{}, writeThrough(path, write)
		}
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, notWritten(path, err)
		}
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, notWritten(path, err)
	}
	r := &replacement{path, temp.Name()}
	_, err = write(temp)
	for _, step := range []func() error{func() error { return temp.Chmod(mode) }, temp.Sync} {
		if err == nil {
			err = step()
		}
	}
	if cerr := temp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		r.discard()
		return nil, notWritten(path, err)
	}
	return r, nil
}

// commit puts the new content in its place.
func (r *replacement) commit() error {
	if r.temp == "" {
		return nil
	}
	if err := os.Rename(r.temp, r.path); err != nil {
		return notWritten(r.path, err)
	}
	r.temp = ""
	return nil
}

// discard removes a content that was not committed.
func (r *replacement) discard() {
	if r.temp != "" {
		_ = os.Remove(r.temp) // nothing can be done about it, and nothing depends on it
		r.temp = ""
	}
}

func writeThrough(path string, write func(io.Writer) (int64, error)) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return notWritten(path, err)
	}
	_, err = write(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return notWritten(path, err)
	}
	return nil
}

func notWritten(path string, err error) error {
	return report.Errorf(report.Place{Source: path}, "cannot write it: %s", reason(err)).WithHint("the file is as it was")
}

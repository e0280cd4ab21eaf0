package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/wi-postrender/postrender/manifest"
	"github.com/wi-postrender/postrender/report"
	"github.com/wi-postrender/postrender/transform"
)

// filter is the main job: standard input to standard output, or files in place.
// Nothing is written before everything has succeeded, and the record is written
// whatever happens.
func (c *cli) filter(cmd *cobra.Command) error {
	files := cmd.Flags().Args()
	if !c.flags.inPlace && isTerminal(c.stdin) {
		if err := cmd.Help(); err != nil {
			return err
		}
		return errHelpShown
	}
	rep, err := c.filterAll(cmd, files)
	if err != nil {
		rep = failed(rep, err)
	}
	if rerr := c.writeRecord(rep); rerr != nil && err == nil {
		err = rerr
	}
	c.say(rep)
	return err
}

// filterAll returns the report even when it fails, as far as it got.
func (c *cli) filterAll(cmd *cobra.Command, files []string) (report.Report, error) {
	settings, err := c.settings(cmd)
	if err != nil {
		return report.Report{}, err
	}
	if c.flags.inPlace {
		return c.filterFiles(cmd.Context(), files, settings)
	}
	in, err := c.readStdin(cmd.Context(), settings.Limits.Bytes)
	if err != nil {
		return report.Report{Settings: settings.Report()}, err
	}
	stream, rep, err := transform.Transform(cmd.Context(), in, settings)
	if err != nil {
		return rep, err
	}
	if err := c.reportWritable(); err != nil {
		return rep, err
	}
	return rep, c.writeStream(stream)
}

func (c *cli) writeStream(stream *manifest.Stream) error {
	out := bufio.NewWriterSize(c.stdout, 1<<16)
	_, err := stream.WriteTo(out)
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return (&report.Error{Message: "cannot write the output: " + reason(err)}).
			WithHint("what was written is not complete: do not apply it")
	}
	return nil
}

// readStdin reads standard input to its end, or a byte beyond the limit, so that
// the limit can be told. An interrupt ends it at once.
func (c *cli) readStdin(ctx context.Context, limit int64) ([]byte, error) {
	type result struct {
		in  []byte
		err error
	}
	done := make(chan result, 1)
	go func() {
		in, err := readAll(c.stdin, limit)
		done <- result{in, err}
	}()
	select {
	case <-ctx.Done():
		return nil, &report.Error{Message: "interrupted while reading standard input"}
	case r := <-done:
		if r.err != nil {
			return nil, (&report.Error{Message: "cannot read standard input: " + reason(r.err)}).
				WithHint("send the manifests in a pipe: helm template … | postrender")
		}
		return r.in, nil
	}
}

// readAll reads a stream. Where its size is known, the bytes are read into place
// once, which halves the memory that a run needs.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	var b bytes.Buffer
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			b.Grow(int(min(info.Size(), limit)) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(io.LimitReader(r, limit+1))
	return b.Bytes(), err
}

package main

import (
	"bytes"
	"fmt"
	"os"
)

// terminal is where the story goes. It remembers all that was written, to prove afterwards what was not.
type terminal struct {
	file  *os.File
	color bool
	seen  bytes.Buffer
}

// newTerminal takes colors only for a real terminal whose user has not set NO_COLOR.
func newTerminal(file *os.File) *terminal {
	info, err := file.Stat()
	return &terminal{file: file, color: err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == ""}
}

func (t *terminal) Write(p []byte) (int, error) {
	t.seen.Write(p)
	return t.file.Write(p)
}

func (t *terminal) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

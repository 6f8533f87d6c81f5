package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// cloud is the emulated Soda Cloud, a process of its own.
type cloud struct {
	url, keyID, keySecret string

	process *exec.Cmd
	log     string // path of its log: a line for each request
}

// startCloud builds and starts the emulator on a free port. It answers as soon as it has printed where it is.
func startCloud(ctx context.Context, dir string) (*cloud, error) {
	binary := filepath.Join(dir, executable("soda-emulator"))
	if err := build(ctx, module+"/cmd/soda-emulator", binary); err != nil {
		return nil, err
	}
	c := &cloud{log: filepath.Join(dir, "emulator.log")}
	log, err := os.Create(c.log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	cmd := command(context.WithoutCancel(ctx), binary, "--addr", "127.0.0.1:0") // it must outlive an interrupted apply
	cmd.Stderr = log
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c.process = cmd
	return c, c.readEnvironment(stdout)
}

// readEnvironment reads the lines that a user would paste into a shell.
func (c *cloud) readEnvironment(stdout io.Reader) error {
	values := map[string]*string{"SODA_CLOUD_HOST": &c.url, "SODA_API_KEY_ID": &c.keyID, "SODA_API_KEY_SECRET": &c.keySecret}
	lines := bufio.NewScanner(stdout)
	for len(values) > 0 && lines.Scan() {
		name, value, _ := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if to := values[name]; to != nil {
			*to = value
			delete(values, name)
		}
	}
	if len(values) > 0 {
		return fmt.Errorf("the emulator did not start%s", c.tail())
	}
	return nil
}

// env points the provider at this cloud.
func (c *cloud) env() []string {
	return []string{"SODA_CLOUD_HOST=" + c.url, "SODA_API_KEY_ID=" + c.keyID, "SODA_API_KEY_SECRET=" + c.keySecret}
}

// call makes one call of the API and reads the answer. in may be nil.
func (c *cloud) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(raw)
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, body)
	if err != nil {
		return err
	}
	req.SetBasicAuth(c.keyID, c.keySecret)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, answer)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(answer, out)
}

// tail returns the end of the log, for an error message.
func (c *cloud) tail() string {
	raw, err := os.ReadFile(c.log)
	if err != nil || len(raw) == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	return "\nThe last lines of the emulator's log:\n  " + strings.Join(lines[max(0, len(lines)-5):], "\n  ")
}

// stop asks the process to end and waits for it.
func (c *cloud) stop() error {
	if c == nil || c.process == nil {
		return nil
	}
	defer killGroup(c.process)
	if err := c.process.Process.Signal(os.Interrupt); err != nil {
		return c.process.Process.Kill()
	}
	late := time.AfterFunc(grace, func() { killGroup(c.process) })
	defer late.Stop()
	return c.process.Wait()
}

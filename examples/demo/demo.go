package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

//go:embed main.tf
var configuration string

//go:embed change.diff
var change string

// demo is what the story is told with.
type demo struct {
	term     *terminal
	dir      string // temporary; holds all that is written
	token    string // the secret in the configuration, another one each time
	cli      *cli
	cloud    *cloud
	receiver *receiver
}

// prepare builds and starts everything. After an error too, the demo has to be closed.
func prepare(ctx context.Context, term *terminal) (*demo, error) {
	d := &demo{term: term, token: rand.Text()}
	var err error
	if d.dir, err = os.MkdirTemp("", "soda-demo-"); err != nil {
		return d, err
	}
	if d.cli, err = findCLI(ctx, term, d.dir); err != nil {
		return d, err
	}
	term.printf("This is %s. Building the provider and an emulated Soda Cloud from source.\n", d.cli.product)
	if err := d.cli.installProvider(ctx); err != nil {
		return d, err
	}
	if d.receiver, err = startReceiver(ctx); err != nil {
		return d, err
	}
	if d.cloud, err = startCloud(ctx, d.dir); err != nil {
		return d, err
	}
	d.cli.env = append(d.cli.env, d.cloud.env()...)
	d.cli.env = append(d.cli.env, "TF_VAR_webhook_url="+d.receiver.url, "TF_VAR_webhook_token="+d.token)
	d.cli.secrets = []string{d.token, d.cloud.keySecret}
	return d, d.write(configuration)
}

// write writes the configuration.
func (d *demo) write(text string) error {
	if err := os.MkdirAll(d.cli.dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.cli.dir, "main.tf"), []byte(text), 0o600)
}

// close stops what runs and removes what was written.
func (d *demo) close() error {
	err := errors.Join(d.cloud.stop(), d.receiver.stop())
	if d.dir != "" {
		err = errors.Join(err, os.RemoveAll(d.dir))
	}
	if err != nil {
		return fmt.Errorf("cleaning up failed: %w", err)
	}
	return nil
}

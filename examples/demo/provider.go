package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	module = "github.com/terraform-provider-soda/terraform-provider-soda"

	// providerVersion is what a registry would know; it is this demo's own.
	providerVersion = "0.0.1"
)

// installProvider builds the provider into a directory that the command line takes for all of the world's registries.
func (c *cli) installProvider(ctx context.Context) error {
	host := "registry.terraform.io" // what a source without a host means
	if strings.HasPrefix(c.product, "OpenTofu") {
		host = "registry.opentofu.org"
	}
	mirror := filepath.Join(c.home, "mirror")
	binary := filepath.Join(mirror, host, "terraform-provider-soda", "soda", providerVersion, runtime.GOOS+"_"+runtime.GOARCH,
		executable("terraform-provider-soda_v"+providerVersion))
	if err := build(ctx, module, binary, "-X", "main.version="+providerVersion); err != nil {
		return err
	}
	settings := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return os.WriteFile(filepath.Join(c.home, "cli.tfrc"), []byte(settings), 0o600)
}

// build builds a program of this module.
func build(ctx context.Context, pkg, binary string, ldflags ...string) error {
	cmd := command(ctx, "go", "build", "-ldflags", strings.Join(ldflags, " "), "-o", binary, pkg)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := finish(cmd); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", pkg, err, out.String())
	}
	return nil
}

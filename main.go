// The Terraform provider for the alerting side of Soda Cloud.
package main

import (
	"flag"
	"log"
	"os"
	"runtime/debug"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/provider"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// version is set at release.
var version = "dev"

// lag is how long a list may lack a new object, as a duration; empty means the default. The builds of tests that delete outside what
// they have just created set it.
var lag string

func main() {
	debugging := flag.Bool("debug", false, "run until interrupted, for a debugger; prints the environment variable that makes Terraform use this process")
	flag.Parse()
	spareMachine()
	var options []tf6server.ServeOpt
	if *debugging {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		go endWith(os.Getppid())
	}
	if err := tf6server.Serve("registry.terraform.io/terraform-provider-soda/soda", provider.NewTunedServer(version, tune), options...); err != nil {
		log.Fatal(err)
	}
}

func tune(config *soda.Config) {
	if d, err := time.ParseDuration(lag); err == nil {
		config.Lag = &d
	}
}

// spareMachine sets what the framework and Go's runtime leave at values that cost the user of a provider dearly: a plan of
// 1,000 rules spent more than half of its time on them. What the environment sets stands.
func spareMachine() {
	// The framework logs every step at level trace, for the CLI to parse and to throw away unless somebody asked for logs.
	if os.Getenv("TF_LOG") == "" && os.Getenv("TF_LOG_PROVIDER") == "" && os.Getenv("TF_LOG_SDK") == "" {
		// It asks for the level of its own part before it looks for the logger, which takes long in the large contexts that it makes.
		for _, part := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK"} {
			_ = os.Setenv(part, "OFF") // fails for malformed names only
		}
	}
	// The framework makes garbage by the megabyte for each resource, and little stays. So collect seldom, unless memory is short.
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(softMemoryLimit)
	}
}

// softMemoryLimit is where the collector starts to work harder. The list of 10,000 rules takes a quarter of it; of 40,000, all.
const softMemoryLimit = 100 << 20

// endWith ends this process when its parent has ended, which is the CLI. One that was killed cannot end its providers, and
// they would wait for its next call forever. On Windows the parent's number stays, and so does this process.
func endWith(parent int) {
	for range time.Tick(time.Second) {
		if os.Getppid() != parent {
			os.Exit(1)
		}
	}
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Notes are what a relay has seen.
type Notes struct {
	Start  time.Duration     // until the provider could be called
	Took   map[string]Taken  // by method
	Schema map[string][]byte // responses that say what the provider has, by method
	CPU    time.Duration     // of the provider's process
}

// Taken is what the calls of a method took, all together.
type Taken struct {
	Calls int
	Time  time.Duration
}

// add combines the notes of one process with those of an earlier one, since a command starts several.
func (n Notes) add(earlier Notes) Notes {
	n.Start, n.CPU = n.Start+earlier.Start, n.CPU+earlier.CPU
	for method, took := range earlier.Took {
		n.Took[method] = Taken{Calls: n.Took[method].Calls + took.Calls, Time: n.Took[method].Time + took.Time}
	}
	maps.Copy(n.Schema, earlier.Schema)
	return n
}

// relay passes calls on to a provider that it has started.
type relay struct {
	provider *exec.Cmd
	to       *grpc.ClientConn

	mu    sync.Mutex
	notes Notes
}

func startRelay(program string) (*relay, error) {
	r := &relay{provider: exec.CommandContext(context.Background(), program), notes: Notes{Took: map[string]Taken{}, Schema: map[string][]byte{}}}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "PLUGIN_CLIENT_CERT=") { // that is the CLI's; this connection is not encrypted
			r.provider.Env = append(r.provider.Env, variable)
		}
	}
	r.provider.Stderr = os.Stderr
	out, err := r.provider.StdoutPipe()
	if err != nil {
		return nil, err
	}
	started := time.Now()
	if err := r.provider.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, err
	}
	r.notes.Start = time.Since(started)
	parts := strings.Split(line, "|") // core version, protocol, network, address, ...
	if len(parts) < 4 {
		return nil, fmt.Errorf("%s does not say where it is: %q", program, line)
	}
	r.to, err = grpc.NewClient(parts[2]+":"+parts[3], grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec{}), grpc.MaxCallRecvMsgSize(largest), grpc.MaxCallSendMsgSize(largest)))
	return r, err
}

func (r *relay) respond(ctx context.Context, method string, request message) (response message, err error) {
	started := time.Now()
	err = r.to.Invoke(ctx, "/tfplugin6.Provider/"+method, &request, &response)
	took := time.Since(started)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes.Took[method] = Taken{Calls: r.notes.Took[method].Calls + 1, Time: r.notes.Took[method].Time + took}
	if strings.HasPrefix(method, "Get") {
		r.notes.Schema[method] = response
	}
	return response, err
}

// end ends the provider and adds what was seen to the notes.
func (r *relay) end(file string) error {
	_ = r.provider.Process.Kill()
	_ = r.provider.Wait() // killed
	r.notes.CPU = r.provider.ProcessState.UserTime() + r.provider.ProcessState.SystemTime()
	var earlier Notes
	if raw, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(raw, &earlier); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(r.notes.add(earlier))
	if err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}

package acctest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// startTime returns how long the provider takes until a CLI can talk to it, the median of some starts, and the size of the
// released program.
func startTime(b *testing.B) (time.Duration, int64) {
	b.Helper()
	binary := filepath.Join(b.TempDir(), "terraform-provider-soda")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, module).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	var times []time.Duration
	for range 11 {
		cmd := exec.CommandContext(b.Context(), binary)
		cmd.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", "PLUGIN_PROTOCOL_VERSIONS=6")
		out, err := cmd.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		started := time.Now()
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // the line that tells the CLI where to connect
			b.Fatal(err)
		}
		times = append(times, time.Since(started))
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // killed
	}
	info, err := os.Stat(binary)
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(times)
	return times[len(times)/2], info.Size()
}

// watchMemory looks at the provider's processes until the returned function is called, which tells the most megabytes that one
// of them had in memory, as Linux counts; 0 elsewhere.
func watchMemory(b *testing.B) (peak func() int) {
	b.Helper()
	binary := filepath.Join(builtProvider(b), "terraform-provider-soda")
	stop, most := make(chan struct{}), make(chan int)
	go func() {
		kilobytes := 0
		for {
			select {
			case <-stop:
				most <- kilobytes / 1024
				return
			case <-time.After(20 * time.Millisecond):
				kilobytes = max(kilobytes, memoryOf(binary))
			}
		}
	}()
	return func() int {
		close(stop)
		return <-most
	}
}

// memoryOf returns the largest peak, in kilobytes, of the processes that run the program.
func memoryOf(binary string) (most int) {
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, process := range processes {
		if program, err := os.Readlink(filepath.Join(process, "exe")); err != nil || program != binary {
			continue
		}
		status, _ := os.ReadFile(filepath.Join(process, "status")) // it may have ended
		_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
		if words := strings.Fields(string(after)); len(words) > 0 {
			kilobytes, _ := strconv.Atoi(words[0])
			most = max(most, kilobytes)
		}
	}
	return most
}

// table collects what was measured and prints it at the end.
type table struct {
	rows   []string
	ratios []string
}

func (t *table) row(cells ...any) {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = fmt.Sprint(cell)
	}
	t.rows = append(t.rows, strings.Join(texts, "\t"))
}

func (t *table) ratio(terraform, own time.Duration) {
	n, _, _ := strings.Cut(t.rows[len(t.rows)-1], "\t")
	t.ratios = append(t.ratios, fmt.Sprintf("A plan without changes of %s terraform_data with the same values takes %.1f s: the rules take %.2f times that.",
		n, terraform.Seconds(), own.Seconds()/terraform.Seconds()))
}

func (t *table) print(last string) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "rules\tlimits\tphase\tcalls\t429\tseconds\tbound\tratio\tprovider MB")
	for _, row := range t.rows {
		_, _ = fmt.Fprintln(w, row)
	}
	_ = w.Flush()
	_, _ = fmt.Fprintln(os.Stdout, strings.Join(append(t.ratios, last), "\n"))
}

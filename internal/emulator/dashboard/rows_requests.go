package dashboard

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

func newRequestRow(r emulator.Request, now time.Time) requestRow {
	row := requestRow{
		Time: momentOf(r.Time, now), Method: r.Method, Path: r.Path, Operation: r.OperationID, TraceID: r.TraceID,
		Duration: fmt.Sprintf("%.1f ms", r.Duration.Seconds()*1000),
		Sent:     redacted(r.Body), Answer: redacted(r.Answer),
	}
	if r.Status != 0 {
		row.Status = statusText(r.Status)
	}
	return row
}

func statusText(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

func budgetRows(budgets []emulator.Budget) []budgetRow {
	rows := make([]budgetRow, len(budgets))
	for i, b := range budgets {
		rows[i] = budgetRow{Budget: b, Seconds: seconds(b.Window), Next: "now"}
		if b.Free > 0 {
			rows[i].Next = fmt.Sprintf("in %d s", seconds(b.Free))
		}
	}
	return rows
}

// seconds rounds up.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

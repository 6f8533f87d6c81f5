package webhook

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

var (
	_ datasource.DataSourceWithConfigure      = (*testDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*testDataSource)(nil)
)

// NewTestDataSource returns the soda_webhook_test data source.
func NewTestDataSource() datasource.DataSource { return &testDataSource{} }

type testDataSource struct{ base.DataSource }

func (d *testDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = testKind.Type
}

func (d *testDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config testData
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(withoutWriteOnly, &resp.Diagnostics)
	}
}

// Read sends only where it is told to. Other than the resource and the action, it cannot tell why it is read.
func (d *testDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data testData
	resp.Diagnostics.Append(req.Config.Get(ctx, &data)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t := data.toEvent(ctx, &resp.Diagnostics)
	checkIntegration(ctx, d.Client, t, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if data.Send.ValueBool() {
		o, err := t.sendOnce(ctx, d.Client)
		if err != nil {
			addSendError(&resp.Diagnostics, t, err)
			return
		}
		data.testResults = o.results()
	} else {
		data.testResults = preview(t.Event, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// sentEvents remembers what data sources sent, by client: a client serves one phase, so that one phase sends an event to an
// endpoint once, however many data sources ask for it. A process of the provider has one client, and ends with its phase.
var sentEvents sync.Map

// phase holds the sending of each event, by what was sent where.
type phase struct {
	mu    sync.Mutex
	sends map[string]func() (*outcome, error)
}

// sendOnce sends, or waits for and returns the outcome of the same event of the same phase.
func (t testEvent) sendOnce(ctx context.Context, client *soda.Client) (*outcome, error) {
	key, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	known, _ := sentEvents.LoadOrStore(client, &phase{sends: map[string]func() (*outcome, error){}})
	return known.(*phase).once(string(key), func() (*outcome, error) { return t.send(ctx, client) })
}

func (p *phase) once(key string, send func() (*outcome, error)) (*outcome, error) {
	p.mu.Lock()
	once, sent := p.sends[key]
	if !sent {
		once = sync.OnceValues(send)
		p.sends[key] = once
	}
	p.mu.Unlock()
	return once()
}

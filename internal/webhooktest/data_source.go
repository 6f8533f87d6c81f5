package webhooktest

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/header"
)

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

// NewDataSource returns the soda_webhook_test data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

type dataSource struct{ base.DataSource }

func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = kind.Type
}

func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config asData
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		config.validate(header.WithoutWriteOnly, &resp.Diagnostics)
	}
}

// Read sends only where it is told to. Other than the resource and the action, it cannot tell why it is read.
func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var data asData
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
		o, err := d.sendOnce(ctx, t)
		if err != nil {
			addSendError(&resp.Diagnostics, t, err)
			return
		}
		data.results = o.results()
	} else {
		data.results = preview(t.Event, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, data)...)
}

// sendOnce sends, or returns the outcome of the same event to the same endpoint in the same phase, so that a phase sends it
// once however many data sources ask for it.
func (d *dataSource) sendOnce(ctx context.Context, t testEvent) (*outcome, error) {
	key, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	return base.Do(d.Sent, string(key), func() (*outcome, error) { return t.send(ctx, d.Client) })
}

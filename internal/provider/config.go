package provider

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/base"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/settings"
	"github.com/terraform-provider-soda/terraform-provider-soda/internal/soda"
)

// model is the provider block.
type model struct {
	Host                         types.String `tfsdk:"host"`
	APIKeyID                     types.String `tfsdk:"api_key_id"`
	APIKeySecret                 types.String `tfsdk:"api_key_secret"`
	Profile                      types.String `tfsdk:"profile"`
	IntegrationsPath             types.String `tfsdk:"integrations_path"`
	NotificationIntegrationsPath types.String `tfsdk:"notification_integrations_path"`
	RequestTimeout               types.String `tfsdk:"request_timeout"`
	MaxRetries                   types.Int64  `tfsdk:"max_retries"`
}

// newClient makes the client that the configuration asks for. What is unknown or missing does not fail here: the plan may
// not need it. It fails where it is used.
func newClient(m model, userAgent string, tune func(*soda.Config), diags *diag.Diagnostics) *soda.Client {
	if names := m.unknown(); len(names) > 0 {
		return soda.Broken(&base.UnknownConfigurationError{Attributes: names})
	}
	found, err := settings.Find(m.given())
	if err != nil {
		addSettingError(diags, err)
		return nil
	}
	if found.Skipped != nil {
		diags.AddWarning("Cannot use the default profile", found.Skipped.Error())
	}
	config := m.config(userAgent)
	if tune != nil {
		tune(&config)
	}
	client, err := found.Client(config)
	if err != nil {
		addSettingError(diags, err)
	}
	return client
}

// unknown names the attributes whose values are not known yet.
func (m model) unknown() []string {
	var names []string
	for name, value := range map[string]interface{ IsUnknown() bool }{
		"host": m.Host, "api_key_id": m.APIKeyID, "api_key_secret": m.APIKeySecret, "profile": m.Profile,
		"integrations_path": m.IntegrationsPath, "notification_integrations_path": m.NotificationIntegrationsPath,
		"request_timeout": m.RequestTimeout, "max_retries": m.MaxRetries,
	} {
		if value.IsUnknown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (m model) given() settings.Given {
	return settings.Given{
		Place:        "the provider block",
		Host:         m.Host.ValueString(),
		APIKeyID:     m.APIKeyID.ValueString(),
		APIKeySecret: m.APIKeySecret.ValueString(),
		Profile:      m.Profile.ValueString(),

		IntegrationsPath:             m.IntegrationsPath.ValueString(),
		NotificationIntegrationsPath: m.NotificationIntegrationsPath.ValueString(),
	}
}

// config is what only the provider block sets.
func (m model) config(userAgent string) soda.Config {
	config := soda.Config{
		UserAgent: userAgent,
		Log:       func(ctx context.Context, message string, fields map[string]any) { tflog.Debug(ctx, message, fields) },
		LogInfo:   func(ctx context.Context, message string, fields map[string]any) { tflog.Info(ctx, message, fields) },
	}
	if !m.RequestTimeout.IsNull() {
		config.RequestTimeout, _ = time.ParseDuration(m.RequestTimeout.ValueString()) // validated
	}
	if !m.MaxRetries.IsNull() {
		retries := int(m.MaxRetries.ValueInt64())
		config.MaxRetries = &retries
	}
	return config
}

// addSettingError reports a setting that cannot be used at the attribute that sets it.
func addSettingError(diags *diag.Diagnostics, err error) {
	summaries := map[string]string{
		"host": "Invalid host", "profile": "Cannot use the profile",
		"integrations_path": "Invalid path", "notification_integrations_path": "Invalid path",
	}
	if e, ok := errors.AsType[*settings.Error](err); ok {
		diags.AddAttributeError(path.Root(e.Setting), summaries[e.Setting], e.Message)
		return
	}
	diags.AddError("Cannot configure the provider", err.Error())
}

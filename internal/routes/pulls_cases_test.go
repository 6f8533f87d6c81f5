package routes_test

import (
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/acctest"
)

// canaries are secrets that every plan of the pull requests below holds in clear. The first is also sensitive in a rule.
var canaries = []string{"canary-header-7319", "canary-signing-7319", "canary-variable-7319"}

// secrets is in every configuration.
const secrets = `
resource "soda_webhook_integration" "pager" {
  name    = "pagerduty-data"
  url     = "https://events.example.com/soda"
  scopes  = ["alert_notification"]
  secret  = "canary-signing-7319"
  headers = { "Authorization" = { secret = "canary-header-7319" } }
}

variable "secret" {
  default   = "canary-variable-7319"
  sensitive = true
}

resource "soda_notification_rule" "sensitive" {
  name       = "sensitive"
  rule_type  = "check"
  filter     = { field = "checkName", equals = var.secret }
  recipients = [{ email = "always@example.com", levels = ["info"] }]
}
`

func rule(name, filter, recipients string) string {
	return `
resource "soda_notification_rule" "` + name + `" {
  name       = "` + name + `"
  rule_type  = "check"
  filter     = ` + filter + `
  recipients = [` + recipients + `]
}
`
}

const (
	finance = `{ field = "datasetTags", equals = "finance" }`
	gold    = `{ and = [{ field = "datasetTags", equals = "finance" }, { field = "datasetTags", equals = "gold" }] }`
	wide    = `{ field = "datasetTags", in = ["finance", "shipping"] }`
	pager   = `{ integration_id = soda_webhook_integration.pager.id, levels = ["critical"] }`
	mail    = `{ email = "dq@example.com", levels = ["critical", "warning"] }`
)

// pulls are pull requests: the configuration before and after.
var pulls = map[string]struct{ before, after string }{
	"new_rule":        {"", rule("finance", finance, pager+", "+mail)},
	"narrowed_filter": {rule("finance", finance, pager), rule("finance", gold, pager)},
	"widened_filter":  {rule("finance", finance, pager), rule("finance", wide, pager)},
	"recipient_moved": {
		rule("finance", finance, pager+", "+mail) + rule("shipping", `{ field = "datasetTags", equals = "shipping" }`, mail),
		rule("finance", finance, mail) + rule("shipping", `{ field = "datasetTags", equals = "shipping" }`, pager+", "+mail),
	},
	"rule_paused": {
		rule("finance", finance, pager),
		strings.Replace(rule("finance", finance, pager), "rule_type  =", "status     = \"paused\"\n  rule_type  =", 1),
	},
	"refactoring": {
		rule("finance", finance, pager+", "+mail) + rule("shipping", `{ or = [{ field = "datasetTags", equals = "shipping" }, { field = "datasetTags", equals = "fleet" }] }`, mail),
		`
module "finance" {
  source = "./team"
  team   = "finance"
  tags   = ["finance"]
  pager  = soda_webhook_integration.pager.id
}

module "shipping" {
  source = "./team"
  team   = "shipping"
  tags   = ["fleet", "shipping"]
}

moved {
  from = soda_notification_rule.finance
  to   = module.finance.soda_notification_rule.team
}

moved {
  from = soda_notification_rule.shipping
  to   = module.shipping.soda_notification_rule.team
}
`,
	},
	"webhook_replaced": {
		rule("finance", finance, pager),
		rule("finance", finance, `{ integration_id = soda_webhook_integration.duty.id, levels = ["critical"] }`) + `
resource "soda_webhook_integration" "duty" {
  name   = "opsgenie-data"
  url    = "https://duty.example.com/soda"
  scopes = ["alert_notification"]
}
`,
	},
	"never_matching_filter": {
		rule("finance", finance, pager),
		rule("finance", `{ and = [{ field = "datasourceLabel", equals = "snowflake" }, { field = "datasourceLabel", equals = "postgres" }] }`, pager),
	},
	"unknown_filter": {
		rule("finance", finance, pager),
		rule("finance", `{ or = [{ field = "datasetTags", equals = "finance" }, { field = "datasetId", equals = terraform_data.dataset.output }] }`, pager) + `
resource "terraform_data" "dataset" {
  input = "d-1"
}
`,
	},
	"unknown_part": {
		rule("finance", finance, mail),
		rule("finance", finance, mail) + rule("datasets", `{ and = [{ field = "datasetTags", equals = "fleet" }, { field = "datasetId", in = ["d-2", terraform_data.dataset.output] }] }`, pager) + `
resource "terraform_data" "dataset" {
  input = "d-1"
}
`,
	},
	"webhook_by_modules": {
		rule("finance", finance, pager),
		`
module "duty" {
  source = "./duty"
}

module "finance" {
  source = "./paged"
  pager  = module.duty.id
}

moved {
  from = soda_notification_rule.finance
  to   = module.finance.soda_notification_rule.finance
}
`,
	},
	"unknown_recipients": {
		rule("finance", finance, pager),
		`
module "duty" {
  source = "./duty"
}

module "finance" {
  source = "./team"
  team   = "finance"
  tags   = ["finance"]
  pager  = module.duty.id
}

moved {
  from = soda_notification_rule.finance
  to   = module.finance.soda_notification_rule.team
}
`,
	},
	"rename": {
		rule("finance", finance, pager),
		strings.Replace(rule("finance", finance, pager), `name       = "finance"`, `name       = "Finance, critical"`, 1),
	},
}

// team is the module of the refactoring.
const team = acctest.Required + `
variable "team" {}
variable "tags" {}
variable "pager" { default = null }

resource "soda_notification_rule" "team" {
  name       = var.team
  rule_type  = "check"
  filter     = { field = "datasetTags", in = var.tags }
  recipients = concat(
    [{ email = "dq@example.com", levels = ["critical", "warning"], integration_id = null }],
    var.pager == null ? [] : [{ email = null, levels = ["critical"], integration_id = var.pager }],
  )
}
`

// duty is the module of a webhook whose id another module takes.
const duty = acctest.Required + `
resource "soda_webhook_integration" "duty" {
  name   = "opsgenie-data"
  url    = "https://duty.example.com/soda"
  scopes = ["alert_notification"]
}

output "id" {
  value = soda_webhook_integration.duty.id
}
`

// paged is the module of a rule for one webhook.
var paged = acctest.Required + "variable \"pager\" {}\n" + rule("finance", finance, `{ integration_id = var.pager, levels = ["critical"] }`)

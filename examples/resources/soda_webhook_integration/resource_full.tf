resource "soda_webhook_integration" "everything" {
  name   = "everything"
  url    = "https://events.example.com/soda/everything"
  scopes = ["alert_notification", "incidents", "contracts"]

  headers = {
    "Content-Type"  = { value = "application/json" }                            # shown in plans
    "X-Tenant"      = { secret = var.tenant }                                   # hidden in plans, kept in the state
    "Authorization" = { secret_wo = "Bearer ${var.alerts_token}" }              # neither; a changed value is noticed
    "X-Api-Key"     = { secret_wo = var.alerts_api_key, secret_wo_version = 1 } # neither; another version sends it again
  }

  # Signs the payload. Or secret, which is kept in the state.
  secret_wo         = var.signing_secret
  secret_wo_version = 1

  # How long each operation may take, its wait for the rate limit included. 30 minutes if not set.
  timeouts {
    create = "1h"
    update = "1h"
    delete = "5m"
  }
}

variable "tenant" {
  type      = string
  sensitive = true
}

# Ephemeral variables need Terraform 1.10 or OpenTofu 1.11.
variable "alerts_token" {
  type      = string
  ephemeral = true
}

variable "alerts_api_key" {
  type      = string
  ephemeral = true
}

variable "signing_secret" {
  type      = string
  ephemeral = true
}

resource "soda_webhook_integration" "everything" {
  name   = "everything"
  url    = "https://events.example.com/soda/everything"
  scopes = ["alert_notification", "incidents", "contracts"]

  headers = {
    "Content-Type"  = { value = "application/json" }                            # shown in plans
    "X-Tenant"      = { secret = var.tenant }                                   # hidden in plans, stored in the state
    "Authorization" = { secret_wo = "Bearer ${var.alerts_token}" }              # neither; a changed value is detected
    "X-Api-Key"     = { secret_wo = var.alerts_api_key, secret_wo_version = 1 } # neither; a new version sends it again
  }

  # Signs the payload. Alternatively secret, which is stored in the state.
  secret_wo         = var.signing_secret
  secret_wo_version = 1

  # How long each operation may take, including its wait for the rate limit. The default is 30 minutes.
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

# Who is notified about which datasets. A new team is one entry here, and one token in the secret TEAM_TOKENS.
locals {
  routes = {
    finance = {
      url      = "https://events.example.com/soda/finance"
      datasets = ["warehouse/sales/public/orders"]
      tags     = ["finance", "billing"]
      filter   = jsonencode({ not = { field = "checkName", contains = "experimental" } })
    }
    shipping = {
      url    = "https://events.example.com/soda/shipping"
      tags   = ["shipping"]
      levels = ["critical", "warning"]
    }
  }
}

variable "team_tokens" {
  description = "Token of each team's endpoint, by team."
  type        = map(string)
  sensitive   = true
}

module "alerts" {
  source   = "../modules/alert-route"
  for_each = local.routes

  team           = each.key
  webhook        = { url = each.value.url, headers = { "X-Team" = each.key } }
  secret_headers = { "Authorization" = "Bearer ${var.team_tokens[each.key]}" }
  datasets       = try(each.value.datasets, [])
  tags           = try(each.value.tags, [])
  filter         = try(each.value.filter, null)
  levels         = try(each.value.levels, ["critical"])
}

# Creates a route, changes it, and removes it, in the Soda Cloud that the environment points to. Use the emulator, with
# --seed examples/seed.json from the provider's repository.
variables {
  team           = "test-of-alert-route"
  webhook        = { url = "https://events.example.com/test", headers = { "X-Team" = "test" } }
  secret_headers = { "Authorization" = "Bearer invented" }
  datasets       = ["warehouse/sales/public/orders"]
  tags           = ["finance"]
}

run "makes_a_route" {
  assert {
    condition     = soda_notification_rule.team.filter.and[0].or[0].equals == data.soda_dataset.subject["warehouse/sales/public/orders"].id
    error_message = "Got the filter ${jsonencode(soda_notification_rule.team.filter)}."
  }

  assert {
    condition     = one(soda_notification_rule.team.recipients).integration_id == soda_webhook_integration.team[0].id
    error_message = "The rule does not name the webhook."
  }

  assert {
    condition     = join(" ", keys(soda_webhook_integration.team[0].headers)) == "Authorization X-Team"
    error_message = "The webhook does not have the headers."
  }
}

run "another_level" {
  variables {
    levels = ["critical", "warning"]
  }

  assert {
    condition     = length(one(soda_notification_rule.team.recipients).levels) == 2
    error_message = "The rule does not have both levels."
  }
}

run "paused" {
  variables {
    paused = true
  }

  assert {
    condition     = soda_notification_rule.team.status == "paused"
    error_message = "The rule is not paused."
  }
}

# What the module creates from its variables. The provider is mocked: no key, no network.
mock_provider "soda" {}

variables {
  team    = "finance"
  webhook = { url = "https://events.example.com/finance" }
}

run "tags_are_alternatives" {
  command = plan

  variables {
    tags = ["billing", "finance"]
  }

  assert {
    condition = jsonencode(soda_notification_rule.team.filter) == jsonencode({ and = [{ or = [
      { field = "datasetTags", contains = "billing" },
      { field = "datasetTags", contains = "finance" },
    ] }] })
    error_message = "Got the filter ${jsonencode(soda_notification_rule.team.filter)}."
  }
}

run "the_filter_narrows" {
  command = plan

  variables {
    tags   = ["finance"]
    filter = jsonencode({ not = { field = "checkName", contains = "experimental" } })
  }

  assert {
    condition     = soda_notification_rule.team.filter.and[1].not.contains == "experimental"
    error_message = "Got the filter ${jsonencode(soda_notification_rule.team.filter)}."
  }
}

run "a_webhook_made_in_soda_cloud" {
  command = plan

  variables {
    webhook        = null
    integration_id = "7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001"
    tags           = ["finance"]
  }

  assert {
    condition     = length(soda_webhook_integration.team) == 0 && output.integration_id == var.integration_id
    error_message = "It was to make no webhook, and to use that one."
  }
}

run "a_webhook_or_an_integration" {
  command = plan

  variables {
    integration_id = "7f3a9b20-5d18-4e6c-b94f-a1c2d3e40001"
    tags           = ["finance"]
  }

  expect_failures = [soda_notification_rule.team]
}

run "neither_datasets_nor_tags" {
  command = plan

  expect_failures = [soda_notification_rule.team]
}

run "a_filter_that_is_no_json" {
  command = plan

  variables {
    tags   = ["finance"]
    filter = "datasetTags contains finance"
  }

  expect_failures = [var.filter]
}

list "soda_webhook_integration" "made_in_the_ui" {
  provider = soda
  limit    = 1000 # Terraform takes 100 where none is set

  config {
    name_regex = "made-in-the-ui$"
    enabled    = true
  }
}

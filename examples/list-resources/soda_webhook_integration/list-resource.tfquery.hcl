list "soda_webhook_integration" "made_in_the_ui" {
  provider = soda
  limit    = 1000 # the default is 100

  config {
    name_regex = "from-the-ui$"
    enabled    = true
  }
}

list "soda_notification_rule" "failed" {
  provider = soda
  limit    = 1000 # the default is 100

  config {
    name_regex = "^Failed "
    status     = "active"
    is_default = false
  }
}

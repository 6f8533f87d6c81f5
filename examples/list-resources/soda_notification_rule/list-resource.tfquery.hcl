list "soda_notification_rule" "failed" {
  provider = soda
  limit    = 1000 # Terraform takes 100 where none is set

  config {
    name_regex = "^Failed "
    status     = "active"
    is_default = false
  }
}

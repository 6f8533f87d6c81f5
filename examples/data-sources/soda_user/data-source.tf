data "soda_user" "dana" {
  email = "dana@example.com"
}

resource "soda_notification_rule" "dana" {
  name       = "Critical checks to Dana"
  rule_type  = "check"
  recipients = [{ user_id = data.soda_user.dana.id, levels = ["critical"] }]
}

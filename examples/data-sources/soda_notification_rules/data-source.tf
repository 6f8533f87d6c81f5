data "soda_notification_rules" "active" {
  status     = "active"
  name_regex = "^Failed "
}

# An import block for each, to adopt rules that were made in the UI.
output "imports" {
  value = join("\n", [for number, rule in data.soda_notification_rules.active.rules : <<-EOT
    import { # ${rule.name}
      to = soda_notification_rule.adopted_${number + 1}
      id = "${rule.id}"
    }
  EOT
  ])
}

data "soda_notification_rules" "active" {
  status     = "active"
  name_regex = "^Failed "
}

# An import block for each, to adopt rules that were created in the UI. Names can repeat, so a part of the id's hash is added.
output "imports" {
  value = join("\n", [for rule in data.soda_notification_rules.active.rules : <<-EOT
    import { # ${jsonencode(rule.name)}
      to = soda_notification_rule.${replace(lower("rule_${rule.name}"), "/[^a-z0-9]+/", "_")}_${substr(sha1(rule.id), 0, 6)}
      id = ${jsonencode(rule.id)}
    }
  EOT
  ])
}

# want: on main.tf line 11,
# want: At filter.and[1].equals: 5 is a number
# want: At filter.and[2].in[0]: true is a bool
# want: At filter.and[3].not: "not" is null
# want: At filter.and[4]: null is not an expression
# want: At filter.and[5]: This is the JSON of Soda's API
# want: { field = "datasetTags", contains = "a" }
resource "soda_notification_rule" "finance" {
  name      = "finance"
  rule_type = "check"
  filter = { and = [
    { field = "datasetTags", contains = "a" },
    { field = "checkResourceAttribute", attribute = "priority", equals = 5 },
    { field = "checkResourceAttribute", attribute = "priority", in = [true, "x"] },
    { not = null },
    null,
    { type = "contains", field = { field = "datasetTags" }, value = "a" },
  ] }
  recipients = [{ email = "dq@example.com", levels = ["critical"] }]
}

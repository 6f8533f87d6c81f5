# or: true
#   datasourceLabel in ["snowflake", "postgres"]: false (it has "bigquery")
#   checkResourceAttribute["severity"] equals "critical": true (it has "critical")
output "why" {
  value = provider::soda::filter_explain(
    { or = [
      { field = "datasourceLabel", in = ["snowflake", "postgres"] },
      { field = "checkResourceAttribute", attribute = "severity", equals = "critical" },
    ] },
    { datasourceLabel = "bigquery", checkResourceAttribute = { severity = "critical" } },
  )
}

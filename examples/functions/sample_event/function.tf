# To try a receiver's template without an event.
output "text" {
  value = [
    for result in provider::soda::sample_event("checkEvaluation").checkResults :
    "${result.name}: ${result.evaluationStatus}"
  ]
}

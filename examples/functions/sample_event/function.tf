# Tests a receiver's template without a real event.
output "text" {
  value = [
    for result in provider::soda::sample_event("checkEvaluation").checkResults :
    "${result.name}: ${result.evaluationStatus}"
  ]
}

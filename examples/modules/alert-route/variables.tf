variable "team" {
  description = "The team to notify. The webhook and the rule are named after it."
  type        = string
}

variable "webhook" {
  description = "The team's endpoint, for which a webhook is made, and its headers that anybody may read. Or null, with integration_id."
  type = object({
    url     = string
    headers = optional(map(string), {})
  })
  default = null
}

variable "secret_headers" {
  description = "Headers of the webhook that are secret, by name. Plans show their names; the values are in neither plan nor state."
  type        = map(string)
  default     = {}
  sensitive   = true
}

variable "integration_id" {
  description = "A webhook that was made in Soda Cloud, instead of a new one."
  type        = string
  default     = null
}

variable "datasets" {
  description = "Qualified names of datasets that the team is notified about."
  type        = set(string)
  default     = []
}

variable "tags" {
  description = "Tags of datasets that the team is notified about, in addition to those in datasets."
  type        = set(string)
  default     = []
}

variable "filter" {
  description = "What else has to be true, as JSON: jsonencode() of what a rule's filter takes. Null for nothing else."
  type        = string
  default     = null

  validation {
    condition     = var.filter == null || can(jsondecode(var.filter))
    error_message = "The filter is not JSON."
  }
}

variable "levels" {
  description = "Results that the team is notified about."
  type        = set(string)
  default     = ["critical"]
}

variable "paused" {
  description = "Tells nobody, say during a migration."
  type        = bool
  default     = false
}

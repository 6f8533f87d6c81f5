variable "team" {
  description = "The team to notify. The webhook and the rule are named after it."
  type        = string
}

variable "webhook" {
  description = "The team's endpoint and its non-secret headers; the module creates a webhook for it. Null if integration_id is set."
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
  description = "ID of a webhook that was created in Soda Cloud, to use instead of a new one."
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
  description = "Additional condition as JSON: jsonencode() of a value for a rule's filter. Null for none."
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
  description = "Whether to pause the notifications, for example during a migration."
  type        = bool
  default     = false
}

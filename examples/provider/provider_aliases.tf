# Each organization or region needs its own provider configuration, with its own key.
provider "soda" {
  alias   = "us"
  profile = "us" # a section of ~/.soda/credentials
}

provider "soda" {
  alias          = "sandbox"
  host           = "cloud.us.soda.io"
  api_key_id     = var.sandbox_key_id
  api_key_secret = var.sandbox_key_secret
}

variable "sandbox_key_id" {
  type = string
}

variable "sandbox_key_secret" {
  type      = string
  sensitive = true
}

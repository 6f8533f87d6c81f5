terraform {
  required_version = ">= 1.11"

  required_providers {
    soda = {
      source  = "terraform-provider-soda/soda"
      version = "~> 0.1"
    }
  }

  # The state must outlive the machine that applies it. Before the first apply, configure a backend, for example:
  # backend "s3" {
  #   bucket       = "example-terraform-state"
  #   key          = "alerts.tfstate"
  #   region       = "eu-central-1"
  #   use_lockfile = true
  # }
}

provider "soda" {} # takes the key from SODA_API_KEY_ID and SODA_API_KEY_SECRET

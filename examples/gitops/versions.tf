terraform {
  required_version = ">= 1.11"

  required_providers {
    soda = {
      source  = "terraform-provider-soda/soda"
      version = "~> 0.1"
    }
  }

  # The state has to outlive the machine that applies. Before the first apply, configure a backend for it, such as:
  # backend "s3" {
  #   bucket       = "example-terraform-state"
  #   key          = "alerts.tfstate"
  #   region       = "eu-central-1"
  #   use_lockfile = true
  # }
}

provider "soda" {} # takes the key from SODA_API_KEY_ID and SODA_API_KEY_SECRET

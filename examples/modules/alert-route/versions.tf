terraform {
  required_version = ">= 1.11" # for secret_wo

  required_providers {
    soda = {
      source  = "terraform-provider-soda/soda"
      version = ">= 0.1"
    }
  }
}

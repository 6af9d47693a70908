# Written by the provider's documentation of August 2026. `replace_triggered_by` and `terraform_data` want Terraform 1.4.
terraform {
  required_version = ">= 1.4"

  required_providers {
    huaweicloud = {
      source = "huaweicloud/huaweicloud"
    }
  }
}

# Credentials come from HW_ACCESS_KEY and HW_SECRET_KEY.
provider "huaweicloud" {
  region = "cn-north-4"
}

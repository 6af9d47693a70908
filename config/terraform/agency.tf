# The agency that lends the function its credentials. Works some ten minutes after it was made.

resource "huaweicloud_identity_role" "nightshift" {
  name        = "nightshift-dcs"
  description = "What nightshift asks of DCS"
  # For projects, as DCS is a service of regions.
  type = "XA"
  # `nightshift policy` prints the least for your schedule.
  policy = file("${path.module}/../iam-policy.json")
}

resource "huaweicloud_identity_role" "metrics" {
  count       = var.conditions ? 1 : 0
  name        = "nightshift-ces"
  description = "What nightshift asks of Cloud Eye"
  type        = "XA"
  policy      = file("${path.module}/../iam-policy-ces.json")
}

resource "huaweicloud_identity_agency" "nightshift" {
  name                   = "nightshift-dcs"
  description            = "Lets nightshift restart and flush DCS instances"
  delegated_service_name = "op_svc_cff"

  project_role {
    project = "cn-north-4"
    roles   = concat([huaweicloud_identity_role.nightshift.name], huaweicloud_identity_role.metrics[*].name)
  }
}

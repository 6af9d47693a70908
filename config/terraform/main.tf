# The function of config/schedule.yaml, as serverless.yml describes it too. First `npm run build` and
# `npm run -s nightshift -- pack --out dist/nightshift.zip`, which puts the schedule into the zip; then `terraform init`
# and `terraform apply` in this folder. Deploy with this or with `nightshift deploy`, not with both: neither knows of the
# other.

locals {
  variables = {
    BEIJING_PROJECT_ID = var.beijing_project_id
  }

  encrypted = {
    OPS_WEBHOOK_URL      = var.ops_webhook_url
    OPS_WEBHOOK_SECRET   = var.ops_webhook_secret
    AUDIT_WEBHOOK_URL    = var.audit_webhook_url
    AUDIT_WEBHOOK_SECRET = var.audit_webhook_secret
  }

  # What `nightshift triggers --tick` prints. Names no job: what is due is decided from the time of the event.
  timers = {
    tick = {
      schedule   = "CRON_TZ=Asia/Shanghai 0 */5 * * * ?"
      user_event = ""
    }
  }
}

resource "huaweicloud_fgs_function" "nightshift" {
  name                  = "nightshift"
  app                   = "default"
  description           = "Restarts and flushes DCS instances on a schedule"
  functiongraph_version = "v2"
  runtime               = "Node.js20.15"
  handler               = "index.handler"
  memory_size           = 256
  # Seconds; FunctionGraph's default is 3. As long as the longest run may take.
  timeout             = 7200
  code_type           = "zip"
  code_filename       = "nightshift.zip"
  func_code           = filebase64("${path.module}/../../dist/nightshift.zip")
  agency              = huaweicloud_identity_agency.nightshift.name
  user_data           = jsonencode(local.variables)
  encrypted_user_data = jsonencode(local.encrypted)
  # Without a journal only one warm instance knows of a run.
  max_instance_num = "1"
  enable_lts_log   = true
}

resource "huaweicloud_fgs_function_trigger" "timer" {
  for_each     = local.timers
  function_urn = huaweicloud_fgs_function.nightshift.urn
  type         = "TIMER"
  status       = "ACTIVE"

  event_data = jsonencode({
    name          = each.key
    schedule_type = "Cron"
    schedule      = each.value.schedule
    user_event    = each.value.user_event
    # Echoed by the API; without it every plan would show a difference.
    sync_execution = false
  })

  # An update is documented for the status only: a changed schedule takes a new trigger, and the old one away.
  lifecycle {
    replace_triggered_by = [terraform_data.schedule[each.key]]
  }
}

resource "terraform_data" "schedule" {
  for_each = local.timers
  input    = each.value
}

resource "huaweicloud_fgs_async_invoke_configuration" "nightshift" {
  function_urn = huaweicloud_fgs_function.nightshift.urn
  # Without a journal, a repeated event would restart or flush again.
  max_async_retry_attempts = 0
  # Longer than the longest run, so that an event that has to wait behind it is not dropped.
  max_async_event_age_in_seconds = 14400
  enable_async_status_log        = true
}

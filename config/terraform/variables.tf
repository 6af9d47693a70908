# One for each ${NAME} of config/schedule.yaml: TF_VAR_beijing_project_id and so on.
variable "beijing_project_id" {
  type        = string
  description = "The project that the instances are in"
}

variable "ops_webhook_url" {
  type      = string
  sensitive = true
}

variable "ops_webhook_secret" {
  type      = string
  sensitive = true
}

variable "audit_webhook_url" {
  type      = string
  sensitive = true
}

variable "audit_webhook_secret" {
  type      = string
  sensitive = true
}

variable "conditions" {
  type        = bool
  default     = false
  description = "Whether a job has onlyIf, which is judged by Cloud Eye"
}

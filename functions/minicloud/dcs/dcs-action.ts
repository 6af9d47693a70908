/** What `PUT /v2/{project}/instances/status` can do to an instance, as the operation page documents it. */
export const dcsActions = ['restart', 'soft_restart', 'flush'] as const;

/** See `dcsActions`. Stated here and not taken from the schedule: the cloud must not follow its client. */
export type DcsAction = (typeof dcsActions)[number];

/** Whether a request's `action` is one that DCS knows. */
export function isDcsAction(value: unknown): value is DcsAction {
  return dcsActions.some((action) => action === value);
}

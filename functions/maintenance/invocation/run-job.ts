/** The name of the job that a run is of. */
export function jobOfRun(run: string): string {
  return run.slice(0, Math.max(0, run.indexOf('@')));
}

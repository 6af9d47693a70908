/** What a timer carries that names jobs, as `runtime/event-schema.ts` reads it. Names of jobs are ASCII. */
export function userEventOf(jobs: readonly string[]): string {
  const [only, ...others] = jobs;
  return JSON.stringify(others.length === 0 ? { job: only } : { jobs });
}

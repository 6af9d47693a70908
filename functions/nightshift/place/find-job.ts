import { oneOf } from '../../maintenance/document/nearest-name.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { Job } from '../../maintenance/schedule/schedule.ts';

/** The job of a name. Throws `CodedError` `job.unknown`, which names those there are. */
export function findJob(name: string, jobs: readonly Job[]): Job {
  const job = jobs.find((candidate) => candidate.name === name);
  if (job) return job;
  const known = jobs.map((candidate) => candidate.name);
  throw new CodedError('job.unknown', `there is no job "${name}" - expected ${oneOf(known, name)}`);
}

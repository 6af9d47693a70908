import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import type { Schedule } from '../../../functions/maintenance/schedule/schedule.ts';
import { isZone } from '../../maintenance/schedule/iana-zones.ts';

/**
 * A schedule in Shanghai's time of these jobs, each a line such as `nightly: { cron: "30 3 * * *" }`, to which action
 * and targets are added where they are missing; and of other sections, as they are.
 */
export function scheduleOf(jobs: readonly string[], sections: readonly string[] = []): Schedule {
  const text = [
    'version: 1',
    ...(sections.some((line) => line.startsWith('timezone')) ? [] : ['timezone: Asia/Shanghai']),
    ...(sections.some((line) => line.startsWith('regions'))
      ? []
      : ['regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }']),
    ...sections,
    'jobs:',
    ...jobs.map((job) => `  ${withDefaults(job)}`),
  ].join('\n');
  const parsed = parseSchedule(text, { file: 'schedule.yaml', isZone });
  if (!parsed.ok)
    throw new Error(parsed.diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return parsed.schedule;
}

function withDefaults(job: string): string {
  const action = /\baction:/.test(job) ? '' : ' action: restart,';
  const targets = /\btargets:/.test(job) ? '' : ' targets: { region: beijing, names: ["*"] },';
  return job.replace('{', `{${action}${targets}`).replace(/,\s*}$/, ' }');
}

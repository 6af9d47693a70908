import { zoneOffset } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { buildCalendars } from '../../../functions/maintenance/schedule/calendars/build-calendars.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { lintSchedule, placeFindings } from '../../../functions/nightshift/lint/lint-schedule.ts';
import { isZone } from '../../maintenance/schedule/iana-zones.ts';

/** Monday 2026-11-23 12:00 in Shanghai. */
export const mondayNoon = Date.parse('2026-11-23T12:00:00+08:00');

/**
 * What is found in a schedule as `code path: message`, after `error ` where it is no warning. The text holds what follows after version, zone and one
 * region; without `notify`, `calendars` and `overrides` of its own it has none.
 */
export async function lintsOf(text: string, now = mondayNoon): Promise<string[]> {
  const whole = `version: 1\ntimezone: Asia/Shanghai\n${text.includes('\nregions:') ? '' : regions}${text}`;
  const parsed = parseSchedule(whole, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  const calendars = await buildCalendars(parsed.schedule, {}, zoneOffset);
  const findings = await lintSchedule(parsed.schedule, now, zoneOffset, calendars);
  return placeFindings(findings, parsed).map(
    ({ severity, code, path, message }) =>
      `${severity === 'error' ? 'error ' : ''}${code} ${path}: ${message}`,
  );
}

const regions =
  'regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }\n';

/** A job at 03:30 every night on `cache-*`, on which nothing is to be said, with what is given changed. */
export function jobText(name: string, parts: Readonly<Record<string, string>> = {}): string {
  const written = {
    action: 'soft_restart',
    cron: '"30 3 * * *"',
    targets: '{ region: beijing, names: ["cache-*"] }',
    ...parts,
  };
  const lines = Object.entries(written).map(([key, value]) => `    ${key}: ${value}\n`);
  return `  ${name}:\n${lines.join('')}`;
}

import { formatDiagnostic } from '../../../functions/maintenance/document/diagnostic.ts';
import { isZone } from '../../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import type { Schedule } from '../../../functions/maintenance/schedule/schedule.ts';

const head = `version: 1
timezone: Asia/Shanghai
regions:
  beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }
  shanghai: { region: cn-east-3, projectId: fedcba9876543210fedcba9876543210 }
notify:
  ops: { kind: webhook, url: "https://hooks.example.com/ops" }
  audit: { kind: webhook, url: "https://hooks.example.com/audit" }
`;

/** A schedule with two regions, two channels and what is written after them. */
export function scheduleOf(yaml: string): Schedule {
  const parsed = parseSchedule(head + yaml, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(formatDiagnostic).join('\n'));
  return parsed.schedule;
}

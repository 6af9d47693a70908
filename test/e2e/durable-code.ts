import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scheduleJson } from '../../functions/maintenance/runtime/schedule-json.ts';
import {
  builtFrom,
  scheduleYaml,
  writeScheduleJson,
} from '../../functions/nightshift/deploy/pack/pack-function.ts';
import { zipFiles } from '../../functions/nightshift/deploy/pack/zip.ts';
import { checkSchedule } from '../../functions/nightshift/place/schedule-file.ts';

/** The regions of every durable night: their names in the schedule, Huawei's and the project in each. */
export const places = {
  beijing: { region: 'cn-north-4', project: '0123456789abcdef0123456789abcdef' },
  shanghai: { region: 'cn-east-3', project: 'fedcba9876543210fedcba9876543210' },
  guangzhou: { region: 'cn-south-1', project: '00112233445566778899aabbccddeeff' },
  guiyang: { region: 'cn-southwest-2', project: 'ffeeddccbbaa99887766554433221100' },
};

/** What the schedule of a durable night says of its own; jobs and channels are YAML, indented by two. */
type Written = {
  readonly jobs: string;
  readonly notify: string;
  readonly tickMinutes: number;
  readonly handOver: boolean;
};

/** By their schedules: many nights have the same one, and to compress the code takes longer than to live through a night. */
const zips = new Map<string, Buffer>();

/** What `nightshift` deploys. */
export function zipOf(saying: Written): Buffer {
  const text = scheduleText(saying);
  const kept = zips.get(text);
  if (kept) return kept;
  const folder = 'dist/function';
  const code = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
  );
  const parsed = writeScheduleJson(checkSchedule(scheduleYaml, text), builtFrom(code)) ?? '';
  const written = { [scheduleYaml]: Buffer.from(text), [scheduleJson]: Buffer.from(parsed) };
  const zip = zipFiles({ ...code, ...written });
  zips.set(text, zip);
  return zip;
}

function scheduleText({ jobs, notify, tickMinutes, handOver }: Written): string {
  const regions = Object.entries(places).map(
    ([name, { region, project }]) =>
      `  ${name}: { region: ${region}, projectId: "${project}", endpoint: "\${ENDPOINT}" }`,
  );
  return `version: 1
timezone: Asia/Shanghai
tick: ${tickMinutes}m
journal: { url: "obs://journal/nightshift", region: cn-north-4, endpoint: "\${ENDPOINT}" }
${handOver ? `handOver: { region: cn-north-4, endpoint: "\${ENDPOINT}" }\n` : ''}regions:
${regions.join('\n')}
notify:
  ops: { kind: webhook, url: "\${OPS_URL}", secret: "\${OPS_SECRET}", allowLoopback: true }
${notify}jobs:
${jobs}`;
}

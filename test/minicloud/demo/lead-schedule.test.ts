import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { startDemoCloud } from '../../../functions/minicloud/demo/demo-cloud.ts';
import { leadToDemo } from '../../../functions/minicloud/demo/deploy-demo.ts';
import { leadSchedule, placesOf } from '../../../functions/minicloud/demo/lead-schedule.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { checkSchedule } from '../../../functions/nightshift/place/schedule-file.ts';

const project = 'a'.repeat(32);
const written = `version: 1
journal: { url: "obs://mine/runs", region: cn-north-4 }
handOver: { region: "\${HOME_REGION}" }
regions:
  north: { region: cn-north-4, projectId: "\${NORTH}" }
  south: { region: cn-south-1, projectId: "${'b'.repeat(32)}", endpoint: "https://dcs.example.com" }
notify: { ops: { kind: webhook, url: "\${HOOK}" } }
jobs:
  nightly: { action: restart, cron: "0 3 * * *", targets: { region: [north, south], names: ["*"] }, notify: [ops] }
  other: { action: restart, targets: { region: north, names: ["*"] } }
`;
const endpoint = 'http://127.0.0.1:1';

/** Leads it to a cloud, with what the environment has. */
function lead(environment: Readonly<Record<string, string>>) {
  const parsed = checkSchedule('schedule.yaml', written);
  const lookup = (name: string) => environment[name];
  return leadSchedule(parsed, placesOf(parsed, lookup, undefined), {
    ...{ endpoint, fillIn: lookup, jobs: new Set(['nightly']) },
    channel: () => ({ set: { url: endpoint, allowLoopback: true }, to: 'a receiver', why: 'nobody is told' }),
  });
}

describe('a schedule that is led to a local cloud', () => {
  test('has no other values than those that are told', () => {
    const { parsed, changes } = lead({ HOOK: 'https://hooks.example.com', HOME_REGION: 'cn-north-4' });
    const told = changes.flatMap(({ path }) => {
      const [above = '', keys = ''] = path.split(': ');
      return keys === '' ? [above] : keys.split(', ').map((key) => `${above}.${key}`);
    });
    expect(changedPaths(parse(written), parse(parsed.text)).toSorted()).toEqual(told.toSorted());
  });

  test('keeps a variable that has what is wanted', () => {
    const paths = ({ changes }: ReturnType<typeof lead>) => changes.map(({ path }) => path);
    const known = { NORTH: project, HOME_REGION: 'cn-north-4' };
    expect(paths(lead({}))).toEqual(expect.arrayContaining(['regions.north.projectId', 'handOver.region']));
    expect(paths(lead(known))).not.toEqual(expect.arrayContaining(['regions.north.projectId']));
    expect(lead(known).parsed.text).toContain('projectId: ${NORTH}');
  });
});

test('the shipped schedule is led to the demonstration by its endpoint, and by what lets channels tell this machine', async () => {
  const demo = await startDemoCloud({ clock: createHandClock(0) });
  onTestFinished(() => demo.cloud.close());
  const shipped = readFileSync('config/schedule.yaml', 'utf8');
  const { parsed, changes } = leadToDemo(checkSchedule('config/schedule.yaml', shipped), demo);
  expect(changes.map(({ path, to }) => [path, to])).toEqual([
    ['regions.beijing.endpoint', demo.cloud.endpoint],
    ['notify.ops.allowLoopback', 'true'],
    ['notify.audit.allowLoopback', 'true'],
  ]);
  expect(changedPaths(parse(shipped), parse(parsed.text))).toEqual(changes.map(({ path }) => path));
});

test('beside it goes a job that shows conditions, at the time of another, unless the schedule has one', async () => {
  const demo = await startDemoCloud({ clock: createHandClock(0) });
  onTestFinished(() => demo.cloud.close());
  const shipped = readFileSync('config/schedule.yaml', 'utf8');
  const leadBeside = (text: string, job: string) =>
    leadToDemo(checkSchedule('config/schedule.yaml', text), demo, job);
  const { parsed, changes } = leadBeside(shipped, 'nightly-soft-restart');
  expect(changedPaths(parse(shipped), parse(parsed.text))).toEqual(changes.map(({ path }) => path));
  expect(changes.at(-1)).toEqual({
    path: 'jobs.defragment',
    to: 'restarts what has memory_frag_ratio > 1.5 for 30m',
    why: 'added, to show conditions',
  });
  const [nightly, , added] = parsed.schedule.jobs;
  expect(added).toMatchObject({
    name: 'defragment',
    enabled: true,
    cron: nightly?.cron,
    onlyIf: [{ metric: 'memory_frag_ratio', written: '> 1.5 for 30m' }],
    notify: ['ops'],
  });
  const own = shipped.replace('cron: "30 3 * * *"', '$&\n    onlyIf: { keys: "> 5" }');
  for (const [text, job] of [
    [own, 'nightly-soft-restart'],
    [shipped, 'no-such-job'],
  ] as const)
    expect(leadBeside(text, job).changes.map(({ path }) => path)).not.toContain('jobs.defragment');
});

/** The paths at which two documents differ. */
function changedPaths(one: unknown, other: unknown, path = ''): readonly string[] {
  if (!isMapping(one) || !isMapping(other))
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => changedPaths(one[key], other[key], path === '' ? key : `${path}.${key}`));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

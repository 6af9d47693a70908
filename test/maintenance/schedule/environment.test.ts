// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references as schedules write them.

import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../functions/maintenance/document/diagnostic.ts';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../../functions/maintenance/schedule/resolve-environment.ts';
import { isZone } from './iana-zones.ts';

const text = `version: 1
regions:
  beijing: { region: "\${REGION}", projectId: "\${PROJECT}", endpoint: "https://\${HOST}" }
notify:
  ops: { kind: webhook, url: "https://hooks.example.com/\${TOKEN}?to=\${ROOM}", secret: "\${SECRET}" }
  audit: { kind: webhook, url: "\${AUDIT_URL}", allowLoopback: true }
calendars:
  freeze:
    - { date: 2026-11-11, reason: "\${REASON}" }
overrides:
  - { job: nightly, skip: true, until: 2026-12-03, by: "\${WHO}", reason: "as $\${WHO} wrote, $5" }
jobs:
  nightly:
    action: restart
    enabled: false
    targets: { region: beijing, tags: { env: "\${STAGE}" }, exclude: { names: ["\${STAGE}-pinned"] } }
`;

const environment: Readonly<Record<string, string>> = {
  REGION: 'cn-north-4',
  PROJECT: '0f5181caba0024e72f89c0045e707b91',
  HOST: 'dcs.example.com',
  TOKEN: 'tok-4711',
  ROOM: 'r2',
  SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  AUDIT_URL: 'http://127.0.0.1:9000/inbox',
  REASON: 'Double 11',
  WHO: 'li.wei',
  STAGE: 'staging',
};

function resolved(variables: Readonly<Record<string, string>>, schedule = text) {
  const parsed = parseSchedule(schedule, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) expect.unreachable(parsed.diagnostics.map(formatDiagnostic).join('\n'));
  return resolveEnvironment(parsed, (name) => variables[name]);
}

function refusal(variables: Readonly<Record<string, string>>, schedule = text): string[] {
  const result = resolved(variables, schedule);
  if (result.ok) expect.unreachable('the environment is accepted');
  return result.diagnostics.map(formatDiagnostic);
}

function without(...names: string[]) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}

describe('references to the environment', () => {
  test('are replaced in regions, channels, targets, reasons and names of people', () => {
    const result = resolved(environment);
    if (!result.ok) expect.unreachable(JSON.stringify(result.diagnostics));
    const { regions, notify, calendars, overrides, jobs } = result.schedule;
    expect(regions['beijing']).toEqual({
      region: 'cn-north-4',
      projectId: '0f5181caba0024e72f89c0045e707b91',
      endpoint: 'https://dcs.example.com',
    });
    expect(notify['ops']).toMatchObject({
      url: 'https://hooks.example.com/tok-4711?to=r2',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    });
    expect(calendars['freeze']).toEqual([{ date: '2026-11-11', reason: 'Double 11' }]);
    expect(overrides[0]).toMatchObject({ by: 'li.wei', reason: 'as ${WHO} wrote, $5' });
    expect(jobs[0]?.targets).toEqual({
      region: 'beijing',
      tags: { env: 'staging' },
      exclude: { names: ['staging-pinned'] },
    });
  });

  test('make secrets of what channels and projects name, whole and in parts, and of nothing else', () => {
    const result = resolved(environment);
    expect(result.ok && [...result.secrets].sort()).toEqual([
      '0f5181caba0024e72f89c0045e707b91',
      'http://127.0.0.1:9000/inbox',
      'https://hooks.example.com/tok-4711?to=r2',
      'r2',
      'tok-4711',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ]);
  });

  test('make no secret of where a topic is, but for its project', () => {
    const topic = 'topic: { kind: smn, topicUrn: "urn:smn:${REGION}:${PROJECT}:${STAGE}" }';
    const result = resolved(environment, text.replace(/ {2}ops: .*/, `  ${topic}`));
    expect(result.ok && [...result.secrets].sort()).toEqual([
      '0f5181caba0024e72f89c0045e707b91',
      'http://127.0.0.1:9000/inbox',
    ]);
  });

  test('that lead nowhere name the variable and every place that uses it, of disabled jobs too', () => {
    expect(refusal(without('STAGE', 'SECRET', 'TOKEN'))).toEqual([
      'schedule.yaml:5:30 notify.ops.url: environment variable TOKEN is missing or empty - expected a value',
      'schedule.yaml:5:87 notify.ops.secret: environment variable SECRET is missing or empty - expected a value',
      'schedule.yaml:16:46 jobs.nightly.targets.tags.env: environment variable STAGE is missing or empty - expected a value; also used by jobs.nightly.targets.exclude.names[0] (16:79)',
    ]);
  });

  test('that lead to empty values lead nowhere', () => {
    expect(refusal({ ...environment, WHO: '' })).toEqual([
      'schedule.yaml:11:56 overrides[0].by: environment variable WHO is missing or empty - expected a value',
    ]);
  });

  test.each([
    [
      'REGION',
      'CN North-4!',
      'schedule.yaml:3:22 regions.beijing.region: from the environment: no id of a region',
    ],
    [
      'PROJECT',
      '../../x',
      'schedule.yaml:3:46 regions.beijing.projectId: from the environment: no id of a project',
    ],
    [
      'HOST',
      'me:s3cret@x',
      'schedule.yaml:3:70 regions.beijing.endpoint: from the environment: a user or password in the URL',
    ],
    ['TOKEN', 'a b', 'schedule.yaml:5:30 notify.ops.url: from the environment: no URL'],
    [
      'TOKEN',
      'a#s3cret',
      'schedule.yaml:5:30 notify.ops.url: from the environment: a fragment (#) in the URL',
    ],
    [
      'SECRET',
      'whsec_MfKQ9r8',
      'schedule.yaml:5:87 notify.ops.secret: from the environment: a secret that is no base64',
    ],
    [
      'AUDIT_URL',
      'http://10.0.0.1/',
      'schedule.yaml:6:32 notify.audit.url: from the environment: http to another machine',
    ],
    ['AUDIT_URL', 'hooks.example.com', 'schedule.yaml:6:32 notify.audit.url: from the environment: no URL'],
  ])('are checked as if written out, without showing the value: %s=%j', (name, value, found) => {
    const [line, ...others] = refusal({ ...environment, [name]: value });
    expect(others).toEqual([]);
    expect(line?.startsWith(`${found} - expected `)).toBe(true);
    expect(line).not.toContain(value);
  });

  test('may stand beside escaped ones, which stay as they are', () => {
    const escaped = text.replace('"${STAGE}-pinned"', () => '"$${STAGE}-${STAGE}-$${"');
    const result = resolved(environment, escaped);
    expect(result.ok && result.schedule.jobs[0]?.targets.exclude?.names).toEqual(['${STAGE}-staging-${']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../../functions/maintenance/schedule/parse-schedule.ts';
import { customPolicies } from '../../../../functions/nightshift/deploy/policy/custom-policies.ts';
import { identityPolicies } from '../../../../functions/nightshift/deploy/policy/identity-policies.ts';
import type { Policy } from '../../../../functions/nightshift/deploy/policy/policy.ts';
import { isZone } from '../../../maintenance/schedule/iana-zones.ts';
import { scheduleOf } from '../schedule-of.ts';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const parsed = parseSchedule(readFileSync('config/schedule.yaml', 'utf8'), { file: 'schedule.yaml', isZone });
if (!parsed.ok) throw new Error('config/schedule.yaml has errors');
const example = parsed.schedule;

const documentOf = (policies: readonly Policy[], name: string) =>
  policies.find((policy) => policy.name === name)?.document;
const actionsOf = (policies: readonly Policy[]) =>
  policies.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action));

describe('the custom policies', () => {
  test('of the example are less than config/iam-policy.json, by what only backups need', () => {
    const [{ Action: whole }] = json('config/iam-policy.json').Statement;
    const own = actionsOf(customPolicies(example, 'nightshift'));
    expect(whole.filter((action: string) => !own.includes(action))).toEqual([
      'dcs:instance:backupData',
      'dcs:instance:getDataBackupLog',
    ]);
    expect(own.filter((action) => !whole.includes(action))).toEqual([]);
  });

  test('of the example with backups are config/iam-policy.json', () => {
    const [first, ...rest] = example.jobs;
    if (!first) throw new Error('no job');
    const backup = { ...first.backup, mode: 'required' } as const;
    const needy = { ...example, jobs: [{ ...first, backup }, ...rest] };
    const document = documentOf(customPolicies(needy, 'nightshift'), 'nightshift-dcs');
    const whole = json('config/iam-policy.json');
    const inOrder = ({
      Statement,
      ...others
    }: {
      readonly Statement: readonly { readonly Action: readonly string[] }[];
    }) => ({
      ...others,
      Statement: Statement.map(({ Action, ...more }) => ({ ...more, Action: Action.toSorted() })),
    });
    expect(document && inOrder(document)).toEqual(inOrder(whole));
  });

  test('of a journal and a hand-over are the files of config, with their bucket', () => {
    const durable = {
      ...example,
      journal: { url: 'obs://bucket', keep: 1, region: undefined, endpoint: undefined },
      handOver: { region: 'cn-north-4', endpoint: undefined },
    };
    const policies = customPolicies(durable, 'nightshift');
    const journal = JSON.stringify(documentOf(policies, 'nightshift-journal'));
    expect(
      JSON.parse(
        journal.replaceAll('bucket:bucket', 'bucket:BUCKET').replaceAll('object:bucket', 'object:BUCKET'),
      ),
    ).toEqual(json('config/iam-policy-journal.json'));
    expect(documentOf(policies, 'nightshift-hand-over')).toEqual(json('config/iam-policy-hand-over.json'));
  });

  test('name the function and the prefix of the journal', () => {
    const schedule = scheduleOf(
      ['a: { cron: "0 1 * * *" }'],
      ['journal: obs://our-bucket/night/shift', 'handOver: { region: cn-north-4 }'],
    );
    const policies = customPolicies(schedule, 'night');
    expect(documentOf(policies, 'nightshift-journal')?.Statement[0]?.Resource).toEqual([
      'OBS:*:*:bucket:our-bucket',
      'OBS:*:*:object:our-bucket/night/shift/*',
    ]);
    expect(documentOf(policies, 'nightshift-hand-over')?.Statement[0]?.Resource).toEqual([
      'FunctionGraph:*:*:function:default/night',
    ]);
  });

  test('of a channel to a topic is the file of config, and of a topic that nobody is told by there is none', () => {
    const topics = [
      'notify:',
      '  ops: { kind: smn, topicUrn: "urn:smn:cn-north-4:0f5181caba0024e72f89c0045e707b91:ops" }',
    ];
    const told = scheduleOf(['a: { cron: "0 1 * * *", notify: [ops] }'], topics);
    expect(documentOf(customPolicies(told, 'nightshift'), 'nightshift-smn')).toEqual(
      json('config/iam-policy-smn.json'),
    );
    const untold = scheduleOf(['a: { cron: "0 1 * * *" }'], topics);
    expect(documentOf(customPolicies(untold, 'nightshift'), 'nightshift-smn')).toBeUndefined();
  });

  test('ask nothing of OBS for a journal in a folder, nor about settings for a job that only flushes', () => {
    const schedule = scheduleOf(
      ['a: { action: flush, cron: "0 1 * * *", destroysData: acknowledged }'],
      ['journal: file:journal'],
    );
    expect(actionsOf(customPolicies(schedule, 'nightshift'))).toEqual([
      'dcs:instance:list',
      'dcs:instance:get',
      'dcs:instance:modifyStatus',
    ]);
  });
});

describe.each([
  ['custom', customPolicies],
  ['identity', identityPolicies],
] as const)('%s policies', (_, policies) => {
  test('have a reason for every action, and no other', () => {
    const schedule = scheduleOf(
      [
        'a: { cron: "0 1 * * *", backup: required, notify: [ops], onlyIf: { keys: "> 1" } }',
        'b: { action: flush, destroysData: acknowledged }',
      ],
      [
        'journal: obs://our-bucket',
        'handOver: { region: cn-north-4 }',
        'notify:',
        '  ops: { kind: smn, topicUrn: "urn:smn:cn-north-4:0f5181caba0024e72f89c0045e707b91:ops" }',
      ],
    );
    expect(policies(schedule, 'nightshift')).toHaveLength(5);
    for (const policy of policies(schedule, 'nightshift')) {
      const reasons = policy.reasons.map(({ action }) => action).toSorted();
      expect([...new Set(actionsOf([policy]))].toSorted()).toEqual(reasons);
      for (const { why } of policy.reasons) expect(why.length).toBeGreaterThan(10);
    }
  });

  test('allow nothing twice', () => {
    const schedule = scheduleOf(['a: { cron: "0 1 * * *" }', 'b: { cron: "0 2 * * *" }']);
    const actions = actionsOf(policies(schedule, 'nightshift'));
    expect(actions).toEqual([...new Set(actions)]);
  });
});

describe('the identity policy of DCS', () => {
  const regions =
    'regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }, shanghai: { region: cn-east-3, projectId: fedcba9876543210fedcba9876543210 } }';
  const statementsOf = (jobs: readonly string[]) => {
    const [policy] = identityPolicies(scheduleOf(jobs, [regions]), 'nightshift');
    const [reading, ...writing] = policy?.document.Statement ?? [];
    expect(reading?.Resource).toEqual(['*']);
    expect(reading?.Action).not.toContain('dcs:instance:modifyStatus');
    return writing.map(({ Action, Resource, Condition }) => [
      Action.map((action) => action.replace('dcs:instance:', '')).join(' '),
      Resource?.join(' '),
      JSON.stringify(Condition?.StringEquals ?? {}),
    ]);
  };
  const status = 'modifyStatus';

  test('is limited to instances that are named by id', () => {
    expect(statementsOf(['a: { targets: { region: beijing, ids: [i-1, i-2] } }'])).toEqual([
      [status, 'dcs:cn-north-4:*:instance:i-1 dcs:cn-north-4:*:instance:i-2', '{}'],
    ]);
  });

  test('is limited to instances with the tags of a job, in every region of it', () => {
    expect(
      statementsOf([
        'a: { targets: { region: [beijing, shanghai], tags: { env: staging, app: shop }, names: ["x-*"] } }',
      ]),
    ).toEqual([
      [
        status,
        'dcs:cn-east-3:*:instance:* dcs:cn-north-4:*:instance:*',
        '{"g:ResourceTag/env":["staging"],"g:ResourceTag/app":["shop"]}',
      ],
    ]);
  });

  test('has a statement for each kind of tags', () => {
    expect(
      statementsOf([
        'a: { targets: { region: beijing, tags: { env: staging } } }',
        'b: { targets: { region: shanghai, tags: { env: staging } } }',
        'c: { targets: { region: beijing, tags: { env: test } } }',
      ]),
    ).toEqual([
      [status, 'dcs:cn-east-3:*:instance:* dcs:cn-north-4:*:instance:*', '{"g:ResourceTag/env":["staging"]}'],
      [status, 'dcs:cn-north-4:*:instance:*', '{"g:ResourceTag/env":["test"]}'],
    ]);
  });

  test('is open for a region of which a job takes instances by name, and for no other', () => {
    expect(
      statementsOf([
        'a: { targets: { region: beijing, names: ["cache-*"] } }',
        'b: { targets: { region: beijing, tags: { env: staging } } }',
        'c: { targets: { region: shanghai, ids: [i-1] } }',
      ]),
    ).toEqual([[status, 'dcs:cn-east-3:*:instance:i-1 dcs:cn-north-4:*:instance:*', '{}']]);
  });

  test('lets backups be made where jobs want them', () => {
    expect(
      statementsOf([
        'a: { targets: { region: beijing, tags: { env: staging } }, backup: required }',
        'b: { targets: { region: shanghai, ids: [i-1] } }',
      ]),
    ).toEqual([
      [`${status} backupData`, 'dcs:cn-north-4:*:instance:*', '{"g:ResourceTag/env":["staging"]}'],
      [status, 'dcs:cn-east-3:*:instance:i-1', '{}'],
    ]);
  });

  test('is open where only the environment tells a tag or an id', () => {
    expect(
      statementsOf([
        'a: { targets: { region: beijing, tags: { env: "${STAGE}" } } }',
        'b: { targets: { region: shanghai, ids: ["${ONE}"] } }',
      ]),
    ).toEqual([[status, 'dcs:cn-east-3:*:instance:* dcs:cn-north-4:*:instance:*', '{}']]);
  });

  test('says which jobs leave it open, and what IAM then refuses by hand', () => {
    const jobs = [
      'a: { targets: { region: beijing, names: ["cache-*"] } }',
      'b: { targets: { region: shanghai, ids: [i-1] } }',
    ];
    const [policy] = identityPolicies(scheduleOf(jobs, [regions]), 'nightshift');
    expect(policy?.notes).toEqual([
      expect.stringContaining('DCS has one action for restarting and flushing'),
      expect.stringMatching(/^a: no ids and no tags/),
      'An action by hand on instances that no job targets is refused by IAM.',
    ]);
  });
});

test('the identity policies of a journal are limited to its bucket and objects, in the words of OBS', () => {
  const schedule = scheduleOf(['a: { cron: "0 1 * * *" }'], ['journal: obs://our-bucket/night']);
  expect(documentOf(identityPolicies(schedule, 'nightshift'), 'nightshift-journal')).toEqual({
    Version: '5.0',
    Statement: [
      { Effect: 'Allow', Action: ['obs:bucket:listBucket'], Resource: ['obs:*:*:bucket:our-bucket'] },
      {
        Effect: 'Allow',
        Action: ['obs:object:getObject', 'obs:object:putObject', 'obs:object:deleteObject'],
        Resource: ['obs:*:*:object:our-bucket/night/*'],
      },
    ],
  });
});

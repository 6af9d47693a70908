import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { customPolicies } from '../../../../functions/nightshift/deploy/policy/custom-policies.ts';
import { identityPolicies } from '../../../../functions/nightshift/deploy/policy/identity-policies.ts';
import { scheduleOf } from '../schedule-of.ts';

const regions = [
  'regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef }, shanghai: { region: cn-east-3, projectId: fedcba9876543210fedcba9876543210 } }',
];
const judged = scheduleOf(
  [
    'a: { cron: "0 1 * * *" }',
    'b: { targets: { region: shanghai, names: ["*"] }, onlyIf: { memory_frag_ratio: "> 1.5 for 30m" } }',
  ],
  regions,
);
const named = (policies: ReturnType<typeof customPolicies>) =>
  policies.find(({ name }) => name === 'nightshift-ces');

test('the custom policy of conditions is the file of config, in the projects of the jobs that have some', () => {
  const policy = named(customPolicies(judged, 'nightshift'));
  expect(policy?.document).toEqual(JSON.parse(readFileSync('config/iam-policy-ces.json', 'utf8')));
  expect(policy?.where).toBe('the project of shanghai (cn-east-3)');
  expect(policy?.reasons).toEqual([
    { action: 'ces:metricData:list', why: 'what onlyIf is judged by, for b' },
  ]);
});

test('the identity policy of conditions says that it cannot be limited', () => {
  const policy = named(identityPolicies(judged, 'nightshift'));
  expect(policy?.document.Statement).toEqual([
    { Effect: 'Allow', Action: ['ces:metricData:list'], Resource: ['*'] },
  ]);
  expect(policy?.notes.join(' ')).toContain('neither to instances nor to enterprise projects');
});

test.each([customPolicies, identityPolicies])('there is none without conditions, %o', (policies) => {
  expect(named(policies(scheduleOf(['a: { cron: "0 1 * * *" }'], regions), 'nightshift'))).toBeUndefined();
});

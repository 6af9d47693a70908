import { describe, expect, test } from 'vitest';
import { CodedError } from '../../../functions/maintenance/foundation/coded-error.ts';
import { well } from '../../../functions/nightshift/doctor/check-result.ts';
import {
  type Checked,
  type CheckName,
  type Checks,
  checkNames,
  runChecks,
} from '../../../functions/nightshift/doctor/run-checks.ts';

/** All of them well, but for those that are given. */
function checks(others: Partial<Checks> = {}): Checks {
  const fine = (name: CheckName) => async () => [well(name, 'well')];
  return {
    credentials: fine('credentials'),
    clock: fine('clock'),
    endpoints: fine('endpoints'),
    permissions: fine('permissions'),
    schedule: fine('schedule'),
    channels: fine('channels'),
    journal: fine('journal'),
    function: fine('function'),
    triggers: fine('triggers'),
    runtime: fine('runtime'),
    ...others,
  };
}

async function all(chosen: Checks, timeoutMs = 60_000): Promise<readonly Checked[]> {
  const told: Checked[] = [];
  for await (const checked of runChecks(chosen, timeoutMs)) told.push(checked);
  return told;
}

describe('checks', () => {
  test('run side by side and are told in their order', async () => {
    let begin: () => void = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const told = await all(
      checks({
        // Would wait for ever if the last did not begin before it is done.
        credentials: () => begun.then(() => [well('late', 'well')]),
        runtime: async () => {
          begin();
          return [];
        },
      }),
    );
    expect(told.map(({ check }) => check)).toEqual(checkNames);
    expect(told[0]?.findings[0]?.code).toBe('late');
  });

  test('that fail hide no other', async () => {
    const told = await all(
      checks({
        clock: () => Promise.reject(new CodedError('some.code', 'some reason')),
        journal: () => Promise.reject(new TypeError('not meant')),
      }),
    );
    const [, clock] = told;
    expect(clock?.findings).toMatchObject([
      { severity: 'error', code: 'check.failed', what: 'some reason (some.code)' },
    ]);
    expect(told.find(({ check }) => check === 'journal')?.findings).toMatchObject([
      { code: 'check.bug', what: 'this is a bug: TypeError: not meant' },
    ]);
    const well = told.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'ok');
    expect(well.length).toBe(checkNames.length - 2);
  });

  test('that never end are given up', async () => {
    const told = await all(checks({ channels: () => new Promise(() => {}) }), 20);
    expect(told.find(({ check }) => check === 'channels')?.findings).toMatchObject([
      { severity: 'error', code: 'check.timeout', what: 'not done within 0.02 s' },
    ]);
  });
});

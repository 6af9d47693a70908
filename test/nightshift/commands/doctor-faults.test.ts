import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { ObsFault } from '../../../functions/minicloud/obs/obs-fault.ts';
import { ills, scheduleText, serverlessText, sharedAccount } from './account-beside.ts';
import { codeAnswering, codePath, project } from './functiongraph-beside.ts';

describe('of one fault, nightshift doctor finds', () => {
  const account = sharedAccount();

  /** What is found with variables that are other ones; without a value they are missing. */
  async function withVariables(changed: Readonly<Record<string, string | undefined>>) {
    const before = { ...account.variables };
    for (const [name, value] of Object.entries(changed))
      if (value === undefined) delete account.variables[name];
      else account.variables[name] = value;
    try {
      return await account.doctor();
    } finally {
      for (const name of Object.keys(account.variables)) delete account.variables[name];
      Object.assign(account.variables, before);
    }
  }

  /** What is found with another schedule or `serverless.yml`. */
  async function withFile(path: string, text: string) {
    account.write(path, text);
    try {
      return await account.doctor();
    } finally {
      account.write('config/schedule.yaml', scheduleText());
      account.write('serverless.yml', serverlessText());
    }
  }

  test.each([
    ['no key at all', { HUAWEICLOUD_SDK_AK: undefined }, 'credentials credentials.missing', /access key/],
    [
      'a wrong access key',
      { HUAWEICLOUD_SDK_AK: 'NOBODYSKEY0000000001' },
      'credentials credentials.refused',
      /My Credentials/,
    ],
    [
      'a wrong secret key',
      { HUAWEICLOUD_SDK_SK: 'canary-other-secret-key' },
      'credentials credentials.refused',
      /secret key is not the one/,
    ],
    [
      'a token of other keys',
      { HUAWEICLOUD_SDK_SECURITY_TOKEN: 'another' },
      'credentials credentials.refused',
      /all three/,
    ],
    [
      'an endpoint that does not answer',
      { DCS_ENDPOINT: 'http://127.0.0.1:1' },
      'endpoints endpoint.silent',
      /look at the endpoint/,
    ],
    ['an endpoint that is no URL', { DCS_ENDPOINT: 'nowhere' }, 'schedule regions.endpoint', /validate/],
    [
      'a missing variable',
      { OPS_URL: undefined },
      'schedule environment.missing',
      /deploy takes it from here/,
    ],
    [
      'a channel URL in the clear',
      { OPS_URL: 'http://hooks.example.com/canary-url-part' },
      'channels notify.url',
      /correct the URL/,
    ],
    [
      'a channel that nobody listens to',
      { OPS_URL: 'http://127.0.0.1:1/canary-url-part' },
      'channels channel.unreachable',
      /firewalls/,
    ],
  ])('%s', async (_, changed, expected, todo) => {
    const { code, found } = await withVariables(changed);
    const others = ['function function.differs'];
    // A variable of the function that is another one here is told with the function, too.
    expect(ills(found).filter((each) => !others.includes(each))).toEqual([expected]);
    const [told] = found.filter(({ severity }) => severity === 'error');
    expect(`${told?.what} ${told?.todo}`).toMatch(todo);
    expect(code).toBe(1);
  });

  test('that a region lacks a variable, and tells what was not tried for it', async () => {
    const { found } = await withVariables({ DCS_ENDPOINT: undefined });
    expect(ills(found)).toEqual(['schedule environment.missing']);
    expect(found).toContainEqual(
      expect.objectContaining({ check: 'permissions', severity: 'not-tried', where: 'regions.beijing' }),
    );
  });

  test('nothing, where IAM cannot be asked', async () => {
    const { code, found } = await withVariables({ HUAWEICLOUD_SDK_IAM_ENDPOINT: 'http://127.0.0.1:1' });
    expect(ills(found)).toEqual([]);
    expect(found[0]).toMatchObject({ severity: 'not-tried', code: 'credentials.unknown' });
    expect(code).toBe(0);
  });

  test('a wrong key, where IAM cannot be asked, by those that refuse it', async () => {
    const { found } = await withVariables({
      HUAWEICLOUD_SDK_IAM_ENDPOINT: 'http://127.0.0.1:1',
      HUAWEICLOUD_SDK_AK: 'NOBODYSKEY0000000001',
    });
    expect([...new Set(ills(found))]).toEqual([
      'permissions credentials.refused',
      'journal credentials.refused',
      'function credentials.refused',
    ]);
  });

  const denied = (operation: Fault['operation']): Fault => ({
    operation,
    times: 1,
    effect: { kind: 'forbidden' },
  });

  test.each([
    ['dcs:instance:list', denied('ListInstances')],
    ['dcs:instance:list', denied('ListStatisticsOfRunningInstances')],
    ['dcs:instance:get', denied('ShowInstance')],
    ['dcs:instance:getConfiguration', denied('ListConfigurations')],
    ['dcs:instance:getDataBackupLog', denied('ListBackupRecords')],
  ])('that %s is not granted', async (action, fault) => {
    account.cloud.dcs.addFault(fault);
    const { code, found } = await account.doctor();
    expect(ills(found)).toEqual(['permissions permission.missing']);
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'permission.missing',
        what: expect.stringMatching(`^${action}: .*DCS.2003`),
        where: 'regions.beijing',
        todo: expect.stringContaining('nightshift-dcs'),
      }),
    );
    expect(code).toBe(1);
  });

  const deniedByObs = (operation: ObsFault['operation']): ObsFault => ({
    operation,
    times: 1,
    effect: { kind: 'denied' },
  });

  test.each([
    ['obs:bucket:ListBucket', deniedByObs('ListObjects')],
    ['obs:object:GetObject', deniedByObs('GetObject')],
    ['obs:object:PutObject', deniedByObs('AppendObject')],
    ['obs:object:DeleteObject', deniedByObs('DeleteObjects')],
  ])('that %s is not granted', async (action, fault) => {
    account.cloud.obs.addFault(fault);
    const { code, found } = await account.doctor();
    expect(ills(found)).toEqual(['journal permission.missing']);
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'permission.missing', what: expect.stringMatching(`^${action}: `) }),
    );
    expect(code).toBe(1);
  });

  test.each([
    ['permissions permission.missing', 'functiongraph:function:invokeAsync'],
    ['function function.unreadable', 'functiongraph:trigger:get'],
  ])('%s without %s', async (expected, action) => {
    Object.assign(account.platform.knobs, { deniedActions: [action] });
    const { found } = await account.doctor();
    Object.assign(account.platform.knobs, { deniedActions: [] });
    expect(ills(found)).toEqual([expected]);
    expect(JSON.stringify(found)).toContain(action);
  });

  test.each([
    ['schedule value.form', scheduleText().replace('soft_restart', 'reboot')],
    ['endpoints project.foreign', scheduleText().replace(project, project.replace('0', 'f'))],
    [
      'endpoints project.region',
      scheduleText().replace('beijing: { region: cn-north-4', 'beijing: { region: cn-east-3'),
    ],
    ['journal journal.bucket', scheduleText().replace('obs://journal/', 'obs://nobodys-bucket/')],
    [
      'schedule environment.not-given',
      scheduleText().replace('tier: cache', 'tier: "${HUAWEICLOUD_SDK_AK}"'),
    ],
    ['schedule timer.tick', scheduleText().replace('journal:', 'tick: 10m\njournal:')],
  ])('%s in the schedule', async (expected, text) => {
    const { code, found } = await withFile('config/schedule.yaml', text);
    // One that can be read is not the one that is deployed.
    const follows = expected === 'schedule value.form' ? [] : ['function function.schedule'];
    expect([...new Set(ills(found))]).toEqual([expected, ...follows]);
    expect(code).toBe(1);
  });

  test('that there is no schedule, and looks at the rest', async () => {
    const { code, found } = await account.doctor(['--schedule', 'nowhere.yaml']);
    expect(ills(found)).toEqual(['schedule schedule.unreadable']);
    expect(found.filter(({ severity }) => severity === 'ok').map(({ check }) => check)).toEqual(
      expect.arrayContaining(['credentials', 'clock', 'endpoints', 'function', 'triggers', 'runtime']),
    );
    expect(code).toBe(1);
  });

  test('what is wrong with serverless.yml', async () => {
    const { found } = await withFile('serverless.yml', serverlessText({ timeout: 3 }));
    expect(ills(found)).toEqual(['schedule value.form']);
    expect(JSON.stringify(found)).toContain("FunctionGraph's default of 3 would end every run half-way");
  });

  test.each([
    ['function project.missing', ''],
    ['schedule environment.missing', 'projectId: ${env:NO_SUCH_PROJECT}\n  '],
  ])('%s where serverless.yml has "%s"', async (expected, line) => {
    const { found } = await withFile(
      'serverless.yml',
      serverlessText().replace(/projectId: \w+\n {2}/, line),
    );
    expect(ills(found)).toEqual([expected]);
    expect(found).toContainEqual(expect.objectContaining({ check: 'triggers', severity: 'not-tried' }));
  });

  test('code that is not the one here', async () => {
    account.write(codePath, codeAnswering('newer code'));
    const { found } = await account.doctor();
    account.write(codePath, codeAnswering('the code'));
    expect(ills(found)).toEqual(['function function.code']);
  });
});

import { describe, expect, test } from 'vitest';
import { codeAnswering, codePath, project, withFunctionGraph } from './functiongraph-beside.ts';

const schedule = ({ url = '${WECOM_URL}', head = '' } = {}) => `version: 1
${head}regions: { beijing: { region: cn-north-4, projectId: ${project} } }
notify:
  ops: { kind: wecom, url: "${url}" }
jobs:
  nightly:
    action: restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    notify: [ops]
`;

const serverless = ({ settings = '', timeout = 900 } = {}) => `service: nightshift
provider: { name: huawei, region: cn-north-4, projectId: ${project}, runtime: Node.js20.15, memorySize: 256, timeout: ${timeout} }
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    code: { codeUri: ./dist/function }
${settings}    encryptedUserData: { WECOM_URL: "\${env:WECOM_URL}" }
    events:
      - { triggerTypeCode: TIMER, eventData: { name: tick, scheduleType: Cron, schedule: "CRON_TZ=UTC 0 */5 * * * ?" } }
`;

const environment = { WECOM_URL: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-4567-89ab' };

/** What each of the commands says of the same two files. */
async function sayings(files: Readonly<Record<string, string>>) {
  const said: Record<string, { code: number | null; text: string }> = {};
  await withFunctionGraph({}, async (around) => {
    around.write(codePath, codeAnswering('one'));
    for (const [path, text] of Object.entries(files))
      around.write(path, text.replace('CLOUD', around.cloud.endpoint));
    const commands = [['validate'], ['deploy', '--dry-run'], ['doctor', '--json']];
    for (const args of commands) {
      // Of the three only validate asks for no endpoint.
      const run = args[0] === 'validate' ? around.runOffline : around.run;
      const { code, stdout, stderr } = await run(args, environment);
      said[args[0] ?? ''] = { code, text: stdout + stderr };
    }
  });
  return said;
}

describe('validate, deploy and doctor see in the two files alike', () => {
  test('a variable that the function is not given, with the one that was meant, at its place', async () => {
    const said = await sayings({
      'schedule.yaml': schedule({ url: '${WECOM_ULR}' }),
      'serverless.yml': serverless(),
    });
    for (const { code, text } of Object.values(said)) {
      expect(code).toBe(1);
      expect(text).toContain('the function is given no variable WECOM_ULR by serverless.yml');
      expect(text).toMatch(/did you mean \\?"WECOM_URL\\?"\?/);
    }
    expect(said['validate']?.text).toMatch(/^schedule\.yaml:4:28 notify\.ops\.url: the function is given no/);
    expect(said['validate']?.text).toContain('schedule.yaml: 1 error\n');
  });

  test('a journal with settings that are made for none', async () => {
    const said = await sayings({
      'schedule.yaml': schedule({
        head: 'journal: { url: "obs://journal/nightshift", endpoint: "CLOUD" }\n',
      }),
      'serverless.yml': serverless({
        timeout: 7_200,
        settings:
          '    maxInstanceNum: 1\n    asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 3600 }\n',
      }),
    });
    for (const { text } of Object.values(said))
      for (const part of [
        'a timeout of 7200 s is for runs without',
        'no retries, which is the setting without',
        'one instance, which is the setting without',
      ])
        expect(text).toContain(part);
    // They are warnings: validate and deploy go on.
    expect([said['validate']?.code, said['deploy']?.code, said['doctor']?.code]).toEqual([0, 0, 1]);
  });

  test('retries of a function without a journal, which would flush again', async () => {
    const settings = '    asyncInvokeConfig: { maxAsyncRetryAttempts: 2, maxAsyncEventAgeInSeconds: 3600 }\n';
    const said = await sayings({ 'schedule.yaml': schedule(), 'serverless.yml': serverless({ settings }) });
    for (const { code, text } of Object.values(said)) {
      expect(code).toBe(1);
      expect(text).toContain('2 retries and no journal');
    }
  });

  test('a hand-over to another region than that of the function', async () => {
    const said = await sayings({
      'schedule.yaml': schedule({
        head: 'journal: obs://journal/nightshift\nhandOver: { region: cn-south-1 }\n',
      }),
      'serverless.yml': serverless(),
    });
    for (const { code, text } of Object.values(said)) {
      expect(code).toBe(1);
      expect(text).toContain('handOver of the schedule asks for a fresh invocation in cn-south-1');
    }
  });

  test('nothing, where they fit', async () => {
    const said = await sayings({ 'schedule.yaml': schedule(), 'serverless.yml': serverless() });
    expect([said['validate']?.code, said['deploy']?.code]).toEqual([0, 0]);
    expect(said['validate']?.text).toContain('serverless.yml: its triggers cover the schedule\n');
  });
});

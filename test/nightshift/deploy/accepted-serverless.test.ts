import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  parseServerless,
  type ServerlessScene,
} from '../../../functions/nightshift/deploy/serverless/parse-serverless.ts';

const whole = `
service: nightshift
frameworkVersion: "3"
custom:
  memory: 256
  ages:
    week: 3600
provider:
  name: huawei
  region: \${env:REGION, 'cn-north-4'}
  projectId: \${env:PROJECT}
  endpoint: https://functiongraph.example.com
  runtime: Node.js20.15
  memorySize: \${self:custom.memory}
  timeout: \${file(./limits.yml):seconds}
  environment:
    variables:
      LEVEL: info
      BOTH: provider
      PAIR: \${env:PROJECT}/\${env:NOWHERE, env:PROJECT}
functions:
  nightshift:
    handler: index.handler
    description: At night
    xrole: nightshift-dcs
    appXrole: nightshift-app
    code:
      codeUri: ./dist
    environment:
      variables:
        BOTH: function
    encryptedUserData:
      HOOK: \${env:HOOK}
    maxInstanceNum: 1
    enableLtsLog: true
    asyncInvokeConfig:
      maxAsyncRetryAttempts: 0
      maxAsyncEventAgeInSeconds: \${self:custom.ages.week}
      destinationConfig:
        onFailure:
          destination: SMN
          param:
            topicUrn: urn:smn:cn-north-4:1:ops
    events:
      - triggerTypeCode: TIMER
        eventData:
          name: tick
          scheduleType: Cron
          schedule: CRON_TZ=Asia/Shanghai 0 */5 * * * ?
      - triggerTypeCode: TIMER
        status: DISABLED
        eventData:
          name: hourly
          scheduleType: Rate
          schedule: 1h
          userEvent: '{"jobs":["a"]}'
`;

const project = '0123456789abcdef0123456789abcdef';
const environment: Readonly<Record<string, string>> = { PROJECT: project, HOOK: 'https://x/${env:PROJECT}' };
const scene: ServerlessScene = {
  file: 'serverless.yml',
  lookup: (name) => environment[name],
  readFile: (path) => (path === './limits.yml' ? 'seconds: 900\n' : undefined),
};

function accepted(text: string, of: ServerlessScene = scene) {
  const result = parseServerless(text, of);
  if (!result.ok) expect.unreachable(result.diagnostics.map(({ message }) => message).join('\n'));
  return result;
}

describe('a serverless.yml', () => {
  test('is read into what it asks for', () => {
    const { deployment, missing } = accepted(whole);
    expect(missing).toEqual([]);
    expect(deployment).toEqual({
      service: 'nightshift',
      region: 'cn-north-4',
      projectId: project,
      endpoint: 'https://functiongraph.example.com',
      functions: [
        {
          key: 'nightshift',
          name: 'nightshift',
          packageName: 'default',
          runtime: 'Node.js20.15',
          handler: 'index.handler',
          codeUri: './dist',
          memorySize: 256,
          timeout: 900,
          description: 'At night',
          variables: { LEVEL: 'info', BOTH: 'function', PAIR: `${project}/${project}` },
          encrypted: { HOOK: 'https://x/${env:PROJECT}' },
          xrole: 'nightshift-dcs',
          appXrole: 'nightshift-app',
          maxInstanceNum: 1,
          enableLtsLog: true,
          logConfig: undefined,
          asyncPolicy: {
            maxAsyncRetryAttempts: 0,
            maxAsyncEventAgeInSeconds: 3600,
            enableAsyncStatusLog: false,
            destinationConfig: {
              onFailure: { destination: 'SMN', param: { topicUrn: 'urn:smn:cn-north-4:1:ops' } },
            },
          },
          timers: [
            {
              status: 'ACTIVE',
              name: 'tick',
              scheduleType: 'Cron',
              schedule: 'CRON_TZ=Asia/Shanghai 0 */5 * * * ?',
              userEvent: '',
            },
            {
              status: 'DISABLED',
              name: 'hourly',
              scheduleType: 'Rate',
              schedule: '1h',
              userEvent: '{"jobs":["a"]}',
            },
          ],
        },
      ],
    });
  });

  test('leaves a variable of the function that is missing as it is written, and tells where it is named', () => {
    const { deployment, missing } = accepted(whole, {
      ...scene,
      lookup: (name) => (name === 'HOOK' ? undefined : environment[name]),
    });
    expect(deployment.functions[0]?.encrypted).toEqual({ HOOK: '${env:HOOK}' });
    expect(missing).toMatchObject([
      { line: 33, path: 'functions.nightshift.encryptedUserData.HOOK', code: 'env.missing' },
    ]);
  });

  test('of this repository is accepted', () => {
    const text = readFileSync(new URL('../../../serverless.yml', import.meta.url), 'utf8');
    const { deployment, missing } = accepted(text);
    expect(deployment.functions).toMatchObject([{ name: 'nightshift', timers: [{ name: 'tick' }] }]);
    expect(missing.map(({ code }) => code)).toContain('env.missing');
  });
});

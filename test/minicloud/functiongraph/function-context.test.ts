import { describe, expect, test } from 'vitest';
import { hostFixture } from './function-fixture.ts';

const credentials = { accessKey: 'AK', secretKey: 'SK', securityToken: 'TOKEN' };

describe('the context', () => {
  test('has the documented methods, and the older pair of keys is dead', async () => {
    const host = hostFixture('describes-context', { credentials, memoryMb: 256, timeLimitMs: 900_000 });
    expect(await host.invoke({}, { requestId: 'r-9' })).toMatchObject({
      answer: {
        requestId: 'r-9',
        securityAccessKey: 'AK',
        securitySecretKey: 'SK',
        securityToken: 'TOKEN',
        accessKey: '',
        secretKey: '',
        token: '',
        color: 'red',
        missing: 'undefined',
        functionName: 'nightshift',
        version: 'latest',
        package: 'default',
        alias: '',
        projectId: '0123456789abcdef0123456789abcdef',
        runningTime: 900_000,
        memory: '256',
        cpu: '400',
      },
    });
  });

  test('has empty keys without an agency', async () => {
    expect(await hostFixture('describes-context').invoke({})).toMatchObject({
      answer: { securityAccessKey: '', securitySecretKey: '', securityToken: '' },
    });
  });

  test('has its methods on the prototype: spread away, and useless when unbound', async () => {
    expect(await hostFixture('describes-context').invoke({})).toMatchObject({ answer: { spread: [] } });
    expect(await hostFixture('unbound-context').invoke({})).toMatchObject({
      kind: 'failed',
      errorType: 'TypeError',
    });
  });
});

describe('process.env', () => {
  test('holds a path and the RUNTIME_ variables, nothing of this machine and no user data', async () => {
    expect(await hostFixture('describes-context').invoke({})).toMatchObject({
      answer: {
        colorInEnvironment: null,
        environment: [
          'PATH',
          'RUNTIME_CODE_ROOT',
          'RUNTIME_CPU',
          'RUNTIME_FUNC_NAME',
          'RUNTIME_FUNC_VERSION',
          'RUNTIME_HANDLER',
          'RUNTIME_MAX_RESP_BODY_SIZE',
          'RUNTIME_MEMORY',
          'RUNTIME_PACKAGE',
          'RUNTIME_PROJECT_ID',
          'RUNTIME_TIMEOUT',
          'RUNTIME_USERDATA',
        ],
      },
    });
  });

  test('holds the user data where the cloud turns out to put them there', async () => {
    const host = hostFixture('describes-context', { userDataInEnvironment: true });
    expect(await host.invoke({})).toMatchObject({ answer: { colorInEnvironment: 'red', color: 'red' } });
  });
});

describe('the log', () => {
  test('has every line in the order it was written, with the time and the request of those of the logger', async () => {
    const { logs } = await hostFixture('logs').invoke({}, { requestId: 'r-1' });
    const time = /^2026-11-22T19:30:\d\d\.\d{3}Z /;
    expect(logs.map((line) => line.replace(time, '<time> '))).toEqual([
      'while loading',
      'first',
      'second',
      'third',
      '<time> r-1 INFO one of 2',
      '<time> r-1 DEBUG shown',
      '<time> r-1 ERROR fifth',
      'no line feed',
    ]);
  });

  test('belongs to the invocation that wrote it', async () => {
    const host = hostFixture('logs');
    await host.invoke({});
    const { logs } = await host.invoke({}, { requestId: 'r-2' });
    expect(logs[0]).toBe('first');
    expect(logs.filter((line) => line.includes(' r-2 '))).toHaveLength(3);
  });

  test('keeps what node prints when the process dies', async () => {
    const { logs } = await hostFixture('crashes').invoke({ how: 'reject' });
    expect(logs[0]).toBe('about to');
    expect(logs.join('\n')).toContain('Error: nobody listens');
  });
});

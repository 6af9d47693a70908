import { describe, expect, test } from 'vitest';
import { adaptContext, agencyCredentials } from '../../../functions/maintenance/runtime/function-context.ts';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';

const startedAt = Date.parse('2026-11-22T19:30:00Z');

/** FunctionGraph's context in what matters: a class, its methods on the prototype, all of them in need of `this`. */
class FunctionGraphContext {
  readonly #data: Readonly<Record<string, unknown>>;

  constructor(data: Readonly<Record<string, unknown>> = {}) {
    this.#data = data;
  }

  getRequestID() {
    return this.#data['requestId'];
  }
  getRemainingTimeInMilliSeconds() {
    return this.#data['remaining'];
  }
  getUserData(name: string) {
    return this.#data[name];
  }
  getAccessKey() {
    return 'dead';
  }
  getSecretKey() {
    return 'dead';
  }
  getSecurityAccessKey() {
    return this.#data['ak'];
  }
  getSecuritySecretKey() {
    return this.#data['sk'];
  }
  getSecurityToken() {
    return this.#data['token'];
  }
}

function adapt(context: unknown, now = () => startedAt) {
  return adaptContext(context, now);
}

describe('the context of an invocation', () => {
  test('keeps its methods bound, taken out of it and spread too', () => {
    const context = new FunctionGraphContext({
      requestId: 'r-1',
      remaining: 4_000,
      COLOR: 'red',
      ak: 'A',
      sk: 'S',
    });
    const { requestId, remainingMs, userData, credentials } = { ...adapt(context) };
    expect(requestId).toBe('r-1');
    expect(remainingMs()).toBe(4_000);
    expect(userData('COLOR')).toBe('red');
    expect(credentials()).toEqual({ accessKey: 'A', secretKey: 'S' });
  });

  test('tells which function it is of', () => {
    const context = {
      getFunctionName: () => 'nightshift',
      getPackage: () => 'default',
      getVersion: () => 'latest',
      getProjectID: () => '0123456789abcdef0123456789abcdef',
    };
    expect(adapt(context)).toMatchObject({
      functionName: 'nightshift',
      functionPackage: 'default',
      functionVersion: 'latest',
      projectId: '0123456789abcdef0123456789abcdef',
    });
    expect(adapt({ getFunctionName: () => '', getVersion: () => 3 })).toMatchObject({
      functionName: undefined,
      functionPackage: undefined,
      functionVersion: undefined,
      projectId: undefined,
    });
  });

  test('has the remaining time under the name that middy looks for', () => {
    const { getRemainingTimeInMillis } = adapt(new FunctionGraphContext({ remaining: 4_000 }));
    expect(getRemainingTimeInMillis()).toBe(4_000);
  });

  test('asks for the remaining time at every call', () => {
    let remaining = 9_000;
    const { remainingMs } = adapt({ getRemainingTimeInMilliSeconds: () => remaining });
    expect(remainingMs()).toBe(9_000);
    remaining = 5_000;
    expect(remainingMs()).toBe(5_000);
  });

  test.each([Number.NaN, undefined, null, 'soon', {}, Number.POSITIVE_INFINITY])(
    'whose remaining time is %j has 15 minutes from the start, which then pass',
    (remaining) => {
      let now = startedAt;
      const { remainingMs } = adapt(new FunctionGraphContext({ remaining }), () => now);
      expect(remainingMs()).toBe(900_000);
      now += 60_000;
      expect(remainingMs()).toBe(840_000);
    },
  );

  test('takes a remaining time that is written as text', () => {
    expect(adapt(new FunctionGraphContext({ remaining: '4000' })).remainingMs()).toBe(4_000);
  });

  test.each([undefined, null, 7, 'context', {}, [], { getRequestID: 'r-1', getUserData: true }])(
    '%j instead of a context is one without anything',
    (context) => {
      const { requestId, remainingMs, userData, credentials } = adapt(context);
      expect(requestId).toBe('no-request-id');
      expect(remainingMs()).toBe(900_000);
      expect(userData('COLOR')).toBeUndefined();
      expect(credentials()).toBeUndefined();
    },
  );

  test.each([undefined, null, '', 7, {}])('user data of %j is absent', (value) => {
    expect(adapt(new FunctionGraphContext({ COLOR: value })).userData('COLOR')).toBeUndefined();
  });
});

describe('credentials', () => {
  test('are those of the agency, with its token, and never the dead ones', () => {
    const context = new FunctionGraphContext({ ak: 'A', sk: 'S', token: 'T' });
    expect(adapt(context).credentials()).toEqual({ accessKey: 'A', secretKey: 'S', securityToken: 'T' });
  });

  test('are read at every call, as a token lives for a day', () => {
    let key = 'first';
    const { credentials } = adapt({ getSecurityAccessKey: () => key, getSecuritySecretKey: () => 'S' });
    expect(credentials()?.accessKey).toBe('first');
    key = 'second';
    expect(credentials()?.accessKey).toBe('second');
  });

  test.each([
    {},
    { ak: 'A' },
    { sk: 'S' },
    { ak: '', sk: '' },
    { ak: null, sk: null, token: null },
    { token: 'T' },
  ])('of %j are none: an agency is needed, and the message says so', (data) => {
    const invocation = adapt(new FunctionGraphContext(data));
    expect(invocation.credentials()).toBeUndefined();
    const log = createLog('r-1', { now: () => 0, print: () => undefined });
    expect(() => agencyCredentials({ ...invocation, log })).toThrow(
      expect.objectContaining({
        code: 'credentials.missing',
        message: expect.stringContaining('it needs an agency'),
      }),
    );
  });

  test('are hidden from the log from the moment they are asked for', () => {
    const lines: string[] = [];
    const log = createLog('r-1', { now: () => 0, print: (line) => lines.push(line) });
    const context = adapt(
      new FunctionGraphContext({ ak: 'ACCESSKEY0123456789', sk: 'a-secret-key-of-the-agency' }),
    );
    expect(agencyCredentials({ ...context, log }).accessKey).toBe('ACCESSKEY0123456789');
    log.write('info', 'ACCESSKEY0123456789 and a-secret-key-of-the-agency');
    expect(lines.join()).not.toMatch(/ACCESSKEY0123456789|a-secret-key-of-the-agency/);
  });
});

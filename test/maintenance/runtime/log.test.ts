import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../../functions/maintenance/runtime/log.ts';

const at = Date.parse('2026-11-22T19:30:00Z');

function logging() {
  const lines: string[] = [];
  return { lines, log: createLog('r-1', { now: () => at, print: (line) => lines.push(line) }) };
}

describe('a line of the log', () => {
  test('is JSON with time, level, request id, message and fields', () => {
    const { lines, log } = logging();
    log.write('warn', 'event not understood', { reason: 'no keys', attempts: 2 });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        time: '2026-11-22T19:30:00.000Z',
        level: 'warn',
        requestId: 'r-1',
        message: 'event not understood',
        reason: 'no keys',
        attempts: 2,
      },
    ]);
  });

  test('tells an error with its code and cause', () => {
    const { lines, log } = logging();
    const cause = Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
    log.write('error', 'invocation fails', { error: new Error('cannot list', { cause }) });
    expect(JSON.parse(lines[0] ?? '').error).toMatchObject({
      name: 'Error',
      message: 'cannot list',
      stack: expect.stringContaining('log.test'),
      cause: { message: 'no such host', code: 'ENOTFOUND' },
    });
  });

  test('is one line of JSON whatever is in it', () => {
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>('a\nb\r\n', circle, 7n, Symbol('s'), () => 1),
    );
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), odd), (message, extra) => {
        const { lines, log } = logging();
        log.write('info', message, { extra });
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(/[\r\n]/);
        expect(JSON.parse(lines[0] ?? '')).toMatchObject({ requestId: 'r-1', message });
      }),
      { seed: 20_261_123, numRuns: 500 },
    );
  });
});

describe('secrets', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

  test('are replaced by exact value in messages, fields, keys, errors and texts around them', () => {
    const { lines, log } = logging();
    log.hide([secret]);
    log.write('info', `told ${secret}!`, {
      [secret]: 1,
      deep: [{ url: `https://x/${secret}` }],
      error: new Error(`bad ${secret}`, { cause: new Error(secret) }),
    });
    expect(lines.join()).not.toContain(secret);
    expect(JSON.parse(lines[0] ?? '').message).toBe('told [redacted]!');
  });

  test('that are learned later are hidden from then on, and the earlier ones still', () => {
    const { lines, log } = logging();
    log.hide([secret]);
    log.hide(['AKIA4711EXAMPLE']);
    log.write('info', `${secret} AKIA4711EXAMPLE`);
    expect(JSON.parse(lines[0] ?? '').message).toBe('[redacted] [redacted]');
  });

  test('are hidden by whoever was handed the redaction before they were learned', () => {
    const { log } = logging();
    const { redact } = log;
    expect(redact(secret)).toBe(secret);
    log.hide([secret]);
    expect(redact(secret)).toBe('[redacted]');
  });
});

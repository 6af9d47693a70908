import { describe, expect, test } from 'vitest';
import { silenceReason } from '../../../functions/maintenance/http/silence.ts';
import {
  causeOfError,
  HuaweiCallError,
  silenceError,
  wholeReply,
} from '../../../functions/maintenance/huawei/huawei-call-error.ts';

const asked = { host: 'dcs.example.com', timeoutMs: 15_000, redact: (text: string) => text };
const node = (code: string) => Object.assign(new Error(code), { code });

/** What is told of a call that an exchange ended without an answer for. */
function silent(code: string | undefined, phase: 'connecting' | 'securing' | 'sending') {
  const cause = code === undefined ? undefined : node(code);
  const reason = cause === undefined ? 'timeout' : silenceReason(cause, phase);
  return causeOfError(
    silenceError({ kind: 'silence', reason, mayHaveArrived: phase === 'sending', cause }, asked),
  );
}

/** What is told of a call whose answer did not come whole. */
function broken(ending: 'cut' | 'late' | 'too-large', headers = {}) {
  try {
    return wholeReply({ kind: 'reply', status: 502, headers, body: Buffer.from('x'), ending }, asked);
  } catch (error) {
    if (!(error instanceof HuaweiCallError)) throw error;
    return causeOfError(error);
  }
}

describe('the cause of a call that got no answer says in which way', () => {
  test.each([
    ['ENOTFOUND', 'connecting', 'name-not-found', 'no connection to dcs.example.com (ENOTFOUND)'],
    ['EAI_AGAIN', 'connecting', 'name-not-found', 'no connection to dcs.example.com (EAI_AGAIN)'],
    ['ECONNREFUSED', 'connecting', 'connection-refused', 'no connection to dcs.example.com (ECONNREFUSED)'],
    ['EHOSTUNREACH', 'connecting', 'unreachable', 'no connection to dcs.example.com (EHOSTUNREACH)'],
    ['CERT_HAS_EXPIRED', 'securing', 'tls', 'no connection to dcs.example.com (CERT_HAS_EXPIRED)'],
    ['ECONNRESET', 'connecting', 'no-connection', 'no connection to dcs.example.com (ECONNRESET)'],
    [undefined, 'connecting', 'no-connection', 'no connection to dcs.example.com within 15000 ms'],
    [undefined, 'sending', 'no-answer', 'no answer from dcs.example.com within 15000 ms'],
  ] as const)('%s while %s: %s', (code, phase, ending, message) => {
    expect(silent(code, phase)).toMatchObject({ ending, message, host: 'dcs.example.com' });
  });

  test.each([
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['HPE_INVALID_CONSTANT', 'unreadable'],
  ] as const)('%s after it was sent: %s', (code, ending) => {
    expect(silent(code, 'sending')).toMatchObject({ code: 'CLOSED', ending });
  });
});

describe('the cause of a call whose answer was not whole', () => {
  test.each([
    ['cut', 'CLOSED', 'cut'],
    ['late', 'TIMEOUT', 'cut'],
    ['too-large', 'TOO_LARGE', 'too-large'],
  ] as const)('and %s has its status and its request', (ending, code, told) => {
    expect(broken(ending, { 'x-request-id': '1a2b' })).toMatchObject({
      code,
      ending: told,
      status: 502,
      requestId: '1a2b',
    });
  });

  test('has no request id that is none', () => {
    expect(broken('cut', { 'x-request-id': 'a b <script>' })).not.toHaveProperty('requestId');
  });

  test('has the request id by any name that Huawei gives it', () => {
    expect(broken('cut', { 'x-obs-request-id': '0001' })).toMatchObject({ requestId: '0001' });
  });
});

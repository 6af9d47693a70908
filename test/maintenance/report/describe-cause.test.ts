import { describe, expect, test } from 'vitest';
import { withCode } from '../../../functions/maintenance/foundation/call-cause.ts';
import { describeCause, reasonWith } from '../../../functions/maintenance/report/describe-cause.ts';

const refused = { code: 'DCS.5000', message: 'Internal service error.', ending: 'refused' } as const;

describe('a cause in one line', () => {
  test('is the code, the words, the status and the request of a refusal', () => {
    expect(describeCause({ ...refused, status: 500, requestId: '1a2b' })).toBe(
      'DCS.5000 "Internal service error." (HTTP 500, request 1a2b)',
    );
    expect(describeCause({ ...refused, status: 500 })).toBe('DCS.5000 "Internal service error." (HTTP 500)');
  });

  test('is our own words where the service said none, with the status once', () => {
    const message = 'HTTP 502 without an error message';
    const bare = { code: 'HTTP.502', message, ending: 'refused', status: 502 } as const;
    expect(describeCause({ ...bare, requestId: '1a2b' })).toBe(
      'HTTP 502 without an error message (request 1a2b)',
    );
    expect(describeCause(bare)).toBe('HTTP 502 without an error message');
    expect(describeCause({ ...bare, message: 'Bad gateway' })).toBe('Bad gateway (HTTP 502)');
    expect(describeCause({ ...bare, code: 'DCS.5000', requestId: '1a2b' })).toBe(
      'DCS.5000 (HTTP 502, request 1a2b)',
    );
  });

  test('is which host was silent, and how', () => {
    const message = 'no answer from dcs.example.com within 15000 ms';
    expect(describeCause({ code: 'TIMEOUT', message, ending: 'no-answer', host: 'dcs.example.com' })).toBe(
      'no answer from dcs.example.com within 15000 ms (TIMEOUT)',
    );
  });

  test('has its code once, also where our words end with it', () => {
    const message = 'no connection to dcs.example.com (ECONNREFUSED)';
    expect(describeCause({ code: 'ECONNREFUSED', message, ending: 'connection-refused' })).toBe(message);
    expect(withCode(message, 'ECONNREFUSED')).toBe(message);
    expect(withCode(message, 'region.unread')).toBe(`${message} (region.unread)`);
  });

  test('has no control characters in it and no dump', () => {
    const message = `line\nbreak \u001b[31mred\u001b[0m ${'x'.repeat(400)}`;
    const line = describeCause({ ...refused, message, status: 500 });
    expect(line).toMatch(/^DCS\.5000 "line break red x+…" \(HTTP 500\)$/);
    expect(line.length).toBeLessThan(250);
  });
});

describe('a reason', () => {
  test('ends with what the cloud said last', () => {
    expect(reasonWith('its region cannot be read', { ...refused, status: 500 })).toBe(
      'its region cannot be read; last answer: DCS.5000 "Internal service error." (HTTP 500)',
    );
    expect(reasonWith('its region cannot be read', { code: 'TIMEOUT', message: 'no answer' })).toBe(
      'its region cannot be read; last call: no answer (TIMEOUT)',
    );
  });

  test('is as it is where no call failed', () => {
    expect(reasonWith('is RUNNING', undefined)).toBe('is RUNNING');
  });
});

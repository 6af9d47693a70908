import { describe, expect, test } from 'vitest';
import { classifyWecom } from '../../../functions/maintenance/notify/wecom.ts';

const classify = (body: unknown, status = 200) =>
  classifyWecom(status, {}, typeof body === 'string' ? body : JSON.stringify(body));

describe('an answer of WeCom', () => {
  test.each([
    [0, 'ok', { kind: 'delivered', reason: 'errcode 0' }],
    [-1, 'system busy', { kind: 'transient', retryAfter: undefined, mayHaveArrived: false }],
    [45033, 'api concurrent out of limit', { kind: 'transient', retryAfter: undefined }],
    [45009, 'api freq out of limit', { kind: 'transient', retryAfter: '60', mayHaveArrived: false }],
    [40058, 'markdown.content exceed max length 4096', { kind: 'refused-card' }],
    [45002, 'content size out of limit', { kind: 'refused-card' }],
    [40008, 'invalid message type', { kind: 'permanent' }],
    [93000, 'invalid webhook url, from ip: 203.0.113.7', { kind: 'permanent' }],
    [99999, 'something new', { kind: 'permanent', reason: 'errcode 99999' }],
  ])('with errcode %i and HTTP 200', (errcode, errmsg, expected) => {
    const verdict = classify({ errcode, errmsg });
    expect(verdict).toMatchObject(expected);
    expect(JSON.stringify(verdict)).not.toContain('203.0.113.7');
  });

  test.each([{}, [], null, { errcode: null }, { errcode: '0' }, { errmsg: 'ok' }, '<html>', '', 'ok'])(
    'is no success without a code: %j',
    (body) => {
      expect(classify(body)).toEqual({
        kind: 'permanent',
        reason: 'HTTP 200, but not an answer of a robot',
        mayHaveArrived: true,
      });
    },
  );

  test.each([
    [502, '<html>', 'transient'],
    [502, { errcode: 0 }, 'transient'],
    [502, { errcode: 7 }, 'transient'],
    [502, { errcode: 93000 }, 'permanent'],
    [302, { errcode: 0 }, 'permanent'],
    [404, {}, 'permanent'],
  ])('of HTTP %i', (status, body, kind) => {
    expect(classify(body, status).kind).toBe(kind);
  });
});

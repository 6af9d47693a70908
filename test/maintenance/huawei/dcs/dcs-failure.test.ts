import { describe, expect, test } from 'vitest';
import { dcsFailureKind, saysThereIsNone } from '../../../../functions/maintenance/huawei/dcs/dcs-failure.ts';
import type { FailureKind } from '../../../../functions/maintenance/run/call-failure.ts';

type Row = readonly [httpStatus: number, code: string, action: FailureKind, read: FailureKind];

const both =
  (kind: FailureKind) =>
  (httpStatus: number, codes: string): Row[] =>
    codes.split(' ').map((code): Row => [httpStatus, code, kind, kind]);
const permanent = both('permanent');
const denied = both('denied');
const ambiguous = both('ambiguous');
const wait = both('wait');
const throttled = both('throttled');

/** Every row of DCS's error table that a batch restart can meet, and the gateway's. */
const documented: readonly Row[] = [
  ...permanent(
    400,
    'DCS.4002 DCS.4004 DCS.4005 DCS.4027 DCS.4061 DCS.4062 DCS.4063 DCS.4064 DCS.4065 DCS.4100',
  ),
  ...permanent(400, 'DCS.4086 DCS.4094 DCS.4095 DCS.4087 DCS.4107 DCS.4800 111400063 111400100 111400002'),
  ...wait(400, 'DCS.4017 DCS.4026 DCS.4049 DCS.4096 DCS.4097 DCS.4104 DCS.4108 DCS.4111 DCS.4113 DCS.4114'),
  ...wait(400, 'DCS.4115 DCS.4116 DCS.4117 DCS.4118 DCS.4120 DCS.4121 DCS.4231 DCS.4975 CBC.99003651'),
  ...wait(400, '111400111 111400026 111400049 111400096 111400975'),
  ...denied(401, 'DCS.1001 DCS.1002 DCS.1003 DCS.1004 APIGW.0301 APIGW.0303 APIGW.0305 APIGW.0307'),
  ...denied(403, 'DCS.2003 DCS.2007 DCS.3002 DCS.3003 APIGW.0302 APIGW.0306 APIGW.0310 APIGW.0802'),
  ...permanent(404, 'DCS.3022 DCS.4001 APIGW.0101 111404022'),
  ...permanent(405, 'DCS.5001 DCS.2001'),
  ...throttled(429, 'APIGW.0308 HTTP.429'),
  ...ambiguous(
    500,
    'DCS.5000 DCS.5006 DCS.4842 DCS.4069 DCS.5024 DCS.5078 DCS.5091 DCS.5095 APIGW.0601 111500000',
  ),
  ...ambiguous(503, 'APIGW.0613 HTTP.503'),
  ...ambiguous(504, 'APIGW.0201'),
  ...ambiguous(502, 'APIGW.0201 HTTP.502'),
  ...permanent(400, 'APIGW.0201 APIGW.0106'),
  ...permanent(413, 'APIGW.0201'),
  ...permanent(414, 'APIGW.0201'),
  ...permanent(494, 'APIGW.0201'),
];

describe('a refusal', () => {
  test.each(documented)('HTTP %i %s: %s for an action, %s for a read', (httpStatus, code, action, read) => {
    const ended = { end: 'refused', httpStatus, code } as const;
    expect([dcsFailureKind('action', ended), dcsFailureKind('read', ended)]).toEqual([action, read]);
  });

  test('that is throttling by its code is throttling under any status', () => {
    expect(dcsFailureKind('action', { end: 'refused', httpStatus: 403, code: 'APIGW.0308' })).toBe(
      'throttled',
    );
  });

  test('with an unknown code and HTTP 400 is permanent, the service has looked and said no', () => {
    expect(dcsFailureKind('action', { end: 'refused', httpStatus: 400, code: 'DCS.4999' })).toBe('permanent');
  });

  test.each([0, 302, 308, 409, 418, 599])('with HTTP %i leaves an action in doubt', (httpStatus) => {
    expect(dcsFailureKind('action', { end: 'refused', httpStatus, code: `HTTP.${httpStatus}` })).toBe(
      'ambiguous',
    );
  });

  test('of a read with a status that time does not change is permanent', () => {
    expect(dcsFailureKind('read', { end: 'refused', httpStatus: 302, code: 'HTTP.302' })).toBe('permanent');
  });
});

describe('a call without an answer', () => {
  test.each([
    ['unsent', 'ECONNREFUSED', 'unsent', 'unsent'],
    ['unsent', 'TIMEOUT', 'unsent', 'unsent'],
    ['timeout', 'TIMEOUT', 'ambiguous', 'ambiguous'],
    ['closed', 'CLOSED', 'ambiguous', 'ambiguous'],
    ['malformed', 'MALFORMED', 'ambiguous', 'ambiguous'],
    ['malformed', 'TOO_LARGE', 'ambiguous', 'permanent'],
  ] as const)('%s %s: %s for an action, %s for a read', (end, code, action, read) => {
    const ended = { end, httpStatus: undefined, code };
    expect([dcsFailureKind('action', ended), dcsFailureKind('read', ended)]).toEqual([action, read]);
  });
});

describe('that an instance is gone', () => {
  test.each([
    [404, 'DCS.3022', true],
    [404, '111404022', true],
    [400, 'DCS.3022', true],
    [404, 'HTTP.404', true],
    [404, 'APIGW.0101', false],
    [404, 'DCS.4001', false],
    [400, 'DCS.4061', false],
    [500, 'DCS.5000', false],
  ])('is not said by every refusal: HTTP %i %s -> %s', (httpStatus, code, gone) => {
    expect(saysThereIsNone({ end: 'refused', httpStatus, code })).toBe(gone);
  });

  test('is never said by a lost answer', () => {
    expect(saysThereIsNone({ end: 'closed', httpStatus: 404, code: 'DCS.3022' })).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { classifyDingtalk } from '../../../functions/maintenance/notify/dingtalk.ts';

const classify = (body: unknown, status = 200) =>
  classifyDingtalk(status, {}, typeof body === 'string' ? body : JSON.stringify(body));

describe('an answer of DingTalk', () => {
  test.each([
    [0, { kind: 'delivered' }],
    ['0', { kind: 'delivered' }],
    [-1, { kind: 'transient', retryAfter: undefined, mayHaveArrived: false }],
    // Ten minutes, for which no run waits.
    [410100, { kind: 'transient', retryAfter: '600', mayHaveArrived: false }],
    [130101, { kind: 'transient', retryAfter: '600', mayHaveArrived: false }],
    ['130101', { kind: 'transient', retryAfter: '600' }],
    [90030, { kind: 'permanent' }],
    [300005, { kind: 'permanent' }],
    [300001, { kind: 'permanent' }],
    [400101, { kind: 'permanent' }],
    [40035, { kind: 'permanent' }],
    [43002, { kind: 'permanent' }],
    [43004, { kind: 'permanent' }],
    [400105, { kind: 'permanent' }],
    [400013, { kind: 'permanent', reason: 'errcode 400013: the group was dissolved' }],
    [400102, { kind: 'permanent' }],
    [400106, { kind: 'permanent' }],
    [430101, { kind: 'refused-card' }],
    [430102, { kind: 'refused-card' }],
    [430103, { kind: 'refused-card' }],
    [430104, { kind: 'refused-card' }],
    [460101, { kind: 'refused-card' }],
    [999999, { kind: 'permanent', reason: 'errcode 999999' }],
  ])('with errcode %j and HTTP 200', (errcode, expected) => {
    expect(classify({ errcode, errmsg: 'words' })).toMatchObject(expected);
  });

  const signed = '请确认签名和生成签名的时间戳必须都放在调用的网址中;';
  test.each([
    ['keywords not in content', /keyword/],
    ['description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词;', /keyword/],
    ['sign not match', /secret/],
    [`description:机器人发送签名不匹配;solution:${signed}`, /secret/],
    ['ip 203.0.113.7 not in whitelist', /list of IP/],
    ['description:ip地址不在白名单;solution:检查签名;', /list of IP/],
    ['invalid timestamp', /clock/],
    ['description:timestamp 无效;solution:检查签名;', /clock/],
    ['something else', /security settings/],
  ])('with errcode 310000 says which setting is meant by %j', (errmsg, reason) => {
    const verdict = classify({ errcode: 310000, errmsg });
    expect(verdict).toMatchObject({ kind: 'permanent', reason: expect.stringMatching(reason) });
    expect(verdict.reason).not.toMatch(/203\.0\.113\.7|solution/);
  });

  test('of the guard in front of it is a failure without a code', () => {
    const guard = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'a' };
    expect(classify(guard)).toMatchObject({ kind: 'transient', retryAfter: '300', mayHaveArrived: false });
  });

  test.each([
    {},
    [],
    null,
    { errcode: null },
    { errcode: '' },
    { errcode: [] },
    { errcode: true },
    '<html>',
    '',
  ])('is no success without a code: %j', (body) => {
    expect(classify(body)).toEqual({
      kind: 'permanent',
      reason: 'HTTP 200, but not an answer of a robot',
      mayHaveArrived: true,
    });
  });

  test.each([
    [503, '<html>', 'transient'],
    [503, { errcode: 0 }, 'transient'],
    [429, { errcode: 130101 }, 'transient'],
    [302, { errcode: 0 }, 'permanent'],
    [404, {}, 'permanent'],
  ])('of HTTP %i', (status, body, kind) => {
    expect(classify(body, status).kind).toBe(kind);
  });
});

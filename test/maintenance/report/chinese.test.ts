import { describe, expect, test } from 'vitest';
import { judgeInstance } from '../../../functions/maintenance/plan/gates.ts';
import {
  causeInChinese,
  translated,
  whyInChinese,
} from '../../../functions/maintenance/report/wording/chinese.ts';
import { fireZh } from '../../../functions/maintenance/report/wording/fire-phrases-zh.ts';
import { phrasesZh } from '../../../functions/maintenance/report/wording/phrases-zh.ts';
import { targetsZh } from '../../../functions/maintenance/report/wording/targets-phrases-zh.ts';
import { concludeOrRetry } from '../../../functions/maintenance/run/conclude.ts';
import { standingOf } from '../../../functions/maintenance/run/standing.ts';
import { instance } from '../plan/instance-fixture.ts';
import { announced, openedAt, second, seen, stateOf, tracked, watching } from '../run/tracked-fixture.ts';

const said = '未按时恢复';

describe('what a run says, in Chinese', () => {
  test.each([...phrasesZh, ...targetsZh, ...fireZh])('%s', (english, chinese) => {
    const names = english.match(/\{\*?\}/g)?.length ?? 0;
    const places = [...chinese.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place));
    // Of what is said nothing is lost, and nothing is made up.
    expect(new Set(places).size).toBe(names);
    expect(Math.max(0, ...places)).toBe(names);
  });

  test.each([
    [
      'is still RESTARTING after 1h 30m; DCS may yet bring it back',
      '1 小时 30 分后仍为 RESTARTING，DCS 仍可能使其恢复',
    ],
    ['is ERROR after the restart (3 tries)', '重启后为 ERROR（共 3 次）'],
    [
      'is ERROR after the restart; no further try: not started: the run was cancelled by li.wei',
      '重启后为 ERROR；不再重试：未开始：运行已被 li.wei 取消',
    ],
    [
      'the call did not get through (for 30m); without a backup: no backup of it succeeded in time',
      '调用未能送达（持续 30 分钟）；没有备份：未按时得到成功的备份',
    ],
    [
      "not started: the function's time ended first, while its backups were waited for",
      '未开始：等待其备份时，函数的执行时间已用完',
    ],
    [
      'DCS answered "SUCCESS" for it, but it was seen FLUSHING and is RUNNING; it holds 0 keys',
      'DCS 对其返回 "SUCCESS"，但曾为 FLUSHING，现为 RUNNING；现有 0 个键',
    ],
    [
      'DCS answered "failed" for it and gives no reason, it was not seen FLUSHING and of its 9 keys it held 2 at least once since: check whether its data is gone before you flush it again',
      'DCS 对其返回 "failed"，未说明原因，未见其为 FLUSHING，此前有 9 个键，此后曾只有 2 个；再次清空前请确认数据是否已清空',
    ],
    [
      'Huawei Cloud refused the call; every call for others alone failed too, so it was not tried alone',
      '华为云拒绝了调用；单独对其他实例的调用也都失败，故未单独再试',
    ],
    [
      'DCS accepted the flush, but it was not seen FLUSHING and still holds its keys: 9 of 9; check whether its data is gone before you flush it again',
      'DCS 已受理清空，但未见其为 FLUSHING，键仍然都在：9 个中有 9 个；再次清空前请确认数据是否已清空',
    ],
    [
      'DCS answered 7 for it, but its 9 keys were gone; it holds 3 keys',
      'DCS 对其返回 7，但其 9 个键已清空；现有 3 个键',
    ],
    ['nobody has translated this', undefined],
  ])('%s', (english, chinese) => {
    expect(translated(english)).toBe(chinese);
  });

  test('knows what the gates of a plan refuse with', () => {
    const rules = { action: 'soft_restart', destroysData: undefined } as const;
    const unknown = { loses: true, unknown: true, reason: 'DCS does not tell its type' } as const;
    for (const [one, loss] of [
      [instance('a', { status: 'FROZEN' }), unknown],
      [instance('a'), unknown],
      [instance('a'), { loses: true, reason: 'appendonly is off: nothing is kept over a restart' }],
    ] as const)
      expect(translated(judgeInstance(one, rules, loss).reason)).toMatch(/\p{Script=Han}/u);
  });

  test.each([
    [
      'left alone: memory_frag_ratio of its node n1 was as low as 1.1, wanted > 1.5 for 30m; used_memory is 3MB, wanted > 200MB; instantaneous_ops was as high as 900/s, wanted < 500 for 5m',
      '未操作：节点 n1 的 memory_frag_ratio 最低为 1.1，要求 > 1.5 for 30m；used_memory 为 3MB，要求 > 200MB；instantaneous_ops 最高为 900/s，要求 < 500 for 5m',
    ],
    [
      'left alone: Memcached 1.5 has no keys; Memcached 1.5 has no used_memory',
      '未操作：Memcached 1.5 没有 keys；Memcached 1.5 没有 used_memory',
    ],
    [
      'acted on without its conditions: of keys of its node n1 the values of 2 minutes cannot be read; Cloud Eye has no used_memory of the last 10m; the metric expires could not be read',
      '未按条件判断即操作：节点 n1 的 keys 有 2 分钟的值无法识别；云监控没有最近 10 分钟的 used_memory；无法读取 expires',
    ],
    [
      'left alone: the newest keys of its node n1 is 16m 10s old; nothing was read, so keyspace_hits_perc says nothing',
      '未操作：节点 n1 最新的 keys 已是 16 分 10 秒前的数据；没有读取操作，keyspace_hits_perc 无法说明情况',
    ],
    [
      'of 1 of 12 instances it is not known whether a restart keeps their data: cache; Memcached: that it keeps its data cannot be proved',
      '12 个实例中有 1 个无法确认重启是否保留数据：cache；Memcached 无法证明会保留数据',
    ],
  ])('has each of several sentences in Chinese: %s', (english, chinese) => {
    expect(translated(english)).toBe(chinese);
  });

  test('knows what a run that is over concludes with', () => {
    const over = { startUntil: second(50), actUntil: second(100) };
    const running = [
      tracked('a', watching({ certainty: 'lost' })),
      tracked('b', watching(), { seen: seen({ status: 'RESTARTING' }) }),
      tracked('c', announced()),
      tracked('d', { kind: 'waiting', notBefore: openedAt }),
    ];
    const state = stateOf(running);
    const ends = concludeOrRetry(state, standingOf(state, second(100)), second(100), over).flatMap(
      (command) => (command.do === 'conclude' ? command.conclusions : []),
    );
    expect(ends).toHaveLength(4);
    for (const { reason } of ends) expect(translated(reason)).toMatch(/\p{Script=Han}/u);
  });
});

describe('brackets in what is quoted', () => {
  test.each([
    [
      'DCS answered "success" ("A-1") for it, and it did not restart within 8s (2 tries)',
      'DCS 对其返回 "success" ("A-1")，8 秒内未重启（共 2 次）',
    ],
    [
      'DCS answered "no (2 tries)" for it, and it did not restart within 8s (3 tries)',
      'DCS 对其返回 "no (2 tries)"，8 秒内未重启（共 3 次）',
    ],
    [
      'DCS answered {"a":"(x)"} for it, and it did not restart within 8s',
      'DCS 对其返回 {"a":"(x)"}，8 秒内未重启',
    ],
    [
      'of 2 of 2 instances it is not known whether a restart keeps their data: a, b; ' +
        'whether it persists its data (appendonly) could not be read (DCS.5000)',
      '2 个实例中有 2 个无法确认重启是否保留数据：a, b；无法读取其是否持久化数据（appendonly）（DCS.5000）',
    ],
  ])('are not taken for those of a phrase: %s', (english, chinese) => {
    expect(translated(english)).toBe(chinese);
  });
});

describe('why, in Chinese', () => {
  const cause = {
    code: 'DCS.5000',
    message: 'Internal service error.',
    ending: 'refused',
    status: 500,
  } as const;

  test('is the sentence of the code, what was seen, and what the cloud said', () => {
    const reason = 'its region cannot be read; last answer: DCS.5000 "Internal service error." (HTTP 500)';
    expect(whyInChinese(said, { code: 'unseen', reason, cause })).toBe(
      '未按时恢复（无法读取其区域）；DCS.5000 "Internal service error."（HTTP 500）',
    );
  });

  test('quotes what only the cloud can have said, in a record that keeps no cause', () => {
    expect(whyInChinese(said, { code: 'APIGW.0301', reason: 'Incorrect IAM' })).toBe(
      '未按时恢复（Incorrect IAM）',
    );
    expect(whyInChinese(said, { code: 'unseen', reason: 'Nobody knows' })).toBe(said);
  });

  test.each([
    [{ ...cause, requestId: '1a2b' }, 'DCS.5000 "Internal service error."（HTTP 500，请求 1a2b）'],
    [
      { ...cause, permission: 'dcs:instance:get' },
      'DCS.5000 "Internal service error."（HTTP 500），请为函数的委托授予 dcs:instance:get',
    ],
    [
      {
        code: 'HTTP.502',
        message: 'HTTP 502 without an error message',
        ending: 'refused',
        status: 502,
      } as const,
      'HTTP 502，未说明原因',
    ],
    [
      { code: 'HTTP.502', message: 'Bad', ending: 'refused', status: 502, requestId: '1a2b' } as const,
      'HTTP 502 "Bad"（请求 1a2b）',
    ],
    [{ ...cause, message: 'HTTP 500 without an error message' }, 'DCS.5000（HTTP 500），未说明原因'],
    [
      { code: 'TIMEOUT', message: 'no answer', ending: 'no-answer', host: 'dcs.example.com' } as const,
      'dcs.example.com 未在时限内应答（TIMEOUT）',
    ],
  ])('says %j in short', (each, short) => {
    expect(causeInChinese(each)).toBe(short);
  });
});

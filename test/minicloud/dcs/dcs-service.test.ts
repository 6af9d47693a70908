import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, project, smallDcs, startAt } from './small-dcs.ts';

describe('an instance', () => {
  test.each(['restart', 'soft_restart'] as const)(
    'goes through RESTARTING on %s and comes back',
    (action) => {
      const { change, clock, show, told } = smallDcs([{ name: 'a', restartSeconds: 30 }]);
      expect(answerOf(change(action, 'a'))).toEqual({
        status: 200,
        body: { results: [{ instance: instanceIdOf('a'), result: 'success' }] },
      });
      expect(at(answerOf(show('a')).body, 'status')).toBe('RESTARTING');
      clock.advance(29_999);
      expect(at(answerOf(show('a')).body, 'status')).toBe('RESTARTING');
      clock.advance(1);
      expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
      expect(told('status')).toMatchObject([
        { from: 'RUNNING', to: 'RESTARTING', second: 0 },
        { from: 'RESTARTING', to: 'RUNNING', second: 30 },
      ]);
    },
  );

  test('goes through FLUSHING on flush, and is empty afterwards', () => {
    const { dcs, change, clock, show } = smallDcs([{ name: 'a', keys: 7, flushSeconds: 5 }]);
    const keys = () =>
      at(
        answerOf(
          dcs.call({
            operation: 'ListStatisticsOfRunningInstances',
            project: dcs.projects['cn-north-4'] ?? '',
            query: {},
          }),
        ).body,
        'statistics',
        0,
        'keys',
      );
    expect(keys()).toBe(7);
    change('flush', 'a');
    expect(at(answerOf(show('a')).body, 'status')).toBe('FLUSHING');
    expect(keys()).toBeUndefined();
    clock.advance(5_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
    expect(keys()).toBe(0);
  });

  test('in ERROR can be restarted but not flushed', () => {
    const { change, clock, show } = smallDcs([{ name: 'a', status: 'ERROR' }]);
    expect(answerOf(change('flush', 'a'))).toMatchObject({ status: 400, body: { error_code: 'DCS.4049' } });
    expect(answerOf(change('restart', 'a')).status).toBe(200);
    clock.advance(60_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
  });

  test('shows RUNNING for as long as acceptance lags', () => {
    const { change, clock, show } = smallDcs([{ name: 'a' }], { knobs: { acceptanceLagSeconds: 20 } });
    change('restart', 'a');
    clock.advance(19_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
    clock.advance(1_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RESTARTING');
  });

  test('takes a repeated action as a second one while the first does not show, or refuses it', () => {
    const options = { acceptanceLagSeconds: 10 } as const;
    const queued = smallDcs([{ name: 'a', restartSeconds: 30 }], { knobs: options });
    queued.change('restart', 'a');
    expect(answerOf(queued.change('restart', 'a')).status).toBe(200);
    queued.clock.advance(100_000);
    expect(queued.told('status').map(({ second }) => second)).toEqual([10, 40, 40, 70]);

    const refused = smallDcs([{ name: 'a' }], { knobs: { ...options, repeatBeforeItShows: 'refused' } });
    refused.change('restart', 'a');
    expect(answerOf(refused.change('restart', 'a')).body).toMatchObject({ error_code: 'DCS.4017' });
  });

  test.each(['RESTART', null])('has %s for its task while it restarts, and none after', (taskWhileBusy) => {
    const { change, clock, show } = smallDcs([{ name: 'a' }], { knobs: { taskWhileBusy } });
    change('restart', 'a');
    expect(at(answerOf(show('a')).body, 'task')).toBe(taskWhileBusy);
    clock.advance(60_000);
    expect(at(answerOf(show('a')).body, 'task')).toBeNull();
  });

  test('leaves a status it was seeded with when its time is up', () => {
    const { clock, show } = smallDcs([{ name: 'a', status: 'UPGRADING', settlesAfterSeconds: 60 }]);
    clock.advance(59_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('UPGRADING');
    clock.advance(1_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
  });

  test.each([
    ['acceptance', 0],
    ['status', 10],
    ['nothing', undefined],
  ] as const)('has its updated_at moved by %s', (updatedAt, moved) => {
    const { change, clock, show } = smallDcs([{ name: 'a' }], {
      knobs: { updatedAt, acceptanceLagSeconds: 10 },
    });
    clock.advance(5_000);
    change('restart', 'a');
    clock.advance(10_000);
    const thirtyDaysMs = 30 * 86_400_000;
    const expected = moved === undefined ? startAt - thirtyDaysMs : startAt + 5_000 + moved * 1000;
    expect(at(answerOf(show('a')).body, 'updated_at')).toBe(new Date(expected).toISOString());
  });
});

describe('data', () => {
  test.each([
    ['a single node', { cacheMode: 'single' }, 0],
    ['a cluster of one replica', { cacheMode: 'cluster', replicas: 1 }, 0],
    ['a pair without append-only files', { appendOnly: false }, 0],
    ['a pair', {}, 500],
  ] as const)('of %s after a restart', (_, seed, keys) => {
    const { dcs, change, clock } = smallDcs([{ name: 'a', keys: 500, ...seed }]);
    change('restart', 'a');
    clock.advance(60_000);
    const project = dcs.projects['cn-north-4'] ?? '';
    const { body } = answerOf(
      dcs.call({ operation: 'ListStatisticsOfRunningInstances', project, query: {} }),
    );
    expect(at(body, 'statistics', 0, 'keys')).toBe(keys);
  });
});

describe('a backup', () => {
  test('shows as the task of a RUNNING instance, holds a flush up, and ends', () => {
    const { change, clock, show, told } = smallDcs([{ name: 'a', backupSeconds: 75 }]);
    expect(answerOf(show('a')).body).toMatchObject({ status: 'RUNNING', task: 'BACKUPING' });
    expect(answerOf(change('flush', 'a')).body).toMatchObject({ error_code: 'DCS.4096' });
    clock.advance(75_000);
    expect(answerOf(show('a')).body).toMatchObject({ status: 'RUNNING', task: null });
    expect(told('backup')).toMatchObject([
      { result: 'started', second: 0 },
      { result: 'succeed', second: 75 },
    ]);
  });

  test('is killed by a restart', () => {
    const { change, clock, told } = smallDcs([{ name: 'a', backupSeconds: 600 }]);
    clock.advance(10_000);
    expect(answerOf(change('restart', 'a')).status).toBe(200);
    clock.advance(900_000);
    expect(told('backup')).toMatchObject([{ result: 'started' }, { result: 'failed', second: 10 }]);
  });

  test('can be started at any time', () => {
    const { dcs, clock, show } = smallDcs([{ name: 'a' }]);
    dcs.startBackup(instanceIdOf('a'), 10);
    expect(at(answerOf(show('a')).body, 'task')).toBe('BACKUPING');
    clock.advance(10_000);
    expect(at(answerOf(show('a')).body, 'task')).toBeNull();
    expect(() => dcs.startBackup('unknown', 10)).toThrow('there is no instance unknown');
  });

  test('may hold a restart up instead', () => {
    const { change } = smallDcs([{ name: 'a', backupSeconds: 600 }], {
      knobs: { restartDuringBackup: 'refused' },
    });
    expect(answerOf(change('restart', 'a')).body).toMatchObject({ error_code: 'DCS.4096' });
  });
});

describe('the audit log', () => {
  test('is complete and in order although nothing was looked at meanwhile', () => {
    const { change, clock, told, dcs } = smallDcs([
      { name: 'slow', restartSeconds: 50 },
      { name: 'quick', restartSeconds: 10 },
    ]);
    change('restart', 'slow');
    clock.advance(5_000);
    change('soft_restart', 'quick');
    clock.advance(3_600_000);
    expect(told('call', 'accepted', 'status')).toMatchObject([
      { kind: 'call', method: 'PUT', operation: 'RestartOrFlushInstances', status: 200, second: 0 },
      { kind: 'accepted', action: 'restart', instance: instanceIdOf('slow'), from: 'RUNNING', second: 0 },
      { to: 'RESTARTING', instance: instanceIdOf('slow'), second: 0 },
      { kind: 'call', second: 5 },
      { kind: 'accepted', action: 'soft_restart', instance: instanceIdOf('quick'), second: 5 },
      { to: 'RESTARTING', instance: instanceIdOf('quick'), second: 5 },
      { to: 'RUNNING', instance: instanceIdOf('quick'), second: 15 },
      { to: 'RUNNING', instance: instanceIdOf('slow'), second: 50 },
    ]);
    const instants = dcs.log.entries().map((entry) => entry.at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });

  test('ties calls to what came of them by the request id', () => {
    const { change, told } = smallDcs([{ name: 'a' }]);
    const reply = change('restart', 'a');
    const [call, accepted] = told('call', 'accepted');
    expect(call).toHaveProperty('requestId', reply.kind === 'json' ? reply.headers['X-Request-Id'] : '');
    expect(accepted).toHaveProperty('requestId', at(call, 'requestId'));
  });

  test('names each instance of a call that was refused as a whole', () => {
    const { change, told } = smallDcs([{ name: 'a' }, { name: 'b', status: 'FROZEN' }]);
    change('restart', 'a', 'b');
    expect(told('accepted', 'rejected')).toMatchObject([
      { kind: 'rejected', instance: instanceIdOf('a'), code: 'DCS.4049' },
      { kind: 'rejected', instance: instanceIdOf('b'), code: 'DCS.4049' },
    ]);
  });
});

describe('seeds', () => {
  test('get the same id from the same name in every cloud', () => {
    const id = () => at(answerOf(smallDcs([{ name: 'a' }]).list()).body, 'instances', 0, 'instance_id');
    expect(id()).toBe(instanceIdOf('a'));
    expect(id()).toBe(id());
  });

  test('with equal ids or an unknown region are a mistake', () => {
    expect(() => smallDcs([{ name: 'a' }, { name: 'a' }])).toThrow('is taken');
    expect(() => smallDcs([{ name: 'a', region: 'eu-west-0' }])).toThrow('there is no region eu-west-0');
  });
});

describe('a service that begins anew', () => {
  test('has other instances, to which nothing of before happens, and other faults', () => {
    const throttled = { operation: 'ShowInstance', effect: { kind: 'throttled' } } as const;
    const seeds = [{ name: 'a', keys: 7, restartSeconds: 30 }];
    const { dcs, change, clock, show, told } = smallDcs(seeds, { faults: [{ ...throttled, times: 2 }] });
    expect(answerOf(show('a')).status).toBe(429);
    change('restart', 'a');
    clock.advance(10_000);
    dcs.beginAnew([{ name: 'a', keys: 7, restartSeconds: 5 }, { name: 'b' }], []);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
    expect(dcs.instancesOf(project).map(({ seed }) => seed.name)).toEqual(['a', 'b']);
    clock.advance(60_000);
    expect(told('status')).toHaveLength(1);
    change('restart', 'a');
    expect(at(answerOf(show('a')).body, 'status')).toBe('RESTARTING');
    clock.advance(5_000);
    expect(at(answerOf(show('a')).body, 'status')).toBe('RUNNING');
    dcs.beginAnew(seeds, [throttled]);
    expect(answerOf(show('a')).status).toBe(429);
  });
});

import { expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { summariesOf, withDeployed } from './deployed-night.ts';

const job = (name: string, targets: string, more = '') => `
  ${name}:
    action: soft_restart
    targets: { region: beijing, ${targets} }
    destroysData: acknowledged
    settle: { timeout: 20s, poll: 1s, acceptance: 4s }
    ${more}
`;
// By what a name ends with, the whole list is read; by ids, a list of each.
const jobs = [
  job('by-name', 'names: ["*cache-?"]'),
  job('by-id', `ids: ["${instanceIdOf('cache-3')}", "${instanceIdOf('cache-1')}"]`),
  job('others', 'names: ["*other-?"]'),
  job('by-tag', 'tags: { env: test }'),
  job('excluding', 'names: ["*cache-?"], exclude: { tags: { env: live } }'),
  job('secured', 'names: ["*other-?"]', 'backup: if-possible'),
].join('');
const tags = { env: 'test' };
// In the order in which the cloud lists them.
const instances = ['cache-1', 'cache-2', 'cache-3', 'other-1'].map((name) => ({
  name,
  tags,
  restartSeconds: 10,
}));

test('a list is read row by row, and what is no list holds none', async () => {
  await withDeployed({ jobs, instances, scale: 2_000 }, async ({ cloud, invoke }) => {
    let request = 0;
    /** What becomes of the instances of a job when a field of the list that it is planned by is spoilt. */
    const run = async (name: string, field: string, value: unknown, times = 1) => {
      cloud.dcs.addFault({ operation: 'ListInstances', effect: { kind: 'spoilt', field, value }, times });
      const [summary] = summariesOf(await invoke({ job: name }, `r-${++request}`));
      if (!summary) throw new Error('no summary');
      return {
        ...summary,
        ends: Object.fromEntries(summary.instances.map((one) => [one.name, `${one.outcome} ${one.code}`])),
      };
    };
    const healthy = { 'cache-1': 'succeeded returned', 'cache-2': 'succeeded returned' };
    const unreadable = 'refused unreadable';

    // That instance's own failure where it is meant, by whatever.
    const byName = await run('by-name', 'instances.2.status', null);
    expect(byName.ends).toEqual({ ...healthy, 'cache-3': unreadable });
    const byId = await run('by-id', 'instances.0.status', 7);
    expect(byId.ends).toEqual({ 'cache-1': 'succeeded returned', 'cache-3': unreadable });
    // Where it may be meant, as what it would be known by is what cannot be read.
    const byTag = await run('by-tag', 'instances.2.tags', 'env=test');
    expect(byTag.ends).toMatchObject({ ...healthy, 'cache-3': unreadable, 'other-1': 'succeeded returned' });
    const excluding = await run('excluding', 'instances.0.tags', [{ key: null }]);
    expect(excluding.ends).toMatchObject({ 'cache-1': unreadable, 'cache-2': 'succeeded returned' });
    const nameless = await run('others', 'instances.2.name', { odd: true });
    expect(Object.values(nameless.ends).sort()).toEqual([unreadable, 'succeeded returned']);
    const nothing = await run('by-name', 'instances.2', null);
    expect(Object.values(nothing.ends).sort()).toEqual([unreadable, ...Object.values(healthy)].sort());
    // Of the two lists, and of the whole one that is read as one is not there.
    const withoutId = await run('by-id', 'instances.0.instance_id', null, 3);
    expect(withoutId.ends).toMatchObject({ 'cache-3': 'succeeded returned' });
    expect(Object.values(withoutId.ends)).toContain(unreadable);

    // Noted where it is not meant.
    const others = await run('others', 'instances.2.status', null);
    expect(others).toMatchObject({ status: 'succeeded', ends: { 'other-1': 'succeeded returned' } });
    expect(others.notes).toEqual([
      expect.stringMatching(/^1 row of the list of beijing cannot be read.*cache-3 \(a status\)$/),
    ]);

    // None where there is no list.
    for (const value of [null, undefined]) {
      const none = { kind: 'spoilt', field: 'instance_num', value: 0 } as const;
      cloud.dcs.addFault({ operation: 'ListInstances', effect: none, times: 1 });
      expect(await run('others', 'instances', value)).toMatchObject({
        instances: [],
        problems: [{ code: 'nothing-selected' }],
      });
      // Where it says that there are some it is asked again.
      expect(await run('others', 'instances', value)).toMatchObject({ status: 'succeeded' });
    }
    // As it is where something else stands in its place.
    expect(await run('others', 'instances', { 'other-1': {} }, 3)).toMatchObject({ status: 'succeeded' });

    // Out of sight for a while in the middle of a run, it is looked at alone.
    cloud.dcs.addFault({
      operation: 'ListInstances',
      effect: { kind: 'spoilt', field: 'instances.3.status', value: null },
      after: 1,
      times: 4,
    });
    expect((await run('others', 'instances.0.name', null)).ends).toEqual({ 'other-1': 'succeeded returned' });

    // Backups and nodes are read row by row as well.
    for (const [operation, field] of [
      ['ListBackupRecords', 'backup_record_response'],
      ['ListBackupRecords', 'backup_record_response.0'],
      ['BatchShowNodesInformation', 'instances.0'],
      ['BatchShowNodesInformation', 'instances'],
      ['ListStatisticsOfRunningInstances', 'statistics'],
    ] as const)
      cloud.dcs.addFault({ operation, effect: { kind: 'spoilt', field, value: null }, times: 1 });
    expect(await run('secured', 'instances.0.name', null)).toMatchObject({ status: 'succeeded' });
  });
});

import { expect, test } from 'vitest';
import { instanceIdOf } from '../../functions/minicloud/dcs/instance-seed.ts';
import { summariesOf, withDeployed } from './deployed-night.ts';

const conditions: Readonly<Record<string, string>> = {
  project: 'enterpriseProjects: ["shop"]',
  mode: 'cacheModes: [single], exclude: { names: ["*-0"] }',
  size: 'capacity: "> 0.25GB < 8GB", exclude: { cacheModes: [single] }',
  tiny: 'capacity: "<= 128MB"',
  zone: 'availabilityZones: [cn-north-4c]',
  status: 'statuses: [ERROR, FROZEN]',
  one: 'statuses: [ERROR]',
  version: 'engineVersions: [">= 5.0 < 7.0"], exclude: { engineVersions: ["5.0"] }',
  age: 'age: "> 30d"',
  young: 'names: ["cache-*"], exclude: { age: ">= 1d" }',
  none: 'names: ["cache-*"], cacheModes: [proxy]',
};
const jobs = Object.entries(conditions)
  .map(
    ([name, targets]) => `
  ${name}:
    action: soft_restart
    targets: { region: beijing, ${targets} }
    destroysData: acknowledged
    settle: { timeout: 20s, poll: 1s, acceptance: 4s }
`,
  )
  .join('');
const day = 86_400;
// In the order in which the cloud lists them.
const instances = [
  { name: 'cache-0', cacheMode: 'single', capacityGb: 0.125, ageSeconds: 10 * day },
  { name: 'cache-1', enterpriseProject: 'shop', capacityGb: 4, engineVersion: '6.0', ageSeconds: day / 2 },
  { name: 'cache-2', cacheMode: 'single', capacityGb: 1, ageSeconds: 10 * day },
  {
    name: 'cache-3',
    zones: ['cn-north-4a', 'cn-north-4c'],
    capacityGb: 8,
    ageSeconds: 100 * day,
    restartSeconds: 10,
  },
  { name: 'cache-4', status: 'ERROR', capacityGb: 64, engineVersion: '3.0.7', ageSeconds: 10 * day },
] as const;

type Row = {
  readonly name: string;
  readonly decision: string;
  readonly reason: string;
};
type Plan = { readonly instances: readonly Row[]; readonly problems: readonly { readonly reason: string }[] };

test('targets select by what DCS tells, and what it does not tell is no guess', async () => {
  await withDeployed({ jobs, instances, scale: 2_000 }, async ({ cloud, invoke }) => {
    const looks: string[] = [];
    cloud.interceptor = ({ target }) => {
      const [, id] = /^\/v2\/\w+\/instances\/([\w-]{36})$/.exec(target) ?? [];
      if (id) looks.push(id);
      return 'pass';
    };
    const planned = async (job: string): Promise<Plan> => {
      looks.splice(0);
      const invocation = await invoke({ job, dryRun: true });
      const { plans } = (invocation.kind === 'answered' ? invocation.answer : {}) as {
        plans?: readonly Plan[];
      };
      if (!plans?.[0]) throw new Error(JSON.stringify(invocation));
      return plans[0];
    };
    const spoil = (field: string, value: unknown) =>
      cloud.dcs.addFault({ operation: 'ListInstances', effect: { kind: 'spoilt', field, value }, times: 1 });
    const actingOf = ({ instances: rows }: Plan) =>
      rows.filter(({ decision }) => decision === 'act').map(({ name }) => name);

    const selected: Record<string, readonly string[]> = {};
    for (const job of Object.keys(conditions)) {
      const plan = await planned(job);
      selected[job] = actingOf(plan);
      // Looked at for its mode by a job that goes by it, and for its data by all.
      if (job === 'mode')
        expect(new Set(looks)).toEqual(new Set(idsOf('cache-1', 'cache-2', 'cache-3', 'cache-4')));
      else if (job === 'size') expect(new Set(looks)).toEqual(new Set(idsOf('cache-1', 'cache-2')));
      else if (job === 'none')
        expect(plan.problems.map(({ reason }) => reason)).toEqual([
          'the targets select no instance: 5 instances meet all but cacheModes proxy: cache-0 (single), cache-1 (ha), cache-2 (single), cache-3 (ha), cache-4 (ha)',
        ]);
      else expect(new Set(looks)).toEqual(new Set(idsOf(...(selected[job] ?? []))));
    }
    expect(selected).toEqual({
      project: ['cache-1'],
      mode: ['cache-2'],
      size: ['cache-1'],
      tiny: ['cache-0'],
      zone: ['cache-3'],
      status: ['cache-4'],
      one: ['cache-4'],
      version: ['cache-1'],
      age: ['cache-3'],
      young: ['cache-1'],
      none: [],
    });

    // Of each kind something odd, in the place of an instance that would be selected or left out.
    const odd: readonly (readonly [job: string, field: string, value: unknown])[] = [
      ['project', '1.enterprise_project_id', null],
      ['tiny', '0.capacity_minor', '128MB'],
      ['tiny', '0.capacity', 1],
      ['zone', '3.az_codes', [{}]],
      ['status', '4.status', 'FAULTY'],
      ['version', '1.engine_version', '6.x'],
      ['age', '3.created_at', '2026-08-15 03:30:00'],
      ['young', '0.created_at', '0001-01-01T00:00:00Z'],
    ];
    for (const [job, field, value] of odd) {
      spoil(`instances.${field}`, value);
      const name = `cache-${field[0]}`;
      const plan = await planned(job);
      expect(actingOf(plan)).toEqual((selected[job] ?? []).filter((each) => each !== name));
      const its = plan.instances.filter((row) => row.name === name);
      expect({ job, field, reasons: its.map(({ reason }) => reason) }).toEqual({
        ...{ job, field },
        reasons: [
          expect.stringMatching(
            /^DCS does not tell .*, which the targets select by, so nothing was done to it/,
          ),
        ],
      });
    }

    // What is written in another way and says the same is read.
    spoil('instances.0.capacity_minor', 0.125);
    expect(actingOf(await planned('tiny'))).toEqual(['cache-0']);

    // And carried out: who tells it, beside who does not.
    spoil('instances.1.created_at', null);
    const [summary] = summariesOf(await invoke({ job: 'age' }));
    const ends = summary?.instances.map(({ name, outcome, code }) => `${name} ${outcome} ${code}`);
    expect(ends?.toSorted()).toEqual(['cache-1 refused untold', 'cache-3 succeeded returned']);
  });
});

function idsOf(...names: readonly string[]): readonly string[] {
  return names.map(instanceIdOf);
}

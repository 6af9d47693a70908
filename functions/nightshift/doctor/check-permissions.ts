import * as z from 'zod/mini';
import type { DcsClient } from '../../maintenance/huawei/dcs/dcs-client.ts';
import type { FunctionGraphClient } from '../../maintenance/huawei/functiongraph/functiongraph-client.ts';
import type { ServiceNeeds } from '../deploy/policy/policy.ts';
import { type CheckResult, notTried } from './check-result.ts';
import { judgeTried, type Tried, tryCall } from './try-call.ts';
import { type MetricsToTry, tryMetrics } from './try-metrics.ts';

/** The calls of DCS that a run looks with. */
type Looking = Pick<
  DcsClient,
  | 'listInstances'
  | 'listStatisticsOfRunningInstances'
  | 'batchShowNodesInformation'
  | 'showInstance'
  | 'listGroupReplicationInfo'
  | 'listConfigurations'
  | 'listBackupRecords'
>;

/** A region of the schedule, and the way to its DCS, or why there is none. */
type RegionToTry = {
  /** `regions.beijing`. */
  readonly of: string;
  readonly dcs: Looking;
  readonly held: string | undefined;
  /** Where a job with conditions acts in it. */
  readonly metrics: MetricsToTry | undefined;
};

/** The function that would be invoked, and the way to it, or why there is none. */
export type HandOverToTry = {
  readonly functionGraph: FunctionGraphClient | undefined;
  /** Of a version that nobody has: so nothing is ever invoked. */
  readonly urn: string;
  readonly held: string | undefined;
};

/** What is tried, for which needs. */
type PermissionsToTry = {
  readonly needs: readonly ServiceNeeds[];
  readonly regions: readonly RegionToTry[];
  readonly handOver: HandOverToTry | undefined;
  /** The agency of the function, whose permissions they should be. */
  readonly agency: string | undefined;
};

const pageSchema = z.object({ instances: z.array(z.object({ instance_id: z.string() })) });

/** Tries each permission that the schedule takes, as far as that harms nothing; the journal's are the journal's. */
export async function checkPermissions(toTry: PermissionsToTry): Promise<readonly CheckResult[]> {
  const { needs, regions, handOver, agency } = toTry;
  const actions = new Set(needs.flatMap((each) => each.needs.map(({ action }) => action)));
  const wasTried = [...regions, ...(handOver ? [handOver] : [])].some(({ held }) => held === undefined);
  const ofRegions = await Promise.all(regions.map((region) => tryRegion(region, actions)));
  return [
    ...ofRegions.flat(),
    ...(handOver ? [await tryHandOver(handOver)] : []),
    ...(actions.has('smn:topic:publish')
      ? [notTried('permission.untried', 'smn:topic:publish: trying it would be a message')]
      : []),
    ...(wasTried
      ? [
          notTried(
            'permission.agency',
            `what was tried are the permissions of these keys; the function uses those of its agency${agency === undefined ? '' : ` ${agency}`}`,
            {
              todo: "the event of `nightshift event JOB --dry-run`, in the console's test dialog, tries the agency",
            },
          ),
        ]
      : []),
  ];
}

async function tryRegion(
  { of: where, dcs, held, metrics }: RegionToTry,
  actions: ReadonlySet<string>,
): Promise<readonly CheckResult[]> {
  if (held !== undefined) return [notTried('permission.held', `DCS: ${held}`, { where })];
  const judge = (action: string, tried: Tried<unknown>, how: string) =>
    judgeTried(action, tried, { where, policy: 'the policy nightshift-dcs', how });
  const listed = await tryCall(() => dcs.listInstances({ limit: 1 }));
  const page = listed.kind === 'answered' ? pageSchema.safeParse(listed.answer).data : undefined;
  const id = page?.instances[0]?.instance_id;
  const lists = [dcs.listStatisticsOfRunningInstances, dcs.batchShowNodesInformation];
  const findings = [
    judge(
      'dcs:instance:list',
      listed.kind === 'answered' ? await worst(lists.map((list) => () => list.call(dcs))) : listed,
      'listed instances, their counts of keys and their nodes',
    ),
  ];
  for (const { action, how, calls } of looksAt(dcs)) {
    if (!actions.has(action)) continue;
    if (id === undefined)
      findings.push(
        notTried('permission.untried', `${action}: no instance is known to try it on`, { where }),
      );
    else findings.push(judge(action, await worst(calls.map((call) => () => call(id))), how));
  }
  if (metrics) findings.push(await tryMetrics(metrics, where, id));
  const acts = ['dcs:instance:modifyStatus', 'dcs:instance:backupData'].filter((each) => actions.has(each));
  const todo = 'only a run uses it; run a job by hand on one instance that may be restarted';
  const untried = acts.map((action) =>
    notTried('permission.untried', `${action}: it cannot be tried without using it`, { where, todo }),
  );
  return [...findings, ...untried];
}

/** What looks at one instance, by the action that it takes. */
function looksAt(dcs: Looking) {
  return [
    {
      action: 'dcs:instance:get',
      how: 'showed one, its shards and replicas',
      calls: [
        (id: string) => dcs.showInstance({ instance_id: id }),
        (id: string) => dcs.listGroupReplicationInfo({ instance_id: id }),
      ],
    },
    {
      action: 'dcs:instance:getConfiguration',
      how: 'read its configuration',
      calls: [(id: string) => dcs.listConfigurations({ instance_id: id })],
    },
    {
      action: 'dcs:instance:getDataBackupLog',
      how: 'looked for its backups',
      calls: [(id: string) => dcs.listBackupRecords({ instance_id: id, limit: 1 })],
    },
  ] as const;
}

const byBadness = ['denied', 'failed', 'answered', 'allowed'] as const;

/** Of several calls that one action is for, the one that speaks against it. */
async function worst(calls: readonly (() => Promise<unknown>)[]): Promise<Tried<unknown>> {
  const tried: Tried<unknown>[] = [];
  for (const call of calls) tried.push(await tryCall(call));
  const [first] = tried.toSorted((one, other) => byBadness.indexOf(one.kind) - byBadness.indexOf(other.kind));
  if (!first) throw new TypeError('nothing was tried');
  return first;
}

async function tryHandOver({ functionGraph, urn, held }: HandOverToTry): Promise<CheckResult> {
  const action = 'functiongraph:function:invokeAsync';
  const where = 'handOver';
  if (held !== undefined || !functionGraph)
    return notTried('permission.held', `${action}: ${held ?? 'the project of the function is not known'}`, {
      where,
    });
  const tried = await tryCall(() => functionGraph.asyncInvokeFunction({ function_urn: urn, body: {} }));
  return judgeTried(action, tried, {
    where,
    policy: 'the policy nightshift-hand-over',
    how: 'called a version that does not exist, so nothing starts',
  });
}

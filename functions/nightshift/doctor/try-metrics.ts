import type { CesClient } from '../../maintenance/huawei/ces/ces-client.ts';
import { metricQueryOf, readMetricData } from '../../maintenance/huawei/ces/read-metric-data.ts';
import { permissions } from '../../maintenance/huawei/permissions.ts';
import { type CheckResult, notTried } from './check-result.ts';
import { judgeTried, tryCall } from './try-call.ts';

/** The way to the Cloud Eye of a region, or why there is none, and what the conditions of its jobs are judged by. */
export type MetricsToTry = {
  readonly ces: Pick<CesClient, 'batchListMetricData'>;
  readonly held: string | undefined;
  readonly metrics: readonly string[];
  readonly now: () => number;
};

const minuteMs = 60_000;
/** What is older than this is no value of now to a condition. */
const spanMs = 10 * minuteMs;

/** Asks for the metrics of one instance, as a run does of those that it is to act on. */
export async function tryMetrics(
  { ces, held, metrics, now }: MetricsToTry,
  where: string,
  instanceId: string | undefined,
): Promise<CheckResult> {
  const action = permissions.readMetrics;
  if (held !== undefined) return notTried('permission.held', `${action}: ${held}`, { where });
  if (instanceId === undefined)
    return notTried('permission.untried', `${action}: no instance is known to try it on`, { where });
  const span = { from: now() - spanMs, to: now() };
  const body = metricQueryOf(
    metrics.map((metric) => ({ instanceId, metric })),
    span,
  );
  const tried = await tryCall(async () => readMetricData(await ces.batchListMetricData({ body }), span));
  const newest = tried.kind === 'answered' ? newestOf(tried.answer) : undefined;
  const found =
    newest === undefined
      ? 'which has none of the last ten minutes'
      : `the newest value is ${Math.max(0, Math.round((span.to - newest) / minuteMs))} min old`;
  const how = `asked for ${metrics.join(', ')} of one instance, ${found}`;
  return judgeTried(action, tried, { where, policy: 'the policy nightshift-ces', how });
}

function newestOf(series: ReturnType<typeof readMetricData>): number | undefined {
  const instants = [...series.values()].flatMap((points) => points.map(({ at }) => at));
  return instants.length === 0 ? undefined : Math.max(...instants);
}

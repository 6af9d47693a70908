import type { Clock } from '../../foundation/clock.ts';
import { noTimeFrame, type TimeFrame } from '../../foundation/time-frame.ts';
import type { Metrics } from '../../run/metrics.ts';
import type { DcsClient } from '../dcs/dcs-client.ts';
import {
  type DcsRegion,
  type DcsSettings,
  dcsClientsOf,
  defaultReadTimeoutMs,
} from '../dcs/dcs-region-clients.ts';
import { readNodeNames } from '../dcs/node-names.ts';
import { paceOf } from '../dcs/read-pace.ts';
import { patienceWith, retryRead } from '../dcs/retry-read.ts';
import { permissions } from '../permissions.ts';
import { publicEndpoint } from '../public-endpoint.ts';
import { SigningClient } from '../signing-client.ts';
import { CesClient } from './ces-client.ts';
import { cesReadError } from './ces-failure.ts';
import { keyOf, metricQueryOf, readMetricData } from './read-metric-data.ts';
import { type CesLimits, documentedLimits, readSeries } from './read-series.ts';

/** The clients of a region; both throw `TypeError` for a region that is none. */
export type MetricClients = {
  readonly dcsOf: (region: string) => DcsClient;
  /** One whose calls have all ended at an instant. */
  readonly cesOf: (region: string, until: () => number) => CesClient;
};

/** What Cloud Eye has measured, behind clients; the clock paces the retries. */
export function metricsOver(
  { dcsOf, cesOf }: MetricClients,
  clock: Clock,
  frame: Pick<TimeFrame, 'readsUntil'> = noTimeFrame,
): Metrics {
  const known = new Map<string, CesLimits>();
  const readsUntil = (until: number) => () => Math.min(frame.readsUntil(), until);
  return {
    async read(region, wanted, { from, to, until = Number.POSITIVE_INFINITY }) {
      if (!(from < to)) throw new TypeError('a span begins before it ends');
      const ces = cesOf(region, readsUntil(until));
      const limits = known.get(region) ?? documentedLimits();
      known.set(region, limits);
      const patience = { clock, readsUntil: readsUntil(until), pace: paceOf(limits, clock) };
      const different = [...new Map(wanted.map((one) => [keyOf(one), one])).values()];
      const got = await readSeries(different, { from, to }, limits, (series) =>
        retryRead(
          patience,
          permissions.readMetrics,
          async () => {
            const body = metricQueryOf(series, { from, to });
            return readMetricData(await ces.batchListMetricData({ body }), { from, to });
          },
          cesReadError,
        ),
      );
      return wanted.map((one) => ({ wanted: one, ...(got.get(keyOf(one)) ?? none) }));
    },

    async nodes(region, instanceIds, until = Number.POSITIVE_INFINITY) {
      const client = dcsOf(region);
      return readNodeNames(
        client,
        patienceWith(client, { clock, readsUntil: readsUntil(until) }),
        instanceIds,
      );
    },
  };
}

const none = { kind: 'points', points: [] } as const;

/** What Cloud Eye has measured in Huawei Cloud. Both verbs throw `TypeError` for a region that is not in the settings. */
export function createCesMetrics(settings: DcsSettings): Metrics {
  const { readTimeoutMs = defaultReadTimeoutMs } = settings;
  const cesOf: MetricClients['cesOf'] = (name, until) => {
    const region = settings.regions[name];
    if (region === undefined) throw new TypeError(`there is no region "${name}"`);
    return new CesClient(
      // Of this read, as it ends when the read must, and with the keys of now.
      new SigningClient({
        endpoint: cesEndpoint(region),
        projectId: region.projectId,
        credentials: settings.renew?.() ?? settings.credentials,
        onlyReads: true,
        ...{ readTimeoutMs, actionTimeoutMs: readTimeoutMs },
        frame: { readsUntil: until, actionsUntil: until },
        now: () => settings.clock.now(),
        ...(settings.renew && { renew: settings.renew }),
        ...(settings.beforeLongReply && { beforeLongReply: settings.beforeLongReply }),
      }),
    );
  };
  return metricsOver({ dcsOf: dcsClientsOf(settings), cesOf }, settings.clock, settings.frame);
}

/**
 * Where a region's Cloud Eye is: on this machine where its DCS is, beside a DCS that has a name of its own among services, and
 * else at the public address, as nothing else is behind an address for DCS alone.
 */
export function cesEndpoint({ region, endpoint }: Pick<DcsRegion, 'region' | 'endpoint'>): string {
  if (endpoint === undefined) return publicEndpoint('ces', region);
  const { protocol, hostname, host } = new URL(endpoint);
  if (protocol === 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return endpoint;
  return hostname.startsWith('dcs.')
    ? `https://ces.${host.slice('dcs.'.length)}`
    : publicEndpoint('ces', region);
}

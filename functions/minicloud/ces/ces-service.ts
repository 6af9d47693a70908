import type { DcsService } from '../dcs/dcs-service.ts';
import { rotated } from '../dcs/instance-lists.ts';
import { jsonReply, type Reply } from '../wire/reply.ts';
import { type CesCall, cesWireOf } from './ces-call.ts';
import { type CesError, cesErrorReply } from './ces-error.ts';
import { afterFault, type CesFault, createCesFaultScript } from './ces-fault.ts';
import { type CesKnobs, defaultCesKnobs } from './ces-knobs.ts';
import { createDatapoints, type SetSeries } from './datapoints.ts';
import { listMetrics } from './list-metrics.ts';
import { unitOf } from './measured-values.ts';
import { type MetricQuery, parseBatchQuery, parseSingleQuery, type QueriedMetric } from './metric-query.ts';

/** Cloud Eye, without a network, beside a DCS: what it has measured of its instances. */
export interface CesService {
  readonly knobs: CesKnobs;
  /** Carries out one call, as of now. */
  call(call: CesCall, requestId?: string): Reply;
  addFault(fault: CesFault): void;
  /** Sets what is measured; what is set last counts. */
  set(series: SetSeries): void;
}

/** What a CES is made of. */
export type CesOptions = { readonly knobs?: Partial<CesKnobs>; readonly faults?: readonly CesFault[] };

/** CES beside a DCS, of whose instances it has measured everything, and with whose log. */
export function createCesService(dcs: DcsService, { knobs, faults = [] }: CesOptions = {}): CesService {
  const rules: CesKnobs = { ...defaultCesKnobs, ...knobs };
  const script = createCesFaultScript(faults);
  const setSeries: SetSeries[] = [];
  const datapoints = createDatapoints({ dcs, knobs: rules, setSeries });
  let calls = 0;

  function entryOf(one: QueriedMetric, query: MetricQuery, project: string, now: number) {
    const points = datapoints(one, query, project, now);
    const { namespace, metric, dimensions } = one;
    const named = [...dimensions].map(([name, value]) => ({ name, value }));
    return {
      namespace,
      metric_name: metric,
      unit: unitOf(metric),
      dimensions: rules.order === 'unstable' ? named.toReversed() : named,
      datapoints: rules.order === 'unstable' ? rotated(points, calls) : points,
    };
  }

  function answer(call: CesCall, now: number): object {
    if (!Object.values(dcs.projects).includes(call.project)) return { code: 'ces.0003' } satisfies CesError;
    switch (call.operation) {
      case 'BatchListMetricData': {
        const query = parseBatchQuery(call.body, rules);
        if ('code' in query) return query;
        const entries = query.metrics.map((one) => entryOf(one, query, call.project, now));
        const told =
          rules.withoutData === 'empty' ? entries : entries.filter((one) => one.datapoints.length > 0);
        return { metrics: rules.order === 'unstable' ? rotated(told, calls).toReversed() : told };
      }
      case 'ShowMetricData': {
        const query = parseSingleQuery(call.query, rules);
        if ('code' in query) return query;
        const [one] = query.metrics.map((each) => entryOf(each, query, call.project, now));
        const points = (one?.datapoints ?? []).map((point) => ({ ...point, unit: one?.unit }));
        return { metric_name: one?.metric_name, datapoints: points };
      }
      case 'ListMetrics':
        return listMetrics(dcs, call.project, call.query);
      default:
        return call satisfies never;
    }
  }

  return {
    knobs: rules,
    call(call, requestId = dcs.log.nextRequestId()) {
      const now = dcs.log.now();
      calls += 1;
      const playing = script.take({
        operation: call.operation,
        // Read only for a fault that is about one.
        get metrics() {
          return metricsIn(call);
        },
      });
      const body = answer(call, now);
      const served =
        'code' in body ? cesErrorReply(requestId, body as CesError, rules) : jsonReply(requestId, 200, body);
      const reply = playing.reduce((so, fault) => afterFault(fault, so, { requestId, knobs: rules }), served);
      dcs.log.add({
        at: now,
        kind: 'call',
        requestId,
        ...cesWireOf(call),
        operation: call.operation,
        status: reply.kind === 'dropped' ? 'dropped' : reply.status,
        faults: playing.map(({ effect }) => effect.kind),
      });
      return reply;
    },
    addFault: script.add,
    set: (series) => void setSeries.push(series),
  };
}

/** The names of the metrics that a call asks for, as far as they can be read. */
function metricsIn(call: CesCall): readonly string[] {
  if (call.operation !== 'BatchListMetricData') {
    return call.query.flatMap(([name, value]) => (name === 'metric_name' ? [value] : []));
  }
  const query = parseBatchQuery(call.body, { mostMetrics: Number.POSITIVE_INFINITY, mostPoints: 1 });
  return 'code' in query ? [] : query.metrics.map(({ metric }) => metric);
}

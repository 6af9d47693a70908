import type { DcsService } from '../dcs/dcs-service.ts';
import type { CesError } from './ces-error.ts';
import { seriesOf } from './measured-values.ts';
import { dimensionsIn } from './metric-query.ts';

const defaultLimit = 1_000;

/** The body of `ListMetrics`: a page of what is measured in a project, after the marker that the page before ended with. */
export function listMetrics(
  dcs: Pick<DcsService, 'instancesOf'>,
  project: string,
  query: readonly (readonly [name: string, value: string])[],
): object {
  const {
    namespace = 'SYS.DCS',
    metric_name,
    start = '',
    limit = `${defaultLimit}`,
  } = Object.fromEntries(query);
  const most = Number(limit);
  if (!(Number.isInteger(most) && most >= 1 && most <= defaultLimit))
    return { code: 'ces.0014', subject: 'limit' } satisfies CesError;
  const wanted = dimensionsIn(query);
  const all = namespace === 'SYS.DCS' ? dcs.instancesOf(project).flatMap(metricsOf) : [];
  const found = all.filter(
    (one) =>
      (metric_name === undefined || one.metric_name === metric_name) &&
      wanted.every(({ name, value }) =>
        one.dimensions.some((each) => each.name === name && (value === '' || each.value === value)),
      ),
  );
  const after = found.findIndex((one) => markerOf(one) === start) + 1;
  const page = found.slice(after, after + most);
  const last = page.at(-1);
  return {
    metrics: page,
    meta_data: { count: page.length, marker: last ? markerOf(last) : '', total: found.length },
  };
}

type ListedMetric = ReturnType<typeof metricsOf>[number];

function metricsOf(instance: ReturnType<DcsService['instancesOf']>[number]) {
  return seriesOf(instance).map(({ metric, unit, node }) => ({
    namespace: 'SYS.DCS',
    metric_name: metric,
    unit,
    dimensions: [
      { name: 'dcs_instance_id', value: instance.id },
      ...(node === undefined ? [] : [{ name: 'dcs_cluster_redis_node', value: node }]),
    ],
  }));
}

function markerOf({ namespace, metric_name, dimensions }: ListedMetric): string {
  return [namespace, metric_name, ...dimensions.map(({ name, value }) => `${name}:${value}`)].join('.');
}

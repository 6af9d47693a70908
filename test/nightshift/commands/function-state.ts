import { type Around, urn } from './functiongraph-beside.ts';

/** All that FunctionGraph tells of the function, without what differs from one deploy of the same to the next. */
export async function stateOf({ ask }: Around): Promise<Record<string, unknown>> {
  const [config, versions, triggers, policy] = [
    await ask('GET', `functions/${urn}/config`),
    await ask('GET', `functions/${urn}/versions`),
    await ask('GET', `triggers/${urn}`),
    await ask('GET', `functions/${urn}/async-invoke-config`),
  ].map(({ json }) => json);
  return JSON.parse(
    JSON.stringify({ config, versions, triggers, policy }, (key, value) => {
      if (['last_modified', 'last_updated_time', 'created_time', 'trigger_id'].includes(key))
        return undefined;
      if (key === 'triggers' && Array.isArray(value))
        return value.toSorted((a, b) => (a.event_data.name < b.event_data.name ? -1 : 1));
      if (typeof value !== 'string') return value;
      return value
        .replace(/,\\"mark\\":\{.*?\}/, '')
        .replace(/(secrets\\":\\")[^"\\]+/, '$1DIGEST')
        .replace(/\d+-[0-9a-f]{8}$/, 'VERSION');
    }),
  );
}

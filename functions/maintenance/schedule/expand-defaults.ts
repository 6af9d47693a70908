import { type Finding, wrongKey } from '../document/finding.ts';
import { isMapping, type Path } from '../document/path.ts';
import { defaults as defaultsSchema } from './schema.ts';

/** A schedule whose jobs have what `defaults` says of all of them. */
type Expanded = {
  readonly tree: unknown;
  /** Where a value is written: below `defaults` for one that a job has from there. */
  writtenAt(path: Path): Path;
};

/** What every job says for itself, and why. */
const perJob: Readonly<Record<string, string>> = {
  action: 'action in every job itself',
  cron: 'cron in every job that has one',
  at: 'at in every job that has one',
  targets: 'targets in every job itself',
  destroysData: 'destroysData in the job itself: no default may acknowledge a loss',
  enabled: 'enabled in the job itself, or no cron',
};

/** Keys below `defaults` that every job has to say for itself. */
export function checkDefaults(tree: unknown): Finding[] {
  const defaults = isMapping(tree) ? tree['defaults'] : undefined;
  if (!isMapping(defaults)) return [];
  return Object.entries(perJob).flatMap(([key, expected]) =>
    Object.hasOwn(defaults, key)
      ? [wrongKey(['defaults', key], 'defaults.key', `key "${key}" among the defaults`, expected)]
      : [],
  );
}

/** Gives every job what it does not say itself: mappings key by key, everything else as a whole. */
export function expandDefaults(tree: unknown): Expanded {
  const { defaults, jobs }: Readonly<Record<string, unknown>> = isMapping(tree) ? tree : {};
  if (!isMapping(tree) || !isMapping(defaults) || !isMapping(jobs))
    return { tree, writtenAt: (path) => path };
  const shared = mapped(defaults, (key, value) =>
    Object.hasOwn(defaultsSchema.shape, key) ? value : undefined,
  );
  return {
    tree: { ...tree, jobs: mapped(jobs, (_, job) => (isMapping(job) ? withDefaults(job, shared) : job)) },
    writtenAt: (path) => writtenAt(path, jobs, shared),
  };
}

function withDefaults(own: Mapping, defaults: Mapping): Mapping {
  const all = mapped(own, (key, value) => {
    const shared = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    return isMapping(value) && isMapping(shared) ? withDefaults(value, shared) : value;
  });
  for (const [key, value] of Object.entries(defaults)) if (!Object.hasOwn(all, key)) all[key] = value;
  return all;
}

function writtenAt(path: Path, jobs: Mapping, defaults: Mapping): Path {
  const [section, name = '', ...inside] = path;
  if (section !== 'jobs') return path;
  let [own, shared]: [unknown, unknown] = [jobs[name], defaults];
  for (const step of inside) {
    if (!isMapping(own) || !isMapping(shared) || !Object.hasOwn(shared, step)) return path;
    if (!Object.hasOwn(own, step)) return ['defaults', ...inside];
    [own, shared] = [own[step], shared[step]];
  }
  return path;
}

/** Without a prototype, as the mappings of a document are, so that no key can mean more than itself. */
function mapped(mapping: Readonly<Mapping>, change: (key: string, value: unknown) => unknown): Mapping {
  const copy = Object.create(null) as Mapping;
  for (const [key, value] of Object.entries(mapping)) {
    const changed = change(key, value);
    if (changed !== undefined) copy[key] = changed;
  }
  return copy;
}

type Mapping = Record<string, unknown>;

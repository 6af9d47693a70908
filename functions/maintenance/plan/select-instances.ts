import type { CallCause } from '../foundation/call-cause.ts';
import type { Selectors, Targets } from '../schedule/schema.ts';
import type { Instance } from './instance.ts';

/** What a region's inventory looks like to the planner: its instances, or why it could not be read. */
export type RegionInventory =
  | { readonly region: string; readonly instances: readonly Instance[] }
  | { readonly region: string; readonly unread: CallCause };

/** The instances a job is for, and the ids it names that no readable region has. */
export type Selection = { readonly selected: readonly Instance[]; readonly missing: readonly string[] };

/** Selects by ids, names, tags and engine versions, takes the exclusions out, and orders by region and name. */
export function selectInstances(targets: Targets, inventory: readonly RegionInventory[]): Selection {
  const known = inventory.flatMap((region) => ('instances' in region ? region.instances : []));
  const selected = known
    .filter(
      (instance) => meetsAll(instance, targets) && !(targets.exclude && meetsAny(instance, targets.exclude)),
    )
    .sort((a, b) => compare(a.region, b.region) || compare(a.name, b.name) || compare(a.id, b.id));
  const ids = new Set(known.map((instance) => instance.id));
  return { selected, missing: [...new Set(targets.ids)].filter((id) => !ids.has(id)) };
}

/** Conditions that are given narrow each other: `names` and `tags` together mean both. */
function meetsAll(instance: Instance, selectors: Selectors): boolean {
  return conditions(instance, selectors).every((holds) => holds);
}

/** Exclusions widen each other: whoever writes two of them wants neither kind touched. */
function meetsAny(instance: Instance, selectors: Selectors): boolean {
  return conditions(instance, selectors).some((holds) => holds);
}

function conditions(instance: Instance, { ids, names, tags, engineVersions }: Selectors): boolean[] {
  return [
    ...(ids ? [ids.includes(instance.id)] : []),
    ...(names ? [names.some((glob) => matchesGlob(instance.name, glob))] : []),
    ...(tags ? [Object.entries(tags).every(([key, value]) => instance.tags[key] === value)] : []),
    ...(engineVersions ? [engineVersions.some((version) => isVersion(instance.engineVersion, version))] : []),
  ];
}

/** `5.0` means 5.0 and 5.0.14, not 5.01. */
function isVersion(actual: string, wanted: string): boolean {
  return actual === wanted || actual.startsWith(`${wanted}.`);
}

/** `*` stands for any text, `?` for one character; everything else for itself. Linear in both lengths' product. */
export function matchesGlob(text: string, glob: string): boolean {
  let [at, in_] = [0, 0];
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (in_ < glob.length && glob[in_] === '*') {
      star = in_++;
      resume = at;
    } else if (in_ < glob.length && (glob[in_] === '?' || glob[in_] === text[at])) {
      at++;
      in_++;
    } else if (star >= 0) {
      in_ = star + 1;
      at = ++resume;
    } else return false;
  }
  while (glob[in_] === '*') in_++;
  return in_ === glob.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

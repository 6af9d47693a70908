import type { Known } from './read-dcs.ts';

const productive = /(^|[^a-z])(prod|prd|production|live)([^a-z]|$)|生产|线上/i;

/**
 * What says that an instance is in use for real; `undefined` where nothing does. An instance that may be lost is not called
 * so, and whoever picked the wrong one is stopped here.
 */
export function looksLikeProduction({ name, tags }: Pick<Known, 'name' | 'tags'>): string | undefined {
  if (productive.test(name)) return `it is called ${name}`;
  const tag = tags.find(
    ([key, value]) => productive.test(value) || (productive.test(key) && value !== 'false'),
  );
  return tag && `it has the tag ${tag.join('=')}`;
}

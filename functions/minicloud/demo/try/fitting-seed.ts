import { cacheModes } from '../../../maintenance/schedule/dcs-words.ts';
import {
  compares,
  isInRange,
  type Range,
  readVersions,
  versionAt,
  versionSpan,
} from '../../../maintenance/schedule/range.ts';
import type { Targets } from '../../../maintenance/schedule/selector-schema.ts';
import type { InstanceSeed } from '../../dcs/instance-seed.ts';

/** What an instance is made up with so that targets select it, by all but its id, its name and its tags. */
export function fittingSeed(targets: Targets): Omit<InstanceSeed, 'name'> {
  const { engineVersions: [version = '5.0'] = [], enterpriseProjects: [enterpriseProject] = [] } = targets;
  const { availabilityZones: [zone] = [], statuses = [], capacity, age, exclude } = targets;
  const status = statuses.find((each) => !exclude?.statuses?.includes(each));
  const mode = (targets.cacheModes ?? modesInOrder).find((each) => !exclude?.cacheModes?.includes(each));
  return {
    engineVersion: compares(version) ? versionIn(version) : version,
    ...(enterpriseProject !== undefined && { enterpriseProject }),
    ...(mode !== undefined && { cacheMode: mode }),
    ...(zone !== undefined && { zones: [zone] }),
    ...(status !== undefined && { status }),
    ...(capacity && { capacityGb: sizeIn(capacity) }),
    // It grows older while it is played with.
    ...(age && { ageSeconds: middleOf(age) / 1_000 }),
  };
}

/** What a fleet mostly has first. */
const modesInOrder = ['ha', ...cacheModes] as const;
const versions = ['5.0', '6.0', '7.0', '4.0', '3.0', '1.5'];
/** Gigabytes that DCS has instances of. */
const sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 2, 1, 0.5, 0.25, 0.125];

/** One that DCS has, or the next whole one. */
function sizeIn(range: Range): number {
  const known = sizes.find((size) => isInRange(size * 1_024, range));
  return known ?? Math.floor((range.from?.value ?? 0) / 1_024) + 1;
}

function versionIn(text: string): string {
  const range = readVersions(text);
  const known = versions.find((version) => range && isInRange(versionSpan(version)?.from ?? 0, range));
  return known ?? (range?.from ? versionAt(range.from.value) : '5.0');
}

function middleOf({ from, to }: Range): number {
  if (!to) return (from?.value ?? 0) * 1.5 + 1;
  return ((from?.value ?? 0) + to.value) / 2;
}

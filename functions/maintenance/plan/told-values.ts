import { firstNames } from '../foundation/first-names.ts';
import { dayMs, formatDuration, hourMs, minuteMs } from '../foundation/time/duration.ts';
import type { Selectors } from '../schedule/selector-schema.ts';
import { ageOf } from './conditions.ts';
import type { Instance } from './instance.ts';

/** Enough to recognise a condition by. */
const mostEntries = 3;

/** A condition as it is written in a schedule: `capacity >= 8GB`, `statuses ERROR`, `env=staging`. */
export function wordsOf(condition: Selectors): string {
  const { ids, names, tags, engineVersions, enterpriseProjects, cacheModes } = condition;
  const { capacity, availabilityZones, statuses, age } = condition;
  const lists = { ids, names, engineVersions, enterpriseProjects, cacheModes, availabilityZones, statuses };
  return [
    ...Object.entries(tags ?? {}).map(([key, value]) => (value === '' ? key : `${key}=${value}`)),
    ...Object.entries(lists).flatMap(([key, list]) =>
      list ? [`${key} ${firstNames(list, mostEntries)}`] : [],
    ),
    ...(capacity ? [`capacity ${capacity.text}`] : []),
    ...(age ? [`age ${age.text}`] : []),
  ].join(', ');
}

/** What an instance has of what a condition asks for, in words that the condition could be written with. */
export function toldValue(
  instance: Instance,
  condition: Selectors,
  now: number | undefined,
): string | undefined {
  const { enterpriseProject, cacheMode, capacity, zones, status, engineVersion } = instance;
  if (condition.engineVersions) return engineVersion || undefined;
  if (condition.enterpriseProjects) return enterpriseProject;
  if (condition.cacheModes) return cacheMode;
  if (condition.capacity) return capacity === undefined ? undefined : sizeText(capacity);
  if (condition.availabilityZones) return zones.length === 0 ? undefined : zones.join(' ');
  if (condition.statuses) return status;
  if (condition.age) {
    const age = ageOf(instance, now);
    return age === undefined ? undefined : ageText(age);
  }
  const [key] = Object.keys(condition.tags ?? {});
  const value = key === undefined ? undefined : instance.tags[key];
  return value === undefined ? undefined : `${key}=${value}`;
}

function sizeText(megabytes: number): string {
  return megabytes < 1_024 ? `${megabytes}MB` : `${megabytes / 1_024}GB`;
}

/** In whole units, of the largest that there is one of. */
function ageText(ms: number): string {
  const unit = [dayMs, hourMs, minuteMs].find((each) => ms >= each) ?? 1_000;
  const whole = Math.floor(ms / unit);
  return unit === dayMs ? `${whole}d` : formatDuration(whole * unit);
}

import * as z from 'zod/mini';
import { mayHoldReference } from '../document/environment-reference.ts';
import { cacheModes, statuses } from './dcs-words.ts';
import { agePattern, capacityPattern, compares, readAge, readCapacity, readVersions } from './range.ts';
import { listOf, mapping, text } from './value-schema.ts';

const tagged = 'a mapping of at least one tag to its value';
const versioned = 'an engine version such as "5.0", or a range such as ">= 5.0 < 7.0"';
const sized =
  'a capacity with GB or MB, compared and in quotes, such as ">= 8GB" or "> 1GB <= 16GB", or one such as "8GB"';
const aged = 'one or two comparisons with a duration, in quotes, such as "> 30d" or ">= 1h < 7d"';

/** What instances are selected by, and left out by. */
const selectors = {
  ids: z.optional(listOf(text('the id of an instance'), 'a list of at least one instance id')),
  names: z.optional(
    listOf(
      text('a name, in which * stands for anything'),
      'a list of at least one name, such as ["cache-*"]',
    ),
  ),
  tags: z.optional(
    z
      .record(z.string(), z.string('the value of a tag, in quotes'), tagged)
      .check(z.refine((tags) => Object.keys(tags).length > 0, tagged)),
  ),
  engineVersions: z.optional(
    listOf(
      text(versioned).check(
        z.refine(
          (version) =>
            readVersions(version) !== undefined || (!compares(version) && mayHoldReference(version)),
          versioned,
        ),
      ),
      'a list of at least one engine version, such as ["5.0"] or [">= 5.0 < 7.0"]',
    ),
  ),
  enterpriseProjects: z.optional(
    listOf(
      text('the id of an enterprise project, such as "0", the default one'),
      'a list of at least one id of an enterprise project, such as ["0"]',
    ),
  ),
  cacheModes: z.optional(
    listOf(
      z.enum(cacheModes, cacheModes.join(', ')),
      'a list of at least one cache mode, such as [ha, cluster]',
    ),
  ),
  capacity: z.optional(
    z.pipe(
      z.string(sized).check(
        z.regex(capacityPattern, sized),
        z.refine((value) => readCapacity(value) !== undefined, sized),
      ),
      z.transform((value) => readCapacity(value) ?? { text: value }),
    ),
  ),
  availabilityZones: z.optional(
    listOf(
      text('the code of an availability zone, such as cn-north-4a'),
      'a list of at least one availability zone, such as ["cn-north-4a"]',
    ),
  ),
  statuses: z.optional(
    listOf(z.enum(statuses, statuses.join(', ')), 'a list of at least one status, such as [RUNNING]'),
  ),
  age: z.optional(
    z.pipe(
      z.string(aged).check(
        z.regex(agePattern, aged),
        z.refine((value) => readAge(value) !== undefined, aged),
      ),
      z.transform((value) => readAge(value) ?? { text: value }),
    ),
  ),
};

/** The conditions that there are, in the order in which they are told. */
export const selectorKeys = Object.keys(selectors) as readonly (keyof typeof selectors)[];

/** The same, for the half of an error that says what was expected. */
export const selectorsNamed = `${selectorKeys.slice(0, -1).join(', ')} or ${selectorKeys.at(-1)}`;
const placed = 'the name of a region, or a list of at least one';
/** Which instances a job is for. */
export const targets = mapping(
  {
    region: z.union([z.string(placed), listOf(z.string('the name of a region'), placed)], placed),
    ...selectors,
    exclude: z.optional(mapping(selectors, `a mapping with ${selectorsNamed}`)),
  },
  `a mapping with region, and ${selectorsNamed}`,
);

/** Which instances a job is for. */
export type Targets = z.output<typeof targets>;
/** Conditions on instances; all that are given must hold, any entry of a list may. */
export type Selectors = z.output<z.ZodMiniObject<typeof selectors>>;

/** 2026-11-23 03:00 in Shanghai. */
export const beginsAt = Date.parse('2026-11-22T19:00:00Z');

/** Between the first tick and the last fire. */
export const fireSpanMs = 2 * 3_600_000;

/** From then on nothing goes wrong with the platform and the journal any more, so that everything must come to an end. */
export const calmAt = beginsAt + fireSpanMs + 3_600_000;

/** The regions: their names in the schedule, and what the cloud knows them by. */
export const regions = {
  beijing: { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' },
  shanghai: { region: 'cn-east-3', projectId: 'fedcba9876543210fedcba9876543210' },
  guangzhou: { region: 'cn-south-1', projectId: '00112233445566778899aabbccddeeff' },
} as const;

/** A region by its name in the schedule, which may be another one than it had in the beginning. */
export function regionNamed(name: string): (typeof regions)[keyof typeof regions] {
  const known = Object.entries(regions).find(([first]) => name === first || name.startsWith(`${first}-`));
  if (!known) throw new RangeError(`there is no region ${name}`);
  return known[1];
}

/** The channels that a schedule begins with. */
export const channels = ['ops', 'audit'] as const;

/**
 * The tests of what can read the zone of its process, which run under three of them: the rooms that read it, and what
 * the command line shows of it. `zone-rooms.test.ts` holds that no other room can. A function on the local cloud has an
 * environment of its own; `test/e2e/time.test.ts` gives it a zone.
 */
export const readsZone: readonly string[] = [
  'test/maintenance/runtime/**/*.test.ts',
  'test/minicloud/functiongraph/*timer*.test.ts',
  'test/nightshift/commands/next.test.ts',
  'test/house/own-zone.test.ts',
];

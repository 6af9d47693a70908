/**
 * The tests of what can read the zone of its process, which run under three of them: the rooms that read it, and the
 * built programs. `zone-rooms.test.ts` holds that no other room can.
 */
export const readsZone: readonly string[] = [
  'test/maintenance/runtime/**/*.test.ts',
  'test/minicloud/functiongraph/*timer*.test.ts',
  'test/nightshift/commands/next.test.ts',
  'test/e2e/time.test.ts',
  'test/house/own-zone.test.ts',
];

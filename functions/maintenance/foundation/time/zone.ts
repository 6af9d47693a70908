/**
 * The offset of a zone from UTC at an instant, in milliseconds (Shanghai: 28,800,000); `undefined` when no
 * such zone is known. An argument, because the zones' data live in the runtime: see `runtime/zone-offset.ts`.
 */
export type ZoneOffset = (zone: string, instant: number) => number | undefined;

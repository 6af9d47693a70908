/**
 * What some work gave, and the milliseconds of CPU that this process took for it, its collecting of garbage included:
 * how long it takes depends on what else the machine does.
 */
export function cpuOf<Result>(work: () => Result): { readonly result: Result; readonly cpuMs: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}

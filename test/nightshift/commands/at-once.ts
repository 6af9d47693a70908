import { type Around, manualSchedule, serverless } from './functiongraph-beside.ts';

/** A schedule with this job. */
export const schedule = (job: string) => manualSchedule.replace('by-hand', job);

/** Lays a schedule with this job, and the timers that go with it, and gives how it is deployed. */
export function lay(
  { write }: Around,
  job: string,
  timer: string,
  more: Readonly<Record<string, string>> = {},
) {
  const files = { serverless: `${job}.yml`, schedule: `${job}.yaml` };
  write(files.schedule, schedule(job));
  write(
    files.serverless,
    serverless({
      timers: { tick: timer, ...more },
      userEvent: JSON.stringify({ job, dryRun: true }),
    }).replace(/ {4}encryptedUserData.*\n/, ''),
  );
  return files;
}

/** Holds the nth call from now on, counted from 1, or of an operation, until it is let go; the others pass. */
export function holdCall({ platform }: Around, nth: number, of?: string) {
  const [held, isHeld] = gate();
  const [free, letGo] = gate();
  let count = 0;
  let what = '';
  platform.knobs.fails = async ({ operation }) => {
    if (of === undefined || of === operation) count += 1;
    if (count === nth && what === '') {
      what = operation;
      isHeld();
      await free;
    }
    return undefined;
  };
  return { held, letGo, what: () => what };
}

/** A promise, and what resolves it. */
export function gate(): readonly [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}

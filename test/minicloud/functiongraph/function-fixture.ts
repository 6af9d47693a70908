import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  createFunctionHost,
  type FunctionHostOptions,
} from '../../../functions/minicloud/functiongraph/function-host.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

/** 2026-11-23T03:30:00+08:00, the instant at which the clouds of these tests start. */
export const start = Date.UTC(2026, 10, 22, 19, 30);

/** A clock that runs by itself, from `start` on. */
export function runningClock(scale: number) {
  return createCloudClock({ scale, startAt: start });
}

/** Hosts one of the functions under `fixtures/functions`; stopped when the test is over. */
export function hostFixture(name: string, options: Partial<FunctionHostOptions> = {}) {
  const host = createFunctionHost({
    codeDirectory: fileURLToPath(new URL('./fixtures/functions', import.meta.url)),
    handler: `${name}.handler`,
    environment: { COLOR: 'red' },
    credentials: undefined,
    timeLimitMs: 30_000,
    memoryMb: 128,
    functionName: 'nightshift',
    projectId: '0123456789abcdef0123456789abcdef',
    clock: runningClock(1),
    ...options,
  });
  onTestFinished(() => host.stop());
  return host;
}

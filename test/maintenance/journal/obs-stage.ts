import { onTestFinished, vi } from 'vitest';
import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { createObsStore, type ObsStoreSettings } from '../../../functions/maintenance/journal/obs-store.ts';
import { StoreError } from '../../../functions/maintenance/journal/store.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import type { ObsFault } from '../../../functions/minicloud/obs/obs-fault.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { stillClock } from '../notify/still-clock.ts';

/** 23 November 2026, 03:30 in Shanghai. */
export const startAt = Date.UTC(2026, 10, 22, 19, 30);

/** Keys that nothing may ever show. */
export const keys = {
  accessKey: 'CANARYACCESSKEY00001',
  secretKey: 'canary-secret-key-0000000000000001',
  securityToken: 'canary/security+token==0001',
} as const;

/** A store at an endpoint, with a clock that notes its waits. */
export function storeAt(
  endpoint: string,
  more: Partial<ObsStoreSettings> = {},
  create: typeof createObsStore = createObsStore,
) {
  const clock = stillClock(startAt);
  const credentials = concealCredentials(keys);
  const where = { region: 'cn-north-4', endpoint, bucket: 'journal', prefix: 'nightshift/' };
  return { clock, store: create({ ...where, credentials, clock, ...more }) };
}

/** A store in a bucket of a cloud with faults; both end with the test. */
export async function obsStage(faults: readonly ObsFault[] = [], more: Partial<ObsStoreSettings> = {}) {
  // The client dates its requests by the clock of the machine.
  vi.useFakeTimers({ toFake: ['Date'], now: startAt });
  const clock = createHandClock(startAt);
  const cloud = await startCloud({
    ...{ clock, projects: {}, instances: [], buckets: ['journal'], obsFaults: faults },
    ...keys,
  });
  onTestFinished(async () => {
    vi.useRealTimers();
    await cloud.close();
  });
  const bucket = cloud.obs.bucket('journal');
  if (!bucket) throw new Error('there is no bucket');
  return {
    ...storeAt(cloud.endpoint, more),
    cloud,
    bucket,
    kept: (key: string) => bucket.get(`nightshift/${key}`)?.bytes.toString(),
    requests: () => cloud.audit().flatMap((entry) => (entry.kind === 'obs' ? [entry.operation] : [])),
  };
}

/** The store error that an action ends with. */
export async function failureOf(action: Promise<unknown>): Promise<StoreError> {
  const error = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StoreError) return error;
  throw new Error('it did not fail as stores fail', { cause: error });
}

/** Text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

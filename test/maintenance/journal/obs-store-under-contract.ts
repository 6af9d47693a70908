import { concealCredentials } from '../../../functions/maintenance/huawei/credentials.ts';
import { createObsStore } from '../../../functions/maintenance/journal/obs-store.ts';
import type { Store } from '../../../functions/maintenance/journal/store.ts';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';

/** Gives a fresh store in a bucket of a local cloud, which ends with the use of it. */
export async function withObsStore(use: (store: Store) => Promise<void>): Promise<void> {
  // The client dates its requests by the clock of the machine.
  const clock = createCloudClock();
  const cloud = await startCloud({ clock, projects: {}, instances: [], buckets: ['journal'] });
  const { accessKey, secretKey, endpoint } = cloud;
  const credentials = concealCredentials({ accessKey, secretKey });
  const where = { region: 'cn-north-4', endpoint, bucket: 'journal', prefix: 'nightshift/' };
  try {
    await use(createObsStore({ ...where, credentials, clock }));
  } finally {
    await cloud.close();
  }
}

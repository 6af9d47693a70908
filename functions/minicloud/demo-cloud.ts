import { type Cloud, startCloud } from './cloud.ts';
import { type CloudClock, createCloudClock } from './cloud-clock.ts';
import { demoFleet, faultsOf } from './demo-fleet.ts';
import { createInbox, type Inbox } from './inbox.ts';

/** The local cloud of the demonstration, with an inbox for its summaries. */
export type DemoCloud = {
  readonly cloud: Cloud;
  readonly clock: CloudClock;
  readonly inbox: Inbox;
  readonly projectId: string;
  /** What `config/schedule.yaml` needs from the environment, and where the cloud is. */
  readonly environment: Readonly<Record<string, string>>;
};

const projectId = '0123456789abcdef0123456789abcdef';

/** The bucket for the journal of runs. */
export const demoBucket = 'nightshift-journal';

/** Only ever good for this machine's inbox, so they may stand here. */
const secrets = {
  '/ops': 'whsec_bG9jYWwtaW5ib3gtb2YtbmlnaHRzaGlmdC1vcHM=',
  '/audit': 'whsec_bG9jYWwtaW5ib3gtb2YtbmlnaHRzaGlmdC1hdWQ=',
};

/** Starts a cloud with the demonstration's fleet, whose clock begins at `startAt` and runs `scale` times as fast. */
export async function startDemoCloud(options: {
  readonly scale: number;
  readonly startAt?: number;
  readonly port?: number;
}): Promise<DemoCloud> {
  const { port, ...time } = options;
  const clock = createCloudClock(time);
  const cloud = await startCloud({
    clock,
    projects: { 'cn-north-4': projectId },
    instances: demoFleet,
    faults: faultsOf(demoFleet),
    securityToken: 'local-cloud-security-token',
    buckets: [demoBucket],
    ...(port === undefined ? {} : { port }),
  });
  const inbox = createInbox({ clock, secrets, prefix: '/inbox' });
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  const environment = {
    BEIJING_PROJECT_ID: projectId,
    BEIJING_ENDPOINT: cloud.endpoint,
    OPS_WEBHOOK_URL: `${cloud.endpoint}/inbox/ops`,
    OPS_WEBHOOK_SECRET: secrets['/ops'],
    AUDIT_WEBHOOK_URL: `${cloud.endpoint}/inbox/audit`,
    AUDIT_WEBHOOK_SECRET: secrets['/audit'],
  };
  return { cloud, clock, inbox, projectId, environment };
}

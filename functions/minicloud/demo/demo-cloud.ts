import type { DcsKnobs } from '../dcs/dcs-knobs.ts';
import { type Cloud, startCloud } from '../gateway/cloud.ts';
import { createInbox, type Inbox } from '../inbox/inbox.ts';
import { mountInboxPage } from '../inbox/page/mount-inbox-page.ts';
import { createSmn } from '../smn/smn-service.ts';
import type { ClockBeside } from '../wire/clock-beside.ts';
import { type CloudClock, createCloudClock } from '../wire/cloud-clock.ts';
import { demoFleet, faultsOf } from './demo-fleet.ts';
import { createDemoRooms, type DemoRoom, demoSecrets } from './demo-rooms.ts';

/** The local cloud of the demonstration, with an inbox for its summaries and a page that shows them. */
export type DemoCloud = {
  readonly cloud: Cloud;
  readonly clock: CloudClock;
  readonly inbox: Inbox;
  readonly projectId: string;
  /** What `config/schedule.yaml` needs from the environment, and where the cloud is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the inbox takes messages of each kind. */
  readonly rooms: readonly (DemoRoom & { readonly url: string })[];
  /** A topic of SMN that is there. */
  readonly topicUrn: string;
  /** The address of the page. */
  readonly page: string;
};

const projectId = '0123456789abcdef0123456789abcdef';
/** Where its instances are. */
export const demoRegion = 'cn-north-4';

/** The bucket for the journal of runs. */
export const demoBucket = 'nightshift-journal';

/** Starts a cloud with the demonstration's fleet, whose clock begins at `startAt` and runs `scale` times as fast. */
export async function startDemoCloud({
  port,
  beside,
  clock: givenClock,
  knobs,
  ...time
}: {
  readonly scale?: number;
  readonly startAt?: number;
  /** In place of one that runs. */
  readonly clock?: CloudClock;
  readonly port?: number;
  /** What of its DCS is otherwise than is assumed. */
  readonly knobs?: Partial<DcsKnobs>;
} & ClockBeside): Promise<DemoCloud> {
  const clock = givenClock ?? createCloudClock(time);
  const cloud = await startCloud({
    clock,
    projects: { [demoRegion]: projectId },
    instances: demoFleet,
    faults: faultsOf(demoFleet),
    securityToken: 'local-cloud-security-token',
    // The second is what `init` names where nobody names one.
    buckets: [demoBucket, `nightshift-${projectId}`],
    beside,
    ...(knobs && { knobs }),
    ...(port === undefined ? {} : { port }),
  });
  const smn = createSmn(cloud);
  const topicUrn = smn.createTopic(demoRegion, 'nightshift');
  const demoRooms = createDemoRooms();
  const chats = Object.assign({}, ...demoRooms.map((room) => room.chats));
  const inbox = createInbox({ clock, beside, secrets: demoSecrets, chats, prefix: '/inbox' });
  cloud.mount('/inbox', (request, body) => inbox.handle(request, body));
  const rooms = demoRooms.map((room) => {
    const url = `${cloud.endpoint}/inbox${room.path}`;
    return { ...room, url: room.query === '' ? url : `${url}?${room.query}` };
  });
  const page = mountInboxPage(cloud, { rooms, inbox, smn });
  const environment = {
    BEIJING_PROJECT_ID: projectId,
    BEIJING_ENDPOINT: cloud.endpoint,
    OPS_WEBHOOK_URL: `${cloud.endpoint}/inbox/ops`,
    OPS_WEBHOOK_SECRET: demoSecrets['/ops'],
    AUDIT_WEBHOOK_URL: `${cloud.endpoint}/inbox/audit`,
    AUDIT_WEBHOOK_SECRET: demoSecrets['/audit'],
  };
  return { cloud, clock, inbox, projectId, environment, rooms, topicUrn, page };
}

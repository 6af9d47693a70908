import { describe, expect, test } from 'vitest';
import { timerEvent } from '../../functions/minicloud/functiongraph/timer-event.ts';
import { halfPastThree, summariesOf, withDeployed } from './deployed-night.ts';

const names = ['cache-1', 'cache-2', 'cache-3', 'cache-4'];
const instances = names.map((name) => ({ name, restartSeconds: 5 }));
const jobs = `
  nightly:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["cache-*"] }
    rollout: { concurrency: 1 }
    settle: { timeout: 20s, poll: 1s, acceptance: 4s }
    retry: { attempts: 1, backoff: 1s }
    notify: [plain]
`;
const journal = '\njournal: { url: "obs://journal", region: cn-north-4, endpoint: "${ENDPOINT}" }\n';
const fresh = {
  accessKey: 'FRESHACCESSKEY000001',
  secretKey: 'fresh-secret-key-0123456789abcdef0123456789',
  securityToken: 'fresh-security-token-0123456789abcdef',
};

describe('keys that are replaced while a run goes on', () => {
  test.each([false, true])(
    'are taken anew, and no call is lost over them (with a journal: %s)',
    async (durable) => {
      await withDeployed({ jobs: durable ? jobs + journal : jobs, instances }, async ({ cloud, host }) => {
        const at = halfPastThree + 12_000;
        cloud.clock.at(at, () => void Object.assign(cloud, fresh));
        const event = timerEvent({ time: halfPastThree, triggerName: 'tick' });
        const ended = await host.invoke(event, { refreshed: { at, credentials: fresh } });
        const [summary] = summariesOf(ended);
        expect(summary).toMatchObject({ status: 'succeeded', counts: { succeeded: names.length } });
        const accepted = cloud.audit().flatMap((entry) => (entry.kind === 'accepted' ? [entry.at] : []));
        expect(accepted).toHaveLength(names.length);
        expect(accepted.some((each) => each < at) && accepted.some((each) => each > at)).toBe(true);
        for (const secret of Object.values(fresh)) expect(ended.logs.join('\n')).not.toContain(secret);
      });
    },
  );

  test.each(['ListInstances', 'RestartOrFlushInstances'] as const)(
    'a single %s that is refused for its keys is sent once more',
    async (operation) => {
      const faults = [{ operation, times: 1, effect: { kind: 'credentials-expired' } }] as const;
      await withDeployed({ jobs, instances, faults }, async ({ tick }) => {
        expect(summariesOf(await tick())).toMatchObject([{ counts: { succeeded: names.length } }]);
      });
    },
  );
});

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type CloudBeside, type Ended, edit, urlOf } from './installed.ts';

/**
 * One goes first and comes back after two minutes; the other DCS does not take as often as a run tries it. What stands
 * between function and DCS is in another process than the clock, so time passes while it hands something on: as often as
 * this job looks, and at the scale of this test, that is too little for an instance to count as out of sight.
 */
const job = `  evening:
    action: soft_restart
    targets: { region: cn-north-4, names: [billing-ledger-staging, billing-queue-staging] }
    retry: { attempts: 2, backoff: 5s }
    settle: { poll: 1s }
    rollout: { canary: 1, maxFailures: 2 }
`;
const well = { code: 0, stderr: '' };

/**
 * A night by hand with nothing but the program that came with the package, from a project whose function is not there:
 * the function dies as soon as DCS took something, a tick goes on, and what failed is retried.
 */
export async function nightByHand(
  folder: string,
  cloud: CloudBeside,
  nightshift: (...args: readonly string[]) => Promise<Ended>,
): Promise<void> {
  const dcs = await startDying(cloud);
  try {
    edit(join(folder, 'config/schedule.yaml'), [
      ['cron: "*/5', '# cron: "*/5'],
      [`abcdef", endpoint: "${cloud.endpoint}"`, `abcdef", endpoint: "${dcs.endpoint}"`],
      ['jobs:\n', `jobs:\n${job}`],
    ]);
    // The tick, and no second delivery of the event, is what goes on.
    edit(join(folder, 'serverless.yml'), [['maxAsyncRetryAttempts: 3', 'maxAsyncRetryAttempts: 0']]);
    expect(await nightshift('deploy', '--yes')).toMatchObject({ code: 0 });

    const followed = await nightshift('run', 'evening', '--follow');
    expect(followed).toMatchObject({ code: 1, stderr: '' });
    expect(dcs.deaths()).toBeGreaterThan(0);
    expect(followed.stdout).toMatch(/billing-ledger-staging: succeeded/);
    expect(followed.stdout).toMatch(/billing-queue-staging: failed: /);
    const [run = ''] = /evening@by-hand-[\w-]+/.exec(followed.stdout) ?? [];

    const shown = await nightshift('show', 'evening', '--json');
    expect(shown).toMatchObject(well);
    const record = JSON.parse(shown.stdout);
    expect(record).toMatchObject({ run, status: 'partial' });
    const requests = record.invocations.map(({ requestId }: { requestId: string }) => requestId);
    expect(new Set(requests).size).toBeGreaterThan(1);
    const logs = await nightshift('logs', '--run', 'evening');
    expect(logs).toMatchObject(well);
    for (const id of requests) expect(logs.stdout).toContain(`Start invoke request '${id}'`);
    expect(logs.stdout).toMatch(/"message":"run finished".*"run":"evening@by-hand-/);
    expect((await nightshift('history')).stdout).toContain('evening@');

    const retried = await nightshift('retry', 'evening', '--follow');
    expect(retried).toMatchObject(well);
    expect(retried.stdout).toMatch(/billing-queue-staging: succeeded/);
    expect((await nightshift('show', 'evening')).stdout).toMatch(/^SUCCEEDED {2}evening {2}soft_restart$/m);
  } finally {
    dcs.close();
  }
}

/** DCS as its regions have it, behind which the function dies once: when it asks how what was taken goes on. */
async function startDying({ endpoint, killFunctions }: CloudBeside) {
  let state: 'nothing-sent' | 'sent' | 'died' = 'nothing-sent';
  let deaths = 0;
  const server = createServer((asked, answer) => {
    const { method, url = '/', rawHeaders } = asked;
    if (state === 'sent' && method === 'GET') {
      state = 'died';
      deaths += killFunctions();
      return;
    }
    if (state === 'nothing-sent' && method === 'PUT') state = 'sent';
    const passed = request(new URL(url, endpoint), { method, headers: rawHeaders }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.rawHeaders);
      given.pipe(answer);
    });
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: urlOf(server).slice(0, -1),
    deaths: () => deaths,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

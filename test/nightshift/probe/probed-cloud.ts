import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Fault } from '../../../functions/minicloud/dcs/dcs-fault.ts';
import type { DcsKnobs } from '../../../functions/minicloud/dcs/dcs-knobs.ts';
import type { InstanceSeed } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { type Cloud, startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createCloudClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { runCommandLine } from '../../../functions/nightshift/commands/run-command-line.ts';
import { openInterruption } from '../../../functions/nightshift/place/interruption.ts';
import { openTerminal, type Streams } from '../../../functions/nightshift/place/terminal.ts';
import type { Evidence } from '../../../functions/nightshift/probe/evidence.ts';

/** Whose instances they are. */
export const projectId = '0123456789abcdef0123456789abcdef';

/** The instance that is probed, and others, so that lists have something to tell apart. */
const fleet: readonly InstanceSeed[] = [
  { name: 'to-be-lost', tags: { team: 'blue' }, keys: 500, restartSeconds: 20, flushSeconds: 9 },
  { name: 'other-cache', tags: { team: 'red' } },
  { name: 'third-cache', tags: { team: 'blue' }, status: 'ERROR' },
  { name: 'to-be-kept', tags: { team: 'blue' } },
  { name: 'fifth-cache' },
];

/** What the probe of an instance came to. */
export type Probe = {
  readonly cloud: Cloud;
  readonly evidence: Evidence;
  readonly said: string;
  readonly code: number;
  /** What was seen of a point, or why it is not settled. */
  seen(id: string): string | number;
  /** The points that differ from what is assumed. */
  readonly differing: readonly string[];
};

/** Probes an instance of a cloud by its clock, in this process. */
export async function probeCloud({
  knobs = {},
  faults = [],
  instance = {},
  confirmed = ['restart', 'flush'],
  typed = instance.name ?? 'to-be-lost',
}: {
  readonly knobs?: Partial<DcsKnobs>;
  readonly faults?: readonly Fault[];
  /** What of the instance is otherwise. */
  readonly instance?: Partial<InstanceSeed>;
  readonly confirmed?: readonly ('restart' | 'flush')[];
  /** The name that confirms; that of the instance when left out. */
  readonly typed?: string;
}): Promise<Probe> {
  const clock = createCloudClock({ scale: 200 });
  const [own, ...others] = fleet;
  const cloud = await startCloud({
    ...{ clock, knobs, faults, beside: () => Date.now(), projects: { 'cn-north-4': projectId } },
    instances: [{ ...own, name: 'to-be-lost', ...instance }, ...others],
  });
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-probe-'));
  const output = join(folder, 'evidence.json');
  let said = '';
  const stream = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  const streams = { stdin: { isTTY: false }, stdout: stream, stderr: stream, env: {} } as unknown as Streams;
  const interruption = openInterruption();
  try {
    const code = await runCommandLine(
      [
        ...['probe', '--instance', instanceIdOf(instance.name ?? 'to-be-lost'), '--output', output],
        ...['--region', 'cn-north-4', '--project', projectId, '--endpoint', cloud.endpoint],
        ...confirmed.flatMap((what) => [`--confirm-${what}`, typed]),
      ],
      {
        terminal: openTerminal(streams, interruption),
        interruption,
        environment: { HUAWEICLOUD_SDK_AK: cloud.accessKey, HUAWEICLOUD_SDK_SK: cloud.secretKey },
        clock: { now: clock.now, wait: (ms) => clock.wait(ms) },
      },
    );
    const evidence: Evidence = JSON.parse(await readFile(output, 'utf8').catch(() => 'null'));
    if (evidence === null) throw new Error(said);
    return {
      ...{ cloud, evidence, said, code },
      seen(id) {
        const found = evidence.findings.find((finding) => finding.id === id);
        return found?.seen ?? `not settled: ${found?.unsettled}`;
      },
      differing: evidence.findings.filter(({ differs }) => differs).map(({ id }) => id),
    };
  } finally {
    await cloud.close();
    await rm(folder, { recursive: true, force: true });
  }
}

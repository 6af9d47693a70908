import type { Clock } from '../../maintenance/foundation/clock.ts';
import { asDocument, asText } from '../../maintenance/huawei/optional-field.ts';
import type { Ask, Reply } from './ask.ts';
import { paths, taskIn } from './read-dcs.ts';

/** What an instance showed from an action on. */
export type Watched = {
  /** From the answer to the first look that shows something else than RUNNING; `undefined` where none did. */
  readonly lagSeconds: number | undefined;
  /** From the answer to the first of the looks that show it idle again; `undefined` where it was not seen so. */
  readonly tookSeconds: number | undefined;
  /** One after the other, each change once. */
  readonly statuses: readonly string[];
  /** `task` while the status was not RUNNING, each once. */
  readonly tasks: readonly string[];
  /** `updated_at` while busy and at the end. */
  readonly updatedWhile: readonly string[];
  readonly updatedAtEnd: string | undefined;
  readonly isIdle: boolean;
};

/** Soon after the call every second counts; a restart may take half an hour. */
const closeLooksMs = 60_000;
const closeMs = 1_000;
const wideMs = 5_000;
const mostMs = 40 * 60_000;
/** An action that does not show for so long is not going to, or was over before the first look. */
const unseenMs = 120_000;
/** An instance that is faulty for so long stays so. */
const faultyMs = 60_000;

/** Looks at an instance until what was asked of it is over, as far as two looks in a row show. */
export async function watchInstance(
  id: string,
  answeredAt: number,
  { ask, clock }: { readonly ask: Ask; readonly clock: Clock },
): Promise<Watched> {
  const statuses: string[] = [];
  const tasks = new Set<string>();
  const updatedWhile = new Set<string>();
  let updatedAtEnd: string | undefined;
  let busyAt: number | undefined;
  let idleAt: number | undefined;
  let faultyAt: number | undefined;
  let looks = 0;
  for (;;) {
    const reply = await ask({ method: 'GET', path: paths.one, params: { instance_id: id } });
    const detail = asDocument(reply.body);
    const status = reply.status === 200 ? asText(detail['status']) : undefined;
    const sinceMs = reply.askedAt - answeredAt;
    if (status !== undefined) {
      if (statuses.at(-1) !== status) statuses.push(status);
      faultyAt = status === 'ERROR' ? (faultyAt ?? reply.askedAt) : undefined;
      const updated = asText(detail['updated_at']) ?? '';
      if (status !== 'RUNNING') {
        // As exactly as looks are: what the very first one shows has no lag that could be measured.
        busyAt ??= looks === 0 ? answeredAt : reply.askedAt;
        idleAt = undefined;
        tasks.add(taskIn(detail));
        updatedWhile.add(updated);
      } else if (taskIn(detail) === 'none' && busyAt !== undefined) {
        updatedAtEnd = updated;
        if (idleAt !== undefined) break;
        idleAt = reply.askedAt;
      }
      looks++;
    }
    if (faultyAt !== undefined && reply.askedAt - faultyAt > faultyMs) break;
    if (sinceMs > mostMs || (busyAt === undefined && sinceMs > unseenMs)) break;
    await clock.wait(sinceMs < closeLooksMs ? closeMs : wideMs);
  }
  const seconds = (at: number | undefined) =>
    at === undefined ? undefined : Math.max(0, Math.round((at - answeredAt) / 1000));
  return {
    lagSeconds: seconds(busyAt),
    tookSeconds: seconds(idleAt),
    statuses,
    tasks: [...tasks],
    updatedWhile: [...updatedWhile],
    updatedAtEnd,
    isIdle: idleAt !== undefined,
  };
}

/** The word that a change was answered with for an instance; `undefined` where its answer has none. */
export function resultFor(id: string, { status, body }: Reply): string | undefined {
  const { results } = asDocument(body);
  if (status !== 200 || !Array.isArray(results)) return undefined;
  return asText(results.map(asDocument).find(({ instance }) => instance === id)?.['result']);
}

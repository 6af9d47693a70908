import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { permissions } from '../../maintenance/huawei/permissions.ts';
import { type Store, StoreError } from '../../maintenance/journal/store.ts';
import type { Journal, Register } from '../../maintenance/run/journal.ts';
import { callersFaultOf } from '../place/callers-fault.ts';
import { type CheckResult, ill, well } from './check-result.ts';
import { faultCodes } from './try-call.ts';

/** A journal to be tried. */
type JournalToTry = {
  /** `obs://bucket/prefix`, or `file:folder`. */
  readonly url: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly register: Register;
  /** A key below the journal's prefix that is nobody's. */
  readonly probeKey: string;
};

/** What an action on the store is called, and what shows that it is granted. */
type Attempt = { readonly action: string; readonly how: string };

const attempts = {
  list: { action: 'obs:bucket:ListBucket', how: 'listed what is open' },
  append: { action: permissions.writeObject, how: 'appended a probe' },
  read: { action: permissions.readObject, how: 'read it back' },
  remove: { action: permissions.removeObject, how: 'removed it' },
} as const satisfies Record<string, Attempt>;

/**
 * Appends a probe below the journal's prefix, reads it back and removes it, and looks whether what is open can be
 * read. Each verb is tried for itself, so that one missing permission is one finding.
 */
export async function checkJournal({
  url,
  store,
  journal,
  register,
  probeKey,
}: JournalToTry): Promise<readonly CheckResult[]> {
  const [line, other] = [Buffer.from('{"probe":"nightshift doctor"}\n'), Buffer.from('{"probe":"late"}\n')];
  const findings: CheckResult[] = [];
  /** Gives the answer in an array of its own: nothing is an answer, too. */
  async function attempt<Answer>(
    verb: keyof typeof attempts,
    work: () => Promise<Answer>,
  ): Promise<readonly [Answer] | undefined> {
    const { action, how } = attempts[verb];
    const name = url.startsWith('obs:') ? action : verb;
    try {
      const answer = await work();
      findings.push(well('journal', `${name}: ${how}`, url));
      return [answer];
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      findings.push(failure(name, error, url));
      return undefined;
    }
  }

  const listed = await attempt('list', () => store.list('open/', { limit: 1 }));
  if (!listed && findings.some(({ code }) => code !== 'permission.missing')) return findings;
  const appended = await attempt('append', () => store.append(probeKey, 0, line));
  const read = await attempt('read', () => store.read(probeKey));
  if (appended && read && !Buffer.from(read[0] ?? []).equals(line))
    findings.push(
      ill('error', 'journal.changed', 'what was read back is not what was appended', {
        where: url,
        todo: 'look at what else writes into that bucket, and at its replication; take another prefix',
      }),
    );
  if (appended) {
    // Two invocations at once are told apart by nothing else.
    const late = await store.append(probeKey, 0, other).catch(() => undefined);
    if (late !== undefined)
      findings.push(
        ill('error', 'journal.unguarded', 'an append at a position that is taken was not refused', {
          where: url,
          todo: 'use an ordinary OBS bucket: this one cannot keep two runs apart',
        }),
      );
  }
  const removed = await attempt('remove', () => store.remove([probeKey]));
  if (appended && !removed)
    findings.push(
      ill('note', 'journal.probe', `the probe is left there: ${probeKey}`, {
        where: url,
        todo: 'delete it at any time: nothing reads it',
      }),
    );
  if (listed && read) findings.push(...(await checkRecords(url, journal, register)));
  return findings;
}

const mostRecords = 5;

/** Whether this version reads what others have written. */
async function checkRecords(
  url: string,
  journal: Journal,
  register: Register,
): Promise<readonly CheckResult[]> {
  const todo = 'deploy this version, or look with the one that wrote it: nightshift status tells more';
  try {
    const { runs } = await register.open();
    const latest = await register.ended(mostRecords);
    const names = [...runs, ...latest].slice(0, mostRecords).map(({ run }) => run);
    for (const run of names) {
      try {
        await journal.read(run);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return [ill('error', error.code, `${run}: ${error.message}`, { where: url, todo })];
      }
    }
    const told =
      names.length === 0
        ? 'no runs yet'
        : `the latest records (${names.length}) are in a format known here; ${runs.length} runs are open`;
    return [well('journal.format', told, url)];
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [ill('error', error.code, error.message, { where: url, todo })];
  }
}

function failure(name: string, error: StoreError, url: string): CheckResult {
  const { kind, code, message } = error;
  const what = `${name}: ${message}${message.includes(code) ? '' : ` (${code})`}`;
  const fault = callersFaultOf(error);
  if (fault) return ill('error', faultCodes[fault.kind], what, { where: url, todo: fault.todo });
  if (kind === 'denied')
    return ill('error', 'permission.missing', what, {
      where: url,
      todo: 'grant it: nightshift policy prints the policy nightshift-journal; look at the policy of the bucket, too',
    });
  if (code === 'NoSuchBucket')
    return ill('error', 'journal.bucket', what, {
      where: url,
      todo: 'create the bucket, or correct journal',
    });
  if (kind === 'permanent')
    return ill('error', 'journal.unusable', what, { where: url, todo: 'see what OBS says, or take another' });
  return ill('error', 'journal.unreachable', what, {
    where: url,
    todo: 'try again; if it stays so, look at the network between here and OBS',
  });
}

import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { CommandContext } from '../place/command-context.ts';
import type { Signal } from '../place/interruption.ts';
import { flushOnce, restartOnce } from './act-on-instance.ts';
import { type Answered, endOf, noteRefusals, openAnswers } from './answers.ts';
import { type Recording, Stopped } from './ask.ts';
import type { Evidence } from './evidence.ts';
import { type AskedProbe, findAccount, type Probed } from './find-account.ts';
import type { Stage } from './point.ts';
import { readBucket, writeBucket } from './probe-bucket.ts';
import { type Known, readDcs } from './read-dcs.ts';
import { readFunction } from './read-function.ts';
import { makeEvidence, writeEvidence } from './write-evidence.ts';

/** A probe of one instance, stage by stage. After each, whatever came of it, what was seen so far is in the file. */
export type Session = {
  readonly probed: Probed;
  /** The instance as the first stage saw it. */
  readonly known: () => Known | undefined;
  /** How the call for the instance ended, where it was not shown. */
  readonly failed: () => string | undefined;
  /** Goes through a stage. Tells whether somebody wanted an end meanwhile. */
  go(stage: Exclude<Stage, 'function'>): Promise<'done' | 'interrupted'>;
  /** Says why a stage is left out. */
  leaveOut(stage: Stage, why: string): void;
  evidence(): Evidence;
  /** Writes it anew, with the reasons of what was left out. */
  save(): void;
};

/** Where the evidence goes, and whose it is. */
export type SessionPlace = AskedProbe & { readonly instance: string; readonly output: string };

/** Opens a session, in which nobody has been asked anything yet. Throws `CodedError` as `findAccount` does. */
export async function openSession(place: SessionPlace, context: CommandContext): Promise<Session> {
  const { clock, interruption, terminal } = context;
  let wanted: () => Signal | undefined = () => undefined;
  const recording: Recording = {
    exchanges: [],
    now: () => clock.now(),
    stopped: () => wanted() !== undefined,
  };
  const probed = await findAccount(place, context, recording);
  const answers = openAnswers();
  const reasons = new Map<Stage, string>();
  let known: Known | undefined;
  let failed: string | undefined;
  let isWritten = false;

  async function read(): Promise<void> {
    const found = await readDcs(place.instance, probed.dcs, answers);
    if ('failed' in found) failed = endOf(found.failed);
    else known = found;
    const { fn, bucket } = probed;
    if ('why' in fn) reasons.set('function', fn.why);
    else await readFunction(fn.urn, fn.absent, fn.ask, answers);
    if (!('why' in bucket)) return readBucket({ ...bucket, leftBehind: tellLeft }, answers);
    for (const id of ['obs.missing', 'obs.request-id']) answers.leave(id, bucket.why);
    reasons.set('objects', bucket.why);
  }

  function tellLeft(keys: readonly string[]): void {
    terminal.complain(
      `these objects of the probe could not be removed, and nothing needs them: ${keys.join(', ')}`,
    );
  }

  function write(stage: Answered): void {
    writeEvidence(place.output, evidenceOf(stage), isWritten);
    isWritten = true;
  }

  function evidenceOf(stage: Answered): Evidence {
    noteRefusals(recording.exchanges, stage);
    return makeEvidence({
      findings: stage.findings((each) => reasons.get(each) ?? usualReasons[each]),
      exchanges: recording.exchanges,
      secrets: probed.secrets,
      known: probed.known,
      now: clock.now(),
    });
  }

  async function carryOut(stage: 'read' | 'objects' | 'restart' | 'flush'): Promise<void> {
    if (stage === 'read') return read();
    if (stage === 'objects') {
      if (!('why' in probed.bucket)) await writeBucket({ ...probed.bucket, leftBehind: tellLeft }, answers);
      return;
    }
    if (!known) throw new CodedError('probe.instance', 'the instance has not been seen');
    const acting = { ask: probed.dcs.ask, freshId: probed.dcs.freshId, clock, answers };
    await (stage === 'restart' ? restartOnce(known, acting) : flushOnce(known, acting));
  }

  return {
    probed,
    known: () => known,
    failed: () => failed,
    leaveOut: (stage, why) => void reasons.set(stage, why),
    evidence: () => evidenceOf(answers),
    save: () => write(answers),
    async go(stage) {
      const end = await interruption.seeThrough(async (signal): Promise<'done' | 'interrupted'> => {
        wanted = signal;
        try {
          await carryOut(stage);
          return 'done';
        } catch (error) {
          if (!(error instanceof Stopped)) throw error;
          reasons.set(stage, 'it was interrupted');
          return 'interrupted';
        } finally {
          wanted = () => undefined;
        }
      });
      if (end === 'done') reasons.set(stage, 'nothing that came showed it');
      write(answers);
      return end;
    },
  };
}

const usualReasons: Readonly<Record<Stage, string>> = {
  read: 'nothing that came showed it',
  function: 'nothing that came showed it',
  objects: 'nothing was written into the bucket',
  restart: 'the instance was not restarted',
  flush: 'the instance was not flushed',
};

import { checkShape } from '../../maintenance/document/check-shape.ts';
import { decodeText } from '../../maintenance/document/decode-text.ts';
import {
  diagnoseFindings,
  diagnoseFlaws,
  firstTold,
  formatDiagnostic,
} from '../../maintenance/document/diagnostic.ts';
import { readYaml } from '../../maintenance/document/read-yaml.ts';
import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { readBounded, whyUnreadable } from '../../nightshift/place/read-bounded.ts';
import { type Evidence, evidenceSchema } from '../../nightshift/probe/evidence.ts';
import { points } from '../../nightshift/probe/points.ts';
import { isDcsErrorCode } from '../dcs/dcs-error.ts';
import type { DcsKnobs } from '../dcs/dcs-knobs.ts';
import { isFgsError } from '../functiongraph/fgs-error.ts';
import type { PlatformKnobs } from '../functiongraph/platform-knobs.ts';
import { isObsErrorCode, obsErrorOf } from '../obs/obs-error.ts';
import type { ObsKnobs } from '../obs/obs-knobs.ts';

type Value = string | number;
/** What of the local cloud is otherwise than by itself. */
export type PlayedKnobs = {
  readonly dcs: Partial<DcsKnobs>;
  readonly functiongraph: Partial<PlatformKnobs>;
  readonly obs: Partial<ObsKnobs>;
};
/** The knobs that a finding sets; `undefined` for what none plays. */
type Setting = (seen: Value) => Partial<PlayedKnobs> | undefined;

const dcs = (knobs: Partial<DcsKnobs> | undefined) => knobs && { dcs: knobs };
const fgs = (knobs: Partial<PlatformKnobs> | undefined) => knobs && { functiongraph: knobs };
const obs = (knobs: Partial<ObsKnobs> | undefined) => knobs && { obs: knobs };

const oneOf =
  <Name extends keyof DcsKnobs>(name: Name, ...words: readonly (DcsKnobs[Name] & string)[]): Setting =>
  (seen) => {
    const word = words.find((each) => each === seen);
    return dcs(word === undefined ? undefined : { [name]: word });
  };
/** Probe looks for no longer, and a cloud that lags by years does nothing at all. */
const mostSeconds = 86_400;
const seconds =
  <Knobs>(
    of: (knobs: Knobs) => Partial<PlayedKnobs> | undefined,
    make: (seconds: number) => Knobs,
  ): Setting =>
  (seen) =>
    typeof seen === 'number' && seen >= 0 && seen <= mostSeconds ? of(make(seen)) : undefined;
/** By the very words that probe has for what was seen. */
const byWord =
  <Knobs>(
    of: (knobs: Knobs | undefined) => Partial<PlayedKnobs> | undefined,
    words: Readonly<Record<string, Knobs>>,
  ): Setting =>
  (seen) =>
    of(Object.hasOwn(words, seen) ? words[seen] : undefined);
/** `404 NoSuchKey`: a status with a code that the service has with it. */
const byCode =
  <Knobs>(
    of: (knobs: Knobs) => Partial<PlayedKnobs> | undefined,
    make: (status: number, code: string) => Knobs | undefined,
  ): Setting =>
  (seen) => {
    const [, status = '', code = ''] = /^(\d{3}) ([\w.]+)$/.exec(String(seen)) ?? [];
    const knobs = code === '' ? undefined : make(Number(status), code);
    return knobs && of(knobs);
  };
const fgsCode = (name: 'absentFunction' | 'absentAsyncConfig') =>
  byCode(fgs, (status, code) => (isFgsError(code, status) ? { [name]: code } : undefined));
const obsCode = (name: 'missingKey' | 'takenPosition') =>
  byCode(obs, (status, code) =>
    isObsErrorCode(code) && obsErrorOf({ code }).status === status ? { [name]: code } : undefined,
  );

/** What findings set, by the id of their point. */
const settings: Readonly<Record<string, Setting>> = {
  'dcs.error-codes': oneOf('errorCodes', 'dotted', 'numeric'),
  'dcs.list.order': oneOf('listOrder', 'by-name', 'unstable'),
  'dcs.list.filters': oneOf('listFilters', 'as-documented', 'ignored', 'loose', 'too-strict'),
  'dcs.show.replica-count': oneOf('replicaCount', 'told', 'left-out'),
  'dcs.backups.none': oneOf('noBackups', 'no-content', 'empty-list'),
  'dcs.change.one-bad': oneOf('oneBadOfSeveral', 'whole-call', 'per-item'),
  'dcs.restart.old-engines': oneOf('softRestartOfOldEngines', 'accepted', 'refused'),
  'dcs.updated-at': oneOf('updatedAt', 'acceptance', 'status', 'nothing'),
  'dcs.restart.lag': seconds(dcs, (acceptanceLagSeconds) => ({ acceptanceLagSeconds })),
  'dcs.statistic.lag': seconds(dcs, (statisticLagSeconds) => ({ statisticLagSeconds })),
  'dcs.restart.task': (seen) => dcs({ taskWhileBusy: seen === 'none' ? null : String(seen) }),
  'dcs.flush.unsupported': (seen) => (isDcsErrorCode(seen) ? dcs({ unsupportedCode: seen }) : undefined),
  'functiongraph.absent': fgsCode('absentFunction'),
  'functiongraph.async-absent': fgsCode('absentAsyncConfig'),
  'functiongraph.forbidden': byCode(fgs, (status, deniedCode) =>
    status === 403 ? { deniedCode } : undefined,
  ),
  'functiongraph.encrypted': byWord(fgs, {
    'left out': { encryptedVariables: 'left-out' },
    masked: { encryptedVariables: 'masked' },
  }),
  'functiongraph.most-instances': byWord(fgs, {
    'strategy_config.concurrency': { mostInstancesTold: true },
    elsewhere: { mostInstancesTold: false },
  }),
  'functiongraph.digest': byWord(fgs, {
    'sha512 in hex of the zip': { digestOf: 'sha512' },
    'sha256 in hex of the zip': { digestOf: 'sha256' },
  }),
  'functiongraph.triggers': byWord(fgs, {
    'a list': { triggerList: 'bare' },
    'a list within a document': { triggerList: 'in-a-document' },
  }),
  'functiongraph.sync-execution': byWord(fgs, {
    told: { syncExecutionTold: true },
    'left out': { syncExecutionTold: false },
  }),
  'functiongraph.versions': byWord(fgs, {
    'with latest': { latestAmongVersions: true },
    'without latest': { latestAmongVersions: false },
  }),
  'obs.missing': obsCode('missingKey'),
  'obs.request-id': byWord(obs, {
    told: { requestId: 'told' },
    'left out': { requestId: 'left-out' },
  }),
  'obs.append.next': byWord(obs, {
    'the length': { nextPosition: 'told' },
    'left out': { nextPosition: 'left-out' },
  }),
  'obs.append.taken': obsCode('takenPosition'),
  'obs.append.object-type': byWord(obs, {
    'Appendable, the length': { objectType: 'told' },
    'left out, left out': { objectType: 'left-out' },
  }),
  'obs.read.lag': seconds(obs, (readLagSeconds) => ({ readLagSeconds })),
  'obs.list.lag': seconds(obs, (listLagSeconds) => ({ listLagSeconds })),
  'obs.list.order': byWord(obs, {
    'by bytes': { listOrder: 'by-bytes' },
    'small letters first': { listOrder: 'small-letters-first' },
  }),
  'obs.range.end': byWord(obs, {
    '416 InvalidRange': { rangeFromEnd: 'refused' },
    '200': { rangeFromEnd: 'ignored' },
  }),
  'obs.remove': byWord(obs, {
    told: { removedKeys: 'told' },
    'not told': { removedKeys: 'not-told' },
  }),
};

/** The local cloud as an account showed itself, and in what that differs. */
export type Played = {
  readonly knobs: PlayedKnobs;
  /** A line for each finding that is not what this version assumes. */
  readonly differing: readonly string[];
};

/** Sets the knobs by what was seen. */
export function playEvidence({ findings }: Pick<Evidence, 'findings'>): Played {
  let knobs: PlayedKnobs = { dcs: {}, functiongraph: {}, obs: {} };
  const differing: string[] = [];
  for (const { id, seen } of findings) {
    if (seen === undefined) continue;
    const setting = Object.hasOwn(settings, id) ? settings[id]?.(seen) : undefined;
    knobs = {
      dcs: { ...knobs.dcs, ...setting?.dcs },
      functiongraph: { ...knobs.functiongraph, ...setting?.functiongraph },
      obs: { ...knobs.obs, ...setting?.obs },
    };
    const point = points.find((each) => each.id === id);
    if (!point) differing.push(`${id}: ${seen}, and this version knows no such point`);
    else if (point.assumed !== null && point.assumed !== seen)
      differing.push(`${id}: ${seen}, assumed was ${point.assumed}${setting ? '' : '; no knob plays that'}`);
  }
  return { knobs, differing };
}

/** Reads a file that `nightshift probe` wrote. Throws `CodedError` `evidence.unreadable`, `evidence.invalid`. */
export function readEvidence(file: string): Evidence {
  const decoded = decodeText(bytesOf(file));
  const refuse = (lines: Parameters<typeof firstTold>[0]) =>
    new CodedError('evidence.invalid', firstTold(lines).map(formatDiagnostic).join('\n'));
  if (!decoded.ok) throw refuse(diagnoseFlaws([decoded.flaw], file));
  // JSON is YAML, whose reader knows where everything stands.
  const reading = readYaml(decoded.text);
  if (!reading.ok) throw refuse(diagnoseFlaws(reading.flaws, file));
  const { value, flaws, spellingOf } = reading.yaml;
  if (flaws.length > 0) throw refuse(diagnoseFlaws(flaws, file));
  const shape = checkShape(evidenceSchema, value, spellingOf);
  if (!shape.ok) throw refuse(diagnoseFindings(shape.findings, file, reading.yaml));
  return shape.settings;
}

function bytesOf(file: string): Uint8Array {
  try {
    return readBounded(file);
  } catch (cause) {
    throw new CodedError(
      'evidence.unreadable',
      `${file}: ${whyUnreadable(file)} - expected a file that nightshift probe wrote`,
      { cause },
    );
  }
}

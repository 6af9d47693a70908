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

type Value = string | number;
/** The knob that a finding sets; `undefined` for what no knob plays. */
type Setting = (seen: Value) => Partial<DcsKnobs> | undefined;

const oneOf =
  <Name extends keyof DcsKnobs>(name: Name, ...words: readonly (DcsKnobs[Name] & string)[]): Setting =>
  (seen) => {
    const word = words.find((each) => each === seen);
    return word === undefined ? undefined : { [name]: word };
  };
const seconds =
  (name: 'acceptanceLagSeconds' | 'statisticLagSeconds'): Setting =>
  (seen) =>
    typeof seen === 'number' && seen >= 0 ? { [name]: seen } : undefined;

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
  'dcs.restart.lag': seconds('acceptanceLagSeconds'),
  'dcs.statistic.lag': seconds('statisticLagSeconds'),
  'dcs.restart.task': (seen) => ({ taskWhileBusy: seen === 'none' ? null : String(seen) }),
  'dcs.flush.unsupported': (seen) => (isDcsErrorCode(seen) ? { unsupportedCode: seen } : undefined),
};

/** The local cloud as an account showed itself, and in what that differs. */
export type Played = {
  readonly knobs: Partial<DcsKnobs>;
  /** A line for each finding that is not what this version assumes. */
  readonly differing: readonly string[];
};

/** Sets the knobs by what was seen. */
export function playEvidence({ findings }: Pick<Evidence, 'findings'>): Played {
  let knobs: Partial<DcsKnobs> = {};
  const differing: string[] = [];
  for (const { id, seen } of findings) {
    if (seen === undefined) continue;
    const setting = Object.hasOwn(settings, id) ? settings[id]?.(seen) : undefined;
    knobs = { ...knobs, ...setting };
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

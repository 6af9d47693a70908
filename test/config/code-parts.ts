import {
  type Code,
  endCodes,
  failureCodes,
  problemCodes,
} from '../../functions/maintenance/foundation/codes.ts';
import { meaningOf } from '../../functions/maintenance/report/code-meaning.ts';
import { wordingIn } from '../../functions/maintenance/report/wording/wording-in.ts';
import type { Language } from '../../functions/maintenance/schedule/channels/channel-settings.ts';
import { wrapped } from './wrapped.ts';

/** Codes of Huawei Cloud and of the network that say what to do; see `meaningOf`. */
const theirCodes = [
  'APIGW.0301',
  'APIGW.0302',
  'APIGW.0303',
  'APIGW.0308',
  'DCS.2003',
  'HTTP.401',
  'HTTP.403',
  'HTTP.429',
  'TIMEOUT',
  'CLOSED',
  'MALFORMED',
  'TOO_LARGE',
] as const;

/** The lists of codes that docs/codes.md has: what each means, and what to do. */
export function codeParts(language: Language): Readonly<Record<string, string>> {
  const wording = wordingIn(language);
  const says = language === 'zh' ? '：' : ': ';
  const entry = (code: string, sentence: string): readonly string[] => {
    const meaning = meaningOf(code);
    const step = meaning === 'well' ? [] : [wording.steps[meaning]];
    return wrapped(`- \`${code}\`${says}${[sentence, ...step].join(' → ')}`, '  ');
  };
  const ours = (codes: readonly Code[]) =>
    codes.flatMap((code) => entry(code, wording.codes[code])).join('\n');
  return {
    ends: ours(endCodes),
    problems: ours(problemCodes),
    failures: ours(failureCodes),
    theirs: theirCodes.flatMap((code) => entry(code, wording.meanings[meaningOf(code)])).join('\n'),
  };
}

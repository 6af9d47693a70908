import { describeValue, type Finding, wrongKey, wrongValue } from './finding.ts';
import { isUnusual, oddSignIn, type Strictness, tellSign } from './odd-signs.ts';
import { type Path, type TextAt, textsWhere } from './path.ts';

/** What a text at a place may hold; `undefined` where it may hold anything. */
type Rules = (path: Path, part: 'key' | 'value') => Strictness | undefined;

/** The texts of a document with other signs than those of ASCII. */
export function unusualTexts(tree: unknown): readonly TextAt[] {
  return textsWhere(tree, isUnusual);
}

/**
 * Signs that look like other ones or like nothing, in keys and values: what is wrong with a text that has one, people
 * would look for in vain.
 */
export function checkSigns(unusual: readonly TextAt[], rules: Rules): Finding[] {
  return unusual.flatMap(({ path, part, text }): Finding[] => {
    const strictness = rules(path, part);
    const odd = strictness && oddSignIn(text, strictness);
    if (!odd) return [];
    const { found, expected } = tellSign(odd);
    const described = part === 'key' ? `key ${JSON.stringify(text)}` : describeValue(text, path, undefined);
    const tell = part === 'key' ? wrongKey : wrongValue;
    return [{ ...tell(path, 'text.sign', `${described} with ${found}`, expected), sign: odd.sign }];
  });
}

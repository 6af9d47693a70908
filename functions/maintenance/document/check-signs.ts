import { describeValue, type Finding, wrongKey, wrongValue } from './finding.ts';
import { oddSignIn, type Strictness, tellSign } from './odd-signs.ts';
import { entriesOf, type Path } from './path.ts';

/** What a text at a place may hold; `undefined` where it may hold anything. */
type Rules = (path: Path, part: 'key' | 'value') => Strictness | undefined;

/**
 * Signs that look like other ones or like nothing, in keys and values: what is wrong with a text that has one, people
 * would look for in vain.
 */
export function checkSigns(tree: unknown, rules: Rules): Finding[] {
  const findings: Finding[] = [];
  const judge = (text: string, path: Path, part: 'key' | 'value') => {
    const strictness = rules(path, part);
    const odd = strictness && oddSignIn(text, strictness);
    if (!odd) return;
    const { found, expected } = tellSign(odd);
    const described = part === 'key' ? `key ${JSON.stringify(text)}` : describeValue(text, path, undefined);
    const tell = part === 'key' ? wrongKey : wrongValue;
    findings.push({ ...tell(path, 'text.sign', `${described} with ${found}`, expected), sign: odd.sign });
  };
  const walk = (value: unknown, path: Path): void => {
    if (typeof value === 'string') judge(value, path, 'value');
    else
      for (const [key, entry] of entriesOf(value)) {
        const inner = [...path, key];
        if (typeof key === 'string') judge(key, inner, 'key');
        walk(entry, inner);
      }
  };
  walk(tree, []);
  return findings;
}

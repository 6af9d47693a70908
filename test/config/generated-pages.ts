import { readFileSync } from 'node:fs';
import { codeParts } from './code-parts.ts';
import { scheduleParts } from './schedule-parts.ts';

/**
 * The pages of docs/ with the parts that are made of the code as they should be: their texts by their paths from the top
 * of the project. A part stands between `<!-- keys: NAME -->` and `<!-- /keys -->`.
 */
export function generatedPages(): Readonly<Record<string, string>> {
  return {
    'docs/schedule.md': filled('docs/schedule.md', 'keys', scheduleParts('en')),
    'docs/zh-CN/schedule.md': filled('docs/zh-CN/schedule.md', 'keys', scheduleParts('zh')),
    'docs/codes.md': filled('docs/codes.md', 'codes', codeParts('en')),
    'docs/zh-CN/codes.md': filled('docs/zh-CN/codes.md', 'codes', codeParts('zh')),
  };
}

function filled(path: string, what: string, parts: Readonly<Record<string, string>>): string {
  const marks = new RegExp(`<!-- ${what}: ([\\w-]+) -->\\n[\\s\\S]*?<!-- /${what} -->`, 'g');
  const found: string[] = [];
  const text = readFileSync(path, 'utf8').replace(marks, (_, name: string) => {
    found.push(name);
    return `<!-- ${what}: ${name} -->\n\n${parts[name] ?? ''}\n\n<!-- /${what} -->`;
  });
  const expected = Object.keys(parts);
  if (JSON.stringify(found.toSorted()) !== JSON.stringify(expected.toSorted()))
    throw new RangeError(`${path} has the parts ${found.join(', ')} - expected ${expected.join(', ')}`);
  return text;
}

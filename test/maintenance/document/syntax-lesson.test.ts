import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { syntaxLesson } from '../../../functions/maintenance/document/syntax-lesson.ts';

test.each([
  ['a: |:\ufeff\n  b', 'Block scalar header includes extra characters: |:U+FEFF - expected valid YAML'],
  ['a: |\u0007\n  b', 'Block scalar header includes extra characters: |U+0007 - expected valid YAML'],
])('what YAML says of a sign that nobody sees names it: %j', (text, lesson) => {
  const [error] = parseDocument(text, { prettyErrors: false }).errors;
  if (!error) expect.unreachable('it was read');
  expect(syntaxLesson(error, text)).toBe(lesson);
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostFixture } from './function-fixture.ts';

/** A function of several lines, and so long that what is compiled of it is kept, unlike what it loads. */
const code = `const { join } = require('node:path'); const line = () => new Error('here').stack.split('\\n')[2].replace(/.*[\\\\/]/, '');
const first = line();
exports.handler = async () => ({
  first, later: line(), name: join(__dirname, '') === __dirname && __filename.replace(/.*[\\\\/]/, ''),
  own: module.exports === exports && this === exports, beside: require('./beside.js'),
  IMPORTED calls: (exports.calls = (exports.calls ?? 0) + 1),
});
// ${'x'.repeat(60_000)}
`;

test.each([
  ['', undefined],
  ["imported: (await import('./beside.js')).default,", 'beside'],
])(
  'a process that has nothing to compile any more answers as the one that compiled %s',
  async (text, imported) => {
    const codeDirectory = await mkdtemp(join(tmpdir(), 'nightshift-compiled-'));
    onTestFinished(() => rm(codeDirectory, { recursive: true }));
    await writeFile(join(codeDirectory, 'long.js'), code.replace('IMPORTED', text));
    await writeFile(join(codeDirectory, 'beside.js'), 'module.exports = "beside";\n');
    const answerOf = async (isMeasured: boolean) => {
      const host = hostFixture('long', { codeDirectory, isMeasured });
      const answers = [await host.invoke({}), await host.invoke({})];
      await host.stop();
      return answers.map((each) => (each.kind === 'answered' ? each.answer : each));
    };
    const alone = await answerOf(true);
    expect(alone[0]).toEqual({
      first: expect.stringMatching(/long\.js:2:15\)?$/),
      later: expect.stringMatching(/long\.js:4:17\)?$/),
      name: 'long.js',
      own: true,
      beside: 'beside',
      ...(imported !== undefined && { imported }),
      calls: 1,
    });
    expect(await answerOf(false)).toEqual(alone);
    expect(await answerOf(false)).toEqual(alone);
    // Nothing of it lies beside the code.
    expect((await readdir(codeDirectory)).sort()).toEqual(['beside.js', 'long.js']);
  },
);

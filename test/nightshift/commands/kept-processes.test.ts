import { describe, expect, test } from 'vitest';
import { runKept } from './kept-processes.ts';
import { inOwnProcess, withFiles } from './run-nightshift.ts';

const schedule = `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: 0123456789abcdef0123456789abcdef } }
jobs: { nightly: { action: restart, cron: "30 3 * * *", targets: { region: beijing, names: [a] } } }
`;

/** Programs, and how each ends: code, standard output and standard error. */
const programs: readonly (readonly [what: string, text: string, ended: readonly [number, string, RegExp]])[] =
  [
    ['says something', 'console.log("said")', [0, 'said\n', /^$/]],
    ['sets an exit code', 'process.exitCode = 3', [3, '', /^$/]],
    ['ends at once', 'console.log("1"); process.exit(4)', [4, '1\n', /^$/]],
    ['throws', 'throw new Error("a bug")', [1, '', /a bug/]],
    ['throws when nobody waits for it', 'setTimeout(() => { throw new Error("a bug"); })', [1, '', /a bug/]],
    ['does something later', 'setTimeout(() => console.log("later"), 50)', [0, 'later\n', /^$/]],
    ['hears of its end', 'process.once("exit", () => process.stdout.write("end"))', [0, 'end', /^$/]],
    [
      'is answered by somebody else',
      `import { createServer, get } from 'node:http';
const there = createServer((_, answer) => setTimeout(() => answer.end('answered'), 50)).listen(0, () =>
  get({ port: there.address().port, agent: false }, (answer) => { answer.pipe(process.stdout); there.close(); }));`,
      [0, 'answered', /^$/],
    ],
  ];

describe('in a process that is kept, a program', () => {
  test.each(programs)(
    'that %s ends as in one of its own, and leaves nothing for the next',
    async (_, text, ended) => {
      await withFiles({ 'program.mjs': text }, async (_nightshift, folder) => {
        for (let times = 0; times < 3; times++) {
          const asked = { args: [], cwd: folder, environment: {} };
          const [code, stdout, stderr] = ended;
          expect(await runKept(`${folder}/program.mjs`, asked)).toEqual({
            ...{ code, stdout, stderr: expect.stringMatching(stderr) },
          });
        }
      });
    },
  );

  test('has the folder, the arguments and the variables that it is given, and no others', async () => {
    const text = 'console.log(JSON.stringify([process.cwd(), process.argv.slice(2), { ...process.env }]))';
    await withFiles({ 'program.mjs': text }, async (_, folder) => {
      for (const environment of [{ ONE: '1', TZ: 'Asia/Shanghai' }, { TWO: '2' }, {}]) {
        const args = Object.keys(environment);
        const { stdout } = await runKept(`${folder}/program.mjs`, { args, cwd: folder, environment });
        expect(JSON.parse(stdout)).toEqual([folder, args, environment]);
      }
    });
  });

  test.each([
    ['UTC', 12],
    ['Asia/Shanghai', 20],
    ['America/New_York', 7],
  ])('lives in the zone %s', async (TZ, hours) => {
    const text = 'console.log(new Date(Date.UTC(2026, 10, 30, 12)).getHours())';
    await withFiles({ 'program.mjs': text }, async (_, folder) => {
      const asked = { args: [], cwd: folder, environment: { TZ } };
      expect(await runKept(`${folder}/program.mjs`, asked)).toMatchObject({ stdout: `${hours}\n` });
    });
  });

  test('says the same as in one of its own, whatever was run before', async () => {
    const commands = [
      ['validate'],
      ['validate', '--json'],
      ['next', '--from', '2026-12-02', '--days', '2'],
      ['event', 'nightly'],
      ['event', 'nihgtly'],
      ['triggers'],
      ['policy'],
      ['plan', 'nightly'],
      ['history', '--json'],
      ['completion', 'bash'],
      ['--version'],
      ['nothing'],
    ];
    await withFiles({ 'config/schedule.yaml': schedule }, async (nightshift) => {
      const environment = { COLUMNS: '100' };
      const alone = [];
      for (const args of commands) alone.push(await nightshift(args, environment, inOwnProcess));
      for (const order of [commands, commands.toReversed()])
        for (const args of order)
          expect([args, await nightshift(args, environment)]).toEqual([args, alone[commands.indexOf(args)]]);
      expect(new Set(alone.map(({ code }) => code))).toEqual(new Set([0, 1, 2]));
    });
  });
});

import { expect, test } from 'vitest';
import { builtFunction, manualSchedule, project, withFunctionGraph } from './functiongraph-beside.ts';

const older = '0.0.9+0123456789ab';
/** For status: its journal is in the folder, so only FunctionGraph can tell what is deployed. */
const kept = `${manualSchedule}journal: { url: "file:journal" }\n`;

const status = ['status', '--schedule', 'kept.yaml'];

/** The function as an older program's build has it. */
function olderFunction(): Readonly<Record<string, string>> {
  const built = /(["'`])\d+\.\d+\.\d+\+[0-9a-z.]+\1/g;
  return Object.fromEntries(
    Object.entries(builtFunction()).map(([path, code]) => [path, code.replace(built, JSON.stringify(older))]),
  );
}

test('deploy, doctor and status say that the function is of another version, until it is not', async () => {
  await withFunctionGraph({}, async ({ run, write, cloud }) => {
    write('kept.yaml', kept);
    for (const [path, code] of Object.entries(olderFunction())) write(path, code);
    const first = await run(['deploy', '--yes']);
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('; the function to be deployed is 0.0.9, commit 0123456789ab');

    const deployed = 'the function that is deployed is 0.0.9, commit 0123456789ab';
    expect((await run(status)).stdout).toContain(`nightshift: this command line is `);
    expect(JSON.parse((await run([...status, '--json'])).stdout)).toMatchObject({
      otherVersions: [{ name: 'nightshift', otherVersion: expect.stringContaining(deployed) }],
    });
    const doctor = await run(['doctor', '--json', '--iam-endpoint', cloud.endpoint]);
    expect(JSON.parse(doctor.stdout).findings).toContainEqual(
      expect.objectContaining({ code: 'runtime.version', what: expect.stringContaining(deployed) }),
    );

    for (const [path, code] of Object.entries(builtFunction())) write(path, code);
    const again = await run(['deploy', '--yes']);
    expect(again.stdout).toContain(deployed);
    expect((await run(['deploy', '--yes'])).stdout).not.toContain('this command line is');
    expect((await run(status)).stdout).not.toContain('this command line is');
  });
});

test('status tells of runs where FunctionGraph cannot be asked, and that it cannot', async () => {
  await withFunctionGraph({}, async ({ run, write, cloud }) => {
    write('kept.yaml', kept);
    cloud.interceptor = ({ target }) => (target.includes(`/v2/${project}/fgs/`) ? 'drop-before' : 'pass');
    const { code, stdout, stderr } = await run(status);
    expect(code).toBe(0);
    expect(stdout).toContain('no run');
    expect(stderr).toMatch(/^which version of nightshift is deployed is not known: /);
  });
});

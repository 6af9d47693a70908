import { describe, expect, test } from 'vitest';
import { withDeployed } from './deployed-before.ts';
import {
  type Around,
  builtFunction,
  deployedFiles,
  manualSchedule,
  project,
  serverless,
  urn,
  withFunctionGraph,
} from './functiongraph-beside.ts';

const secret = 'canary-0123456789abcdefghij';

/** A schedule with one job at such a time, and what else is written into it. */
function schedule(job: string, cron: string, more = ''): string {
  return `version: 1
timezone: Asia/Shanghai
regions: { beijing: { region: cn-north-4, projectId: ${project} } }
${more}jobs:
  ${job}: { action: restart, cron: "${cron}", targets: { region: beijing, names: ["cache-*"] } }
`;
}

const first = schedule('nightly', '30 3 * * *');

/** Deploys a schedule, and gives what is shown of it. */
async function deployed({ run, write }: Around, text: string): Promise<string> {
  write('schedule.yaml', text);
  write('serverless.yml', serverless({ userEvent: '' }));
  const { code, stdout, stderr } = await run(['deploy', '--yes']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('nightshift deploy deploys the schedule that it has checked', () => {
  test('and no other: each of two functions runs the one that it was given', async () => {
    await withFunctionGraph({}, async (around) => {
      const { write, run, ask } = around;
      for (const [path, code] of Object.entries(builtFunction())) write(path, code);
      // What a command takes that is given no other, and here nobody means.
      write('schedule.yaml', manualSchedule);
      const named = { one: schedule('first', '30 3 * * *'), two: schedule('second', '20 12 * * *') };
      for (const [name, text] of Object.entries(named)) {
        write(`${name}.yaml`, text);
        write('serverless.yml', serverless({ userEvent: '' }).replace(/nightshift:$/m, `${name}:`));
        const { code, stderr } = await run(['deploy', '--yes', '--schedule', `${name}.yaml`]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      }
      for (const [name, text] of Object.entries(named)) {
        const ownUrn = urn.replace('nightshift', name);
        const files = await deployedFiles({ ask: (method, path) => ask(method, path.replace(urn, ownUrn)) });
        expect(files['schedule.yaml']).toBe(text);
        expect(Object.keys(files)).toEqual([
          'index.js',
          'rest.js',
          'run.js',
          'schedule.json',
          'schedule.yaml',
        ]);
      }
      const ran = async (name: string) =>
        (
          await ask('POST', `functions/${urn.replace('nightshift', name)}/invocations`, {
            command: 'validate',
          })
        ).json;
      expect(await ran('one')).toMatchObject({ jobs: ['first'] });
      expect(await ran('two')).toMatchObject({ jobs: ['second'] });
    });
  });

  test('and refuses one that is wrong before anything is asked of the account', async () => {
    await withFunctionGraph({}, async ({ run, write, cloud }) => {
      let calls = 0;
      cloud.interceptor = () => {
        calls += 1;
        return 'pass';
      };
      write('wrong.yaml', schedule('nightly', '0 3 * * * *'));
      const { code, stdout, stderr } = await run(['deploy', '--yes', '--schedule', 'wrong.yaml']);
      expect({ code, stdout, calls }).toEqual({ code: 1, stdout: '', calls: 0 });
      expect(stderr).toContain('jobs.nightly.cron: "0 3 * * * *" has 6 fields');
    });
  });

  test('with its calendars, at the paths at which it names them', async () => {
    await withFunctionGraph({}, async (around) => {
      const calendars = 'calendars: { closed: [{ ics: ./holidays.ics }] }\n';
      const text = schedule('nightly', '30 3 * * *', calendars).replace(
        'targets',
        'skipOn: [closed], targets',
      );
      around.write('schedule.yaml', text);
      around.write('serverless.yml', serverless({ userEvent: '' }));
      const missing = await around.run(['deploy', '--yes']);
      expect(missing.code).toBe(1);
      expect(missing.stderr).toContain(
        'calendars.closed[0]: ./holidays.ics: there is no such file - expected',
      );
      const ics = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n';
      around.write('holidays.ics', ics);
      await deployed(around, text);
      expect(await deployedFiles(around)).toMatchObject({ 'holidays.ics': ics, 'schedule.yaml': text });
      around.write('holidays.ics', ics.replace('PRODID:x', 'PRODID:y'));
      expect(await deployed(around, text)).toContain('\n  ~ file "holidays.ics"\n');
    });
  });
});

describe('the difference that is shown', () => {
  test('names jobs and keys, and nothing where nothing has changed', async () => {
    await withDeployed(async (around) => {
      await deployed(around, first);
      const shown = await deployed(around, schedule('nightly', '20 12 * * *'));
      expect(shown).toContain(
        '\n  ~ job nightly.cron: "30 3 * * *" -> "20 12 * * *"\n  note in the function that this deploy is under way: done\n  replace the code: done\n',
      );
      expect(shown).not.toContain('sha512');
      const renamed = await deployed(around, schedule('noon', '20 12 * * *'));
      expect(renamed).toContain(
        '\n  + job noon: "restart" "20 12 * * *"\n  - job nightly: "restart" "20 12 * * *"\n',
      );
      expect(await deployed(around, schedule('noon', '20 12 * * *'))).toContain('nothing to change');
      const json = await around.run([
        'deploy',
        '--yes',
        '--json',
        '--dry-run',
        '--schedule',
        'schedule.yaml',
      ]);
      expect(JSON.parse(json.stdout)).toMatchObject({ functions: [{ state: 'unchanged', differences: [] }] });
    });
  });

  test('shows no secret, of what is deployed as little as of what is here', async () => {
    await withDeployed(async (around) => {
      const channel = (url: string) => `notify: { ops: { kind: webhook, url: "${url}" } }\n`;
      const literal = schedule('nightly', '30 3 * * *', channel(`https://hooks.example.com/${secret}`));
      const seen = [
        await deployed(around, literal),
        await deployed(around, first),
        await deployed(around, literal),
        await deployed(around, literal.replace(secret, `${secret}2`)),
      ];
      expect(seen[1]).toContain('\n  - channel ops: "webhook"\n');
      expect(seen[3]).toContain('\n  ~ channel ops.url (value not shown)\n');
      expect(seen.join()).not.toContain('canary');
    });
  });

  test('is one of digests where what is deployed may not be read, and says so', async () => {
    await withDeployed(async (around) => {
      around.platform.knobs.deniedActions = ['functiongraph:function:getCode'];
      const shown = await deployed(around, first);
      expect(shown).toMatch(
        /\n {2}~ code: sha512 \w{12}, \d+ bytes -> sha512 \w{12}, \d+ bytes \(what is deployed cannot be looked into: showFunctionCode of project \w+ in cn-north-4: .*getCode/,
      );
    });
  });

  test('is told of the way back to a version as well', async () => {
    await withDeployed(async (around) => {
      await deployed(around, first);
      await deployed(around, schedule('nightly', '20 12 * * *'));
      const { code, stdout } = await around.run(['deploy', '--to', '2', '--yes']);
      expect(code).toBe(0);
      expect(stdout).toContain('~ job nightly.cron: "20 12 * * *" -> "30 3 * * *"');
      expect(await deployedFiles(around)).toMatchObject({ 'schedule.yaml': first });
    });
  });
});

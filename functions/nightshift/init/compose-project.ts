import { join } from 'node:path';
import { type Diagnostic, inOrder } from '../../maintenance/document/diagnostic.ts';
import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { WrittenSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { deploymentDiagnostics } from '../deploy/deployment-findings.ts';
import { customPolicies } from '../deploy/policy/custom-policies.ts';
import { parseServerless } from '../deploy/serverless/parse-serverless.ts';
import { lintDiagnostics } from '../lint/lint-schedule.ts';
import { readCalendarFiles } from '../place/calendar-files.ts';
import { isLoopback, type Lookup } from '../place/environment.ts';
import { checkSchedule } from '../place/schedule-file.ts';
import { type NewSchedule, type Place, scheduleText } from './schedule-text.ts';
import { serverlessText } from './serverless-text.ts';
import type { Language } from './words.ts';
import type { NewFile } from './write-files.ts';

/** Where the two files of a project are, in its folder. */
export const paths = { schedule: 'config/schedule.yaml', serverless: 'serverless.yml' } as const;

/** The files of a project as they will be. */
type Composed = {
  readonly files: readonly NewFile[];
  /** What `validate` will say of them; nothing, unless one of them stands already. */
  readonly diagnostics: readonly Diagnostic[];
  readonly schedule: WrittenSchedule['schedule'];
};

/** What a project is made of: a schedule that stands, or one that is wanted; a `serverless.yml` that stands, or none. */
type Parts = {
  readonly folder: string;
  readonly schedule: WrittenSchedule | NewSchedule;
  readonly serverless: string | undefined;
  readonly language: Language;
  readonly now: number;
  readonly lookup: Lookup;
};

/** Makes the files that go with each other; those that stand are among them as they are. */
export async function composeProject(parts: Parts): Promise<Composed> {
  const { folder, language, now, lookup } = parts;
  const file = join(folder, paths.schedule);
  const parsed = 'ok' in parts.schedule ? parts.schedule : checkSchedule(file, scheduleText(parts.schedule));
  const place = 'ok' in parts.schedule ? placeOf(parts.schedule) : parts.schedule.place;
  const text = parts.serverless ?? serverlessText({ parsed, place, language, now });
  const serverless = {
    file: join(folder, paths.serverless),
    text,
    // What it refers to is not read: nothing is deployed here.
    parsed: parseServerless(text, {
      file: join(folder, paths.serverless),
      lookup,
      readFile: () => undefined,
    }),
  };
  const own = await lintDiagnostics(parsed, readCalendarFiles(parsed), { now, zoneOffset });
  const files = [
    { path: paths.schedule, content: parsed.text },
    { path: paths.serverless, content: text },
    ...customPolicies(parsed.schedule, 'nightshift').map(({ name, document }) => ({
      path: `config/${policyFile(name)}`,
      content: `${JSON.stringify(document, null, 2)}\n`,
    })),
    { path: '.gitignore', content: 'node_modules/\n*.zip\n.env\n' },
  ];
  const unfit = deploymentDiagnostics(serverless, parsed, now);
  return { files, diagnostics: inOrder([...parsed.warnings, ...own, ...unfit]), schedule: parsed.schedule };
}

/** `config/iam-policy.json` for the one of DCS, as in this project's own repository. */
function policyFile(name: string): string {
  const service = name.replace(/^nightshift-/, '');
  return service === 'dcs' ? 'iam-policy.json' : `iam-policy-${service}.json`;
}

/** Where a schedule that stands is carried out: beside the first of its regions. */
function placeOf({ schedule }: WrittenSchedule): Place {
  const [first] = Object.values(schedule.regions);
  const { region, projectId, endpoint } = first ?? { region: '', projectId: undefined, endpoint: undefined };
  return {
    region: inServerless(schedule.handOver?.region ?? region),
    projectId: projectId === undefined ? undefined : inServerless(projectId),
    endpoint,
    isLocal: isLoopback(endpoint),
  };
}

/** `${NAME}` of a schedule, as a `serverless.yml` has it. */
function inServerless(text: string): string {
  return text.replace(/\$\{(\w+)\}/g, '$${env:$1}');
}

import { zoneOffset } from '../../maintenance/runtime/zone-offset.ts';
import type { ParsedSchedule } from '../../maintenance/schedule/parse-schedule.ts';
import { planTriggers } from '../deploy/triggers/trigger-plan.ts';
import type { Place } from './schedule-text.ts';
import { type Language, words } from './words.ts';

/** What a new `serverless.yml` says, which fits a schedule. */
type NewServerless = {
  readonly parsed: Pick<ParsedSchedule, 'schedule' | 'references'>;
  readonly place: Pick<Place, 'region' | 'projectId' | 'endpoint' | 'isLocal'>;
  readonly language: Language;
  readonly now: number;
};

/** The text of `serverless.yml`, with comments: the settings that go with the schedule's journal, or with none. */
export function serverlessText({ parsed, place, language, now }: NewServerless): string {
  const said = words[language];
  const { schedule } = parsed;
  const hasJournal = schedule.journal !== undefined;
  const { region, projectId, endpoint, isLocal } = place;
  const { triggers } = planTriggers(schedule, { now, zoneOffset });
  const variables = variablesOf(parsed);
  const given = (names: readonly string[]) => names.map((name) => `${name}: \${env:${name}}`);
  return `${[
    ...said.serverless.map((line) => `# ${line}`),
    'service: nightshift',
    '',
    'provider:',
    '  name: huawei',
    '  runtime: Node.js20.15',
    `  region: ${region}`,
    ...(projectId === undefined ? [] : [`  projectId: ${JSON.stringify(projectId)}`]),
    ...(endpoint === undefined || !isLocal ? [] : [`  endpoint: ${JSON.stringify(endpoint)}`]),
    '  memorySize: 256',
    hasJournal ? `  timeout: 900 # ${said.timeout}` : '  timeout: 7200',
    ...(variables.plain.length === 0
      ? []
      : ['  environment:', '    variables:', ...given(variables.plain).map((line) => `      ${line}`)]),
    '',
    'functions:',
    '  nightshift:',
    '    handler: index.handler',
    '    description: Restarts DCS instances on a schedule',
    `    xrole: nightshift-dcs # ${said.agency}`,
    `    # ${hasJournal ? said.withJournal : said.withoutJournal}`,
    `    maxInstanceNum: ${hasJournal ? 10 : 1}`,
    '    asyncInvokeConfig:',
    `      maxAsyncRetryAttempts: ${hasJournal ? 3 : 0}`,
    `      maxAsyncEventAgeInSeconds: ${hasJournal ? 3600 : 14_400}`,
    '      enableAsyncStatusLog: true',
    '    enableLtsLog: true',
    ...encryptedLines(variables.encrypted, said.secrets),
    ...(triggers.length === 0 ? [] : ['    events:', ...triggers.flatMap(eventLines(said.trigger))]),
  ].join('\n')}\n`;
}

type Trigger = ReturnType<typeof planTriggers>['triggers'][number];

function eventLines(said: string): (trigger: Trigger) => readonly string[] {
  return ({ name, schedule, userEvent }) => [
    '      - triggerTypeCode: TIMER',
    '        status: ACTIVE',
    '        eventData:',
    `          name: ${name}`,
    '          scheduleType: Cron',
    `          schedule: ${schedule} # ${said}`,
    `          userEvent: ${JSON.stringify(userEvent)}`,
  ];
}

/** Those that a schedule asks for, or an example that is not yet. */
function encryptedLines(names: readonly string[], said: string): readonly string[] {
  const sign = names.length === 0 ? '# ' : '';
  const shown = names.length === 0 ? ['OPS_WEBHOOK_URL', 'OPS_WEBHOOK_SECRET'] : names;
  return [
    `    # ${said}`,
    `    ${sign}encryptedUserData:`,
    ...shown.map((name) => `    ${sign}  ${name}: \${env:${name}}`),
  ];
}

/** What the function must be given, each once: encrypted for channels. */
function variablesOf({ references }: NewServerless['parsed']) {
  const isSecret = (path: string) => path.startsWith('notify.');
  const encrypted = new Set(references.filter(({ path }) => isSecret(path)).map(({ name }) => name));
  const plain = new Set(references.map(({ name }) => name).filter((name) => !encrypted.has(name)));
  return { encrypted: [...encrypted], plain: [...plain] };
}

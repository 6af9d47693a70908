import { noteInChinese } from '../../maintenance/report/wording/chinese.ts';
import type { FirstTargets } from './choose-targets.ts';
import { type Language, words } from './words.ts';

/** Where the new project's instances and function are. */
export type Place = {
  /** Huawei's id: `cn-north-4`. */
  readonly region: string;
  /** `undefined` where nobody knows it yet: a variable stands for it. */
  readonly projectId: string | undefined;
  /** Of DCS, where it is not the public one. */
  readonly endpoint: string | undefined;
  /** The endpoint is a local cloud, which has all services. */
  readonly isLocal: boolean;
};

/** What a new schedule says. */
export type NewSchedule = {
  readonly place: Place;
  readonly timezone: string;
  readonly bucket: string;
  readonly targets: FirstTargets;
  /** How many instances there are; `undefined` where nobody could look. */
  readonly instances: number | undefined;
  readonly language: Language;
  /** Where editors find the JSON Schema, from the file. */
  readonly schema: string | undefined;
};

/** Stands for a project that is not known. */
export const projectVariable = 'HUAWEICLOUD_SDK_PROJECT_ID';

/** The text of `config/schedule.yaml`, with comments: a first job that runs by hand only, and a journal. */
export function scheduleText(wanted: NewSchedule): string {
  const { place, timezone, bucket, language, schema } = wanted;
  const said = words[language];
  const { region, projectId = `\${${projectVariable}}`, endpoint, isLocal } = place;
  const local = isLocal && endpoint !== undefined ? `, endpoint: ${quoted(endpoint)}` : '';
  const at = endpoint === undefined ? '' : `, endpoint: ${quoted(endpoint)}`;
  return `${[
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${schema}`, '#']),
    ...said.schedule.map(comment),
    'version: 1',
    `timezone: ${timezone}`,
    '',
    comment(said.tick),
    'tick: 5m',
    '',
    ...said.journal.map(comment),
    `journal: { url: ${quoted(`obs://${bucket}/nightshift`)}${local} }`,
    comment(said.handOver),
    `handOver: { region: ${region}${local} }`,
    '',
    'regions:',
    `  ${region}: { region: ${region}, projectId: ${quoted(projectId)}${at} }`,
    '',
    ...said.notify.map(comment),
    '# notify:',
    `#   ops: { kind: feishu, url: "\${OPS_WEBHOOK_URL}", secret: "\${OPS_WEBHOOK_SECRET}", language: ${language} }`,
    '',
    'jobs:',
    ...jobLines(wanted).map((line) => `  ${line}`),
  ].join('\n')}\n`;
}

function jobLines({ place: { region }, targets, instances, language }: NewSchedule): readonly string[] {
  const said = words[language];
  return [
    ...said.byHand.map(comment),
    'first-restart:',
    `  action: soft_restart # ${said.softRestart}`,
    `  ${comment(said.nightly)}`,
    '  # cron: "30 3 * * *"',
    '  # window: 2h',
    '  targets:',
    `    region: ${region}`,
    ...targetLines(targets, instances, language).map((line) => `    ${line}`),
    `  ${comment(said.rollout)}`,
    '  rollout: { canary: 1, concurrency: 1, maxFailures: 0 }',
    '  retry: { attempts: 3, backoff: 30s }',
    `  ${comment(said.settle)}`,
    '  settle: { timeout: 30m }',
    '  # notify: [ops]',
  ];
}

function targetLines(
  targets: FirstTargets,
  instances: number | undefined,
  language: Language,
): readonly string[] {
  const said = words[language];
  switch (targets.kind) {
    case 'unknown':
      return [comment(instances === undefined ? said.unseen : said.none), 'tags: { env: staging }'];
    case 'instance':
      return [
        comment(targets.insteadOf ? crowdedText(targets.insteadOf, language) : said.single),
        ...(targets.loses === undefined
          ? []
          : [comment(said.losing), comment(reasonIn(targets.loses, language))]),
        `ids: [${quoted(targets.id)}] # ${onOneLine(targets.name)}`.trimEnd(),
      ];
    case 'tag': {
      const { key, value, tagged, excluded } = targets;
      const of = (by: 'names' | 'ids') => excluded.filter((each) => each.by === by);
      return [
        comment(said.tagged(onOneLine(`${key}=${value}`), tagged, instances ?? tagged)),
        `tags: { ${quoted(key)}: ${quoted(value)} }`,
        ...(excluded.length === 0 ? [] : ['exclude:', `  ${comment(said.excluded)}`]),
        ...(['names', 'ids'] as const).flatMap((by) =>
          of(by).length === 0
            ? []
            : [
                `  ${by}:`,
                ...of(by).map((each) => `    - ${quoted(each.value)} # ${reasonIn(each.reason, language)}`),
              ],
        ),
      ];
    }
    default:
      return targets satisfies never;
  }
}

type Crowded = NonNullable<Extract<FirstTargets, { kind: 'instance' }>['insteadOf']>;

function crowdedText({ key, value, tagged, losing }: Crowded, language: Language): string {
  return words[language].crowded(onOneLine(`${key}=${value}`), tagged, losing);
}

function reasonIn(reason: string, language: Language): string {
  return onOneLine(language === 'zh' ? noteInChinese(reason) : reason);
}

/** What the account calls things may hold anything; a comment ends with its line. */
function onOneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
}

function comment(line: string): string {
  return `# ${line}`;
}

/** JSON's quotes are YAML's, too. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

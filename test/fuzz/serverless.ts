// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of Serverless.
import { readFileSync } from 'node:fs';
import { isZone } from '../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import { parseServerless } from '../../functions/nightshift/deploy/serverless/parse-serverless.ts';
import { coverageDiagnostics } from '../../functions/nightshift/deploy/triggers/coverage-of.ts';
import type { FuzzKind } from './fuzz-kind.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const now = Date.UTC(2026, 10, 29, 12);
const parsed = parseSchedule(read('config/schedule.yaml'), { file: 'schedule.yaml', isZone });

const files: Readonly<Record<string, string>> = {
  './values.yml': 'stage: prod\nnested: { list: [1, 2], text: "${self:service}" }\n',
  './circle.yml': 'again: ${file(./circle.yml):again}\n',
  './broken.json': '{ "a": ',
};

const seeds = [
  read('serverless.yml'),
  `service: \${file(./values.yml):stage}-\${self:custom.name, 'night'}
provider:
  name: huawei
  region: \${env:REGION, "cn-north-4"}
  memorySize: \${self:custom.sizes.small}
  timeout: 900
custom:
  name: shift
  sizes: { small: 256, large: 1024 }
  all: \${self:custom.sizes}
  chain: ["\${self:custom.name}", "\${self:custom.chain.0}"]
functions:
  nightshift:
    handler: index.handler
    xrole: nightshift-dcs
    appXrole: \${self:functions.nightshift.xrole}
    code: { codeUri: ./dist/function }
    environment:
      variables: { STAGE: "\${file(./values.yml):stage}", LEVEL: info }
    encryptedUserData: { OPS_WEBHOOK_URL: "\${env:OPS_WEBHOOK_URL}" }
    asyncInvokeConfig: { maxAsyncRetryAttempts: 0, maxAsyncEventAgeInSeconds: 3600 }
    logConfig: { groupId: a, groupName: b, streamId: c, streamName: d }
    events:
      - triggerTypeCode: TIMER
        status: ACTIVE
        eventData: { name: tick, scheduleType: Rate, schedule: 5m }
      - triggerTypeCode: TIMER
        status: DISABLED
        eventData: { name: night, scheduleType: Cron, schedule: "CRON_TZ=Asia/Shanghai 0 30 3 * * ?", userEvent: '{"job":"nightly-soft-restart"}' }
`,
];

/** `serverless.yml` and what its references lead to, held against the example's schedule. */
export const serverless: FuzzKind = {
  seeds,
  part: /\$\{[^}]*\}|[^\s:,[\]{}"'#]+/g,
  words: [
    ...[
      '${self:}',
      '${self:service}',
      '${self:custom}',
      '${self:functions}',
      '${self:provider.region}',
      '${file()}',
    ],
    ...[
      '${file(./circle.yml):again}',
      '${file(./broken.json):a}',
      '${file(./none.txt)}',
      '${file(./values.yml)}',
    ],
    ...[
      '${env:}',
      '${env:NONE}',
      "${env:NONE, ''}",
      '${opt:stage}',
      '${',
      '${${',
      "${'",
      '$${env:A}',
      '${a}${b}',
    ],
    ...[
      '0',
      '3',
      '900',
      '-1',
      'true',
      '~',
      '""',
      '[]',
      '{}',
      'Rate',
      'Cron',
      '5m',
      '@every 5m',
      '0 0 4 * * ?',
    ],
    ...[
      '<<: *a',
      '&a',
      '*a',
      'TIMER',
      'ACTIVE',
      'x-a',
      'Node.js18.15',
      '１２８',
      '“tick”',
      'tick\u200b',
      'tick：',
    ],
  ],
  judge(text) {
    const reading = parseServerless(Buffer.from(text), {
      file: 'serverless.yml',
      lookup: (name) => (name === 'NONE' ? undefined : '0123456789abcdef0123456789abcdef'),
      readFile: (path) => files[path],
    });
    if (!reading.ok) return { refusals: reading.diagnostics };
    const opened = { file: 'serverless.yml', text: reading.text, parsed: reading };
    const uncovered = parsed.ok ? coverageDiagnostics(opened, parsed.schedule, now) : [];
    return { refusals: [...reading.missing, ...uncovered] };
  },
};

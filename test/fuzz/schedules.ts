import { readFileSync } from 'node:fs';
import { isZone, zoneOffset } from '../../functions/maintenance/runtime/zone-offset.ts';
import { parseSchedule } from '../../functions/maintenance/schedule/parse-schedule.ts';
import { resolveEnvironment } from '../../functions/maintenance/schedule/resolve-environment.ts';
import { salvageChannels } from '../../functions/maintenance/schedule/salvage-channels.ts';
import { concealedSource } from '../../functions/nightshift/commands/concealed-source.ts';
import { expandedSchedule } from '../../functions/nightshift/commands/expanded-schedule.ts';
import { lintDiagnostics } from '../../functions/nightshift/lint/lint-schedule.ts';
import type { FuzzKind } from './fuzz-kind.ts';

/** 2026-11-29 12:00 in UTC. */
const now = Date.UTC(2026, 10, 29, 12);
const project = '0123456789abcdef0123456789abcdef';

/** Schedules as people write them: by the README, by copying jobs, with anchors, in Chinese, and in one line. */
const seeds = [
  readFileSync('config/schedule.yaml', 'utf8'),
  `version: 1
timezone: Asia/Shanghai
tick: 10m
x-night: &night
  window: 2h
  retry: { attempts: 3, backoff: 30s, maxBackoff: 5m }
x-quiet: &quiet { skipOn: [holidays, freeze], onSkip: next-allowed-day }
journal: { url: obs://runs/nightshift, region: cn-north-4, keep: 90d }
handOver: { region: cn-north-4 }
regions:
  beijing: { region: cn-north-4, projectId: "\${BEIJING_PROJECT_ID}" }
  shanghai: { region: cn-east-3, projectId: "${project}" }
notify:
  ops: { kind: feishu, url: "\${FEISHU_URL}", secret: "\${FEISHU_SECRET}", language: zh, when: failure }
  room: { kind: wecom, url: "\${WECOM_URL}", mention: ["@all"] }
  audit: { kind: webhook, url: "\${AUDIT_URL}", secret: "\${AUDIT_SECRET}", envelope: cloudevents }
calendars:
  holidays: [{ china: holidays }, { ics: ./holidays.ics }]
  freeze:
    - { from: 2026-11-10, to: 2026-11-12, reason: 双十一封网 }
    - { date: 2027-02-05, reason: "春节前：禁止变更" }
defaults:
  notify: [ops, audit]
  settle: { timeout: 20m, poll: 10s }
  backup: { mode: if-possible, maxAge: 12h }
overrides:
  - { job: nightly, skip: true, until: 2026-12-03, by: 李伟, reason: 压测 }
  - { job: cache-reset, move: "05:00", until: 2027-01-01, by: li.wei, reason: load test }
jobs:
  nightly:
    <<: [*night, *quiet]
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, tags: { env: staging, 用途: 缓存 }, exclude: { names: ["*生产*"] } }
    rollout: { canary: 1, concurrency: 25%, spreadBy: "tag:app", maxFailures: 10%, pauseBetween: 1m }
  cache-reset:
    <<: *night
    action: flush
    cron: "0 4 * * MON#2"
    jitter: 10m
    targets:
      region: [beijing, shanghai]
      names: ["session-cache-*", "缓存-?"]
      engineVersions: ["5.0", "6.0"]
    destroysData: acknowledged
    dst: { gap: skip, overlap: both }
  once: { action: restart, at: "2026-12-12 03:00", timezone: Europe/Berlin, from: 2026-12-01, until: 2026-12-24, targets: { region: shanghai, names: ["x-*"] } }
  by-hand: { action: restart, targets: { region: shanghai, ids: ["0d242646-f910-49f5-a45e-66f445be4246"] }, enabled: false }
`,
  JSON.stringify({
    version: 1,
    regions: { r: { region: 'cn-north-4', projectId: project } },
    notify: { ops: { kind: 'smn', topicUrn: `urn:smn:cn-north-4:${project}:ops` } },
    jobs: {
      a: { action: 'restart', cron: '0 4 1,15 * *', targets: { region: 'r', names: ['*'] }, notify: ['ops'] },
    },
  }),
  `# restarts
version: 1
timezone: "Europe/Berlin"
regions:
    berlin:
        region: eu-de
        projectId: '${project}'
jobs:
    one:
        action: restart
        cron: '*/30 2-4 * * 1-5'
        targets: &targets
            region: berlin
            names:
                - cache-*
                - "*-sessions"
        window: 90m
    two:
        action: soft_restart
        cron: >-
            0 5
            * * *
        targets: *targets
`,
];

const words = [
  ...[
    'true',
    '~',
    'yes',
    '""',
    "''",
    '[]',
    '{}',
    '|',
    '>',
    '- ',
    '? ',
    '<<: *night',
    '*night',
    '&a',
    '!!str',
  ],
  ...[
    '30 3 * *',
    '0 0 30 2 *',
    '@daily',
    'L',
    'MON#5',
    '* * * * * *',
    'H H * * *',
    'CRON_TZ=Asia/Tokyo 0 4 * * *',
  ],
  ...[
    '90s',
    '0m',
    '999999d',
    '25%',
    '101%',
    '-5%',
    '05:00',
    '24:00',
    '2026-02-30',
    '0001-01-01',
    '9999-12-31',
  ],
  ...[
    'defaults',
    'x-a',
    'destroysData: acknowledged',
    'enabled: false',
    'overlap: queue',
    'required',
    'none',
  ],
  ...[
    'Asia/Shangai',
    'UTC',
    'america/new_york',
    'http://127.0.0.1:1',
    'https://x',
    'file:runs',
    'obs://',
    '../h.ics',
  ],
  ...[
    '“*/5 * * * *”',
    '３０　３　＊　＊　＊',
    '2h。',
    'notify：[ops]',
    '\u200bcron',
    'cron\u00a0',
    '1–5',
    '０d',
  ],
];

/** The function's schedule, as `validate`, `deploy` and the function read it. */
export const schedules: FuzzKind = {
  seeds,
  part: /[^\s:,[\]{}"'#]+/g,
  words,
  async judge(text) {
    const parsed = parseSchedule(Buffer.from(text), { file: 'schedule.yaml', isZone });
    concealedSource(parsed.text);
    salvageChannels(parsed.text, () => 'https://example.com/hook');
    if (!parsed.ok) return { refusals: parsed.diagnostics };
    expandedSchedule(parsed.document);
    const resolved = resolveEnvironment(parsed, () => 'value');
    const lints = await lintDiagnostics(parsed, { contents: {}, flaws: {} }, { now, zoneOffset });
    const told = [...parsed.warnings, ...lints, ...(resolved.ok ? [] : resolved.diagnostics)];
    // A lint is no refusal, but has a place as well.
    return { refusals: told };
  },
};

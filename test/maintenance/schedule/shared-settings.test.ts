import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../functions/maintenance/schedule/parse-schedule.ts';
import type { Job } from '../../../functions/maintenance/schedule/schedule.ts';
import { isZone } from './iana-zones.ts';

const head = `version: 1
regions: { beijing: { region: cn-north-4, projectId: "0123456789abcdef0123456789abcdef" } }
notify: { ops: { kind: webhook, url: "\${URL}", secret: "\${S}" }, night: { kind: webhook, url: "\${U}", secret: "\${S}" } }
`;
const work = 'action: restart, targets: { region: beijing, names: ["*"] }';

function read(text: string) {
  const parsed = parseSchedule(head + text, { file: 'schedule.yaml', isZone });
  if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.diagnostics));
  return parsed;
}

function jobsOf(text: string): Readonly<Record<string, Job>> {
  return Object.fromEntries(read(text).schedule.jobs.map((job) => [job.name, job]));
}

/** A schedule means the same as another. */
function same(one: string, other: string): void {
  expect(read(one).schedule).toEqual(read(other).schedule);
}

describe('defaults', () => {
  test('are for every job that does not say it itself', () => {
    same(
      `defaults: { notify: [ops], window: 2h, onSkip: next-allowed-day }\njobs: { a: { ${work} }, b: { ${work}, window: 1h, notify: [] } }\n`,
      `jobs: { a: { ${work}, notify: [ops], window: 2h, onSkip: next-allowed-day }, b: { ${work}, window: 1h, notify: [], onSkip: next-allowed-day } }\n`,
    );
  });

  test('are taken key by key where both are mappings, and a list replaces a list', () => {
    same(
      `defaults: { retry: { attempts: 5, backoff: 10s }, settle: { poll: 5s }, backup: required, notify: [ops] }
jobs: { a: { ${work}, retry: { attempts: 1 }, backup: { mode: none }, notify: [night] } }\n`,
      `jobs: { a: { ${work}, retry: { attempts: 1, backoff: 10s }, settle: { poll: 5s }, backup: { mode: none }, notify: [night] } }\n`,
    );
  });

  test('give a job its time zone before the schedule does', () => {
    const { a, b } = jobsOf(
      `timezone: UTC\ndefaults: { timezone: Asia/Shanghai }\njobs: { a: { ${work} }, b: { ${work}, timezone: Europe/Berlin } }\n`,
    );
    expect([a?.timezone, b?.timezone]).toEqual(['Asia/Shanghai', 'Europe/Berlin']);
  });

  test('change nothing where they are empty', () => {
    same(`defaults: {}\njobs: { a: { ${work} } }\n`, `jobs: { a: { ${work} } }\n`);
  });
});

describe('anchors and merge keys', () => {
  test('put in what a job does not say itself, wherever they stand in it', () => {
    same(
      `x-night: &night { window: 2h, retry: { attempts: 5 } }\njobs: { a: { <<: *night, ${work} }, b: { ${work}, window: 1h, <<: *night } }\n`,
      `jobs: { a: { ${work}, window: 2h, retry: { attempts: 5 } }, b: { ${work}, window: 1h, retry: { attempts: 5 } } }\n`,
    );
  });

  test('of several, the first counts', () => {
    same(
      `x-a: &a { window: 1h }\nx-b: &b { window: 2h, jitter: 5m }\njobs: { a: { <<: [*a, *b], ${work} } }\n`,
      `jobs: { a: { ${work}, window: 1h, jitter: 5m } }\n`,
    );
  });

  test('may be built on one another, and be whole jobs, lists and single values', () => {
    same(
      `x-zone: &zone Asia/Shanghai
x-a: &a { window: 1h }
x-b: &b { <<: *a, jitter: 5m, timezone: *zone }
x-names: &names ["cache-*", "session-*"]
jobs:
  a: &job { <<: *b, action: restart, targets: { region: beijing, names: *names } }
  b: { <<: *job, cron: "30 3 * * *" }
`,
      `jobs:
  a: { window: 1h, jitter: 5m, timezone: Asia/Shanghai, action: restart, targets: { region: beijing, names: ["cache-*", "session-*"] } }
  b: { window: 1h, jitter: 5m, timezone: Asia/Shanghai, action: restart, targets: { region: beijing, names: ["cache-*", "session-*"] }, cron: "30 3 * * *" }
`,
    );
  });

  test('count before defaults, which count for what they leave open', () => {
    const { a } = jobsOf(
      `x-a: &a { retry: { attempts: 5 } }\ndefaults: { retry: { attempts: 1, backoff: 10s } }\njobs: { a: { <<: *a, ${work} } }\n`,
    );
    expect(a?.retry).toMatchObject({ attempts: 5, backoff: 10_000 });
  });

  test('keep the acknowledgement that a job has in its own lines', () => {
    const { a } = jobsOf(
      `x-a: &a { backup: none, destroysData: acknowledged }\njobs: { a: { <<: *a, destroysData: acknowledged, action: flush, targets: { region: beijing, names: ["*"] } } }\n`,
    );
    expect(a?.destroysData).toBe('acknowledged');
  });

  test('unfold within bounds, in a moment', () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => `k${index}: 1`).join(', ');
    const jobs = Array.from({ length: 2_000 }, (_, index) => `  j${index}: { <<: *big }`).join('\n');
    const parsed = parseSchedule(`${head}x-big: &big { ${keys} }\njobs:\n${jobs}\n`, {
      file: 'schedule.yaml',
      isZone,
    });
    if (parsed.ok) expect.unreachable('it is read');
    expect(parsed.diagnostics.filter(({ code }) => code === 'yaml.size').length).toBeGreaterThan(0);
  });
});

test('keys that begin with x- mean nothing by themselves, whatever is in them', () => {
  same(
    `x-notes: { "\${A}": [1, { jobs: nothing }], text: "\${B}" }\nx-: 1\njobs: { a: { ${work} } }\n`,
    `jobs: { a: { ${work} } }\n`,
  );
});

test('what is wrong in a shared setting is told once, where it is written', () => {
  const jobs = Array.from({ length: 50 }, (_, index) => `  j${index}: { <<: *a, ${work} }`).join('\n');
  const parsed = parseSchedule(
    `${head}x-a: &a { window: soon }\ndefaults: { jitter: often }\njobs:\n${jobs}\n`,
    { file: 'schedule.yaml', isZone },
  );
  if (parsed.ok) expect.unreachable('it is read');
  expect(parsed.diagnostics.map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
    '4:19 jobs.j0.window',
    '5:21 defaults.jitter',
  ]);
});

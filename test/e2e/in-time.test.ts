import { describe, expect, test } from 'vitest';
import { withDurable } from './durable-night.ts';
import {
  forEver,
  host,
  instances,
  internal,
  isList,
  isObs,
  job,
  lists,
  type Story,
  tickOf,
} from './sixty-seconds.ts';

/** Holds from the first action on that is sent to DCS. */
function fromThePut(silent: NonNullable<Story['silent']>): NonNullable<Story['silent']> {
  let sent = false;
  return (request) => {
    sent ||= request.method === 'PUT';
    return sent && silent(request);
  };
}

/** Of an invocation that carried nothing out, every channel of the schedule is told. */
const everybody = 2;

describe('a function of 60 s tells people before it is killed', () => {
  const stories: readonly Story[] = [
    {
      what: 'the schedule is wrong',
      jobs: job().replace('30 3', '99 3'),
      told: everybody,
      reads: ['schedule'],
    },
    {
      what: 'lists are silent',
      silent: isList,
      reads: [/could not be listed \(asked .*\d+s\)/, host, 'TIMEOUT'],
    },
    {
      what: 'lists are throttled for ever',
      faults: lists({ kind: 'throttled' }),
      reads: [/could not be listed \(asked \d times in \d+s\)/, 'throttling threshold', 'APIGW.0308', '429'],
    },
    {
      what: 'lists are throttled for a day',
      faults: lists({ kind: 'throttled', retryAfterSeconds: 86_400 }),
      reads: [/could not be listed \(asked \d times in \d+s\)/, 'throttling threshold', 'APIGW.0308', '429'],
    },
    {
      what: 'lists fail for ever',
      faults: lists({ kind: 'server-error', code: 'DCS.5000' }),
      reads: [/could not be listed \(asked \d times in \d+s\)/, 'DCS.5000', '500'],
    },
    {
      what: 'the facts are silent',
      silent: ({ method, target }) => method === 'GET' && /\/instances\/[^/?]+(\/configs)?$/.test(target),
      reads: ['cache-1', 'cache-2', 'could not be read'],
    },
    {
      what: 'the figures are silent',
      silent: ({ target }) => target.includes('statistic') || target.includes('nodes-information'),
      reads: ['cache-1', 'cache-2', '"succeeded":2'],
    },
    {
      what: 'the backups are silent',
      silent: ({ target }) => target.includes('/backups'),
      jobs: job().replace('    settle', '    backup: required\n    settle'),
      reads: ['cache-1', 'cache-2', '"deferred":2', 'its backups were waited for', host, 'TIMEOUT'],
    },
  ];
  test.each(stories)('when $what', async (story) => {
    const { kind, seconds, told, log } = await tickOf(story, false);
    expect(['answered', 'failed']).toContain(kind);
    expect(seconds).toBeLessThan(60);
    expect(told).toHaveLength(story.told ?? 1);
    for (const each of story.reads) expect(told[0]).toMatch(each);
    expect(told.join('\n') + log).not.toMatch(internal);
  });
});

describe('with a journal, a function of 60 s tells people or leaves the run to the next tick', () => {
  const stories: readonly Story[] = [
    {
      what: 'OBS is silent',
      silent: isObs,
      told: everybody,
      reads: ['could not list open/', host, 'TIMEOUT'],
    },
    {
      what: 'OBS is not available',
      obsFaults: [
        { operation: 'any', times: forEver, effect: { kind: 'server-error', code: 'ServiceUnavailable' } },
      ],
      told: everybody,
      reads: ['could not list open/', host, '503', 'ServiceUnavailable'],
    },
    {
      what: 'OBS falls silent when a call was sent',
      silent: fromThePut(isObs),
      told: everybody,
      reads: [/could not (append to|read|look)/, host],
    },
    { what: 'lists are silent', silent: isList, told: 0, reads: [] },
    {
      what: 'lists are throttled for a day',
      faults: lists({ kind: 'throttled', retryAfterSeconds: 86_400 }),
      told: 0,
      reads: [],
    },
  ];
  test.each(stories)('when $what', async (story) => {
    const { kind, seconds, told, log, answer } = await tickOf(story, true);
    expect(['answered', 'failed']).toContain(kind);
    expect(seconds).toBeLessThan(60);
    expect(told).toHaveLength(story.told ?? 1);
    if (story.told === 0) expect(answer).toContain('"continues":"tick"');
    for (const each of story.reads) expect(told[0]).toMatch(each);
    expect(told.join('\n') + log).not.toMatch(internal);
  });
});

describe('a function of 60 s answers in time and says what it waited for', () => {
  test.each([false, true])('when a channel is silent (with a journal: %s)', async (durable) => {
    const silent: Story['silent'] = ({ target }) => target.startsWith('/inbox');
    const { kind, seconds, answer, log } = await tickOf({ what: '', silent, reads: [] }, durable);
    expect(kind).toBe('answered');
    expect(seconds).toBeLessThan(60);
    expect(answer).toMatch(/"untold":\[\{"channel":"plain","status":"unconfirmed".*no answer in time/);
    expect(log).not.toMatch(internal);
  });

  test('when one of four regions is silent, which the others do not wait for', async () => {
    const everywhere = ['beijing', 'shanghai', 'guangzhou', 'guiyang'];
    const jobs = job()
      .replace('region: beijing', `region: [${everywhere.join(', ')}]`)
      .replace('plain', 'ops');
    const seeds = instances.map((seed, n) => ({ ...seed, region: n === 0 ? 'cn-north-4' : 'cn-east-3' }));
    await withDurable({ jobs, instances: seeds, timeLimitSeconds: 60 }, async (night) => {
      night.cloud.interceptor = (request) =>
        isList(request) && request.target.includes('fedcba9876543210fedcba9876543210') ? 'silence' : 'pass';
      await night.tick();
      await night.tickUntilOver();
      expect(night.ends().map(({ end }) => end)).not.toContain('killed');
      const [summary, ...others] = night.summaries();
      expect(others).toEqual([]);
      expect(summary).toMatchObject({ status: 'partial', counts: { selected: 1, succeeded: 1 } });
      expect(summary?.problems).toMatchObject([
        {
          region: 'shanghai',
          code: 'TIMEOUT',
          reason: expect.stringContaining('could not be listed (asked'),
        },
      ]);
    });
  });
});

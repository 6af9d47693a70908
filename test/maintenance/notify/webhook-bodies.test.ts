import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../functions/maintenance/notify/channel.ts';
import { webhookId } from '../../../functions/maintenance/notify/notice.ts';
import { cloudEventBody, noticeBody } from '../../../functions/maintenance/notify/webhook-body.ts';
import { summarize } from '../../../functions/maintenance/report/summarize.ts';
import { row, runEnd } from '../report/sample-summary.ts';
import { goldenNotices, hostileNotice } from './golden-notices.ts';
import { finished, now } from './sample-notice.ts';

const asIs = (text: string) => text;

/** Long ones are proved by measure, below: nobody reads 5,000 lines on record. */
const { 'five-hundred-failures': fiveHundred, ...shortNotices } = goldenNotices;

/** The envelopes of the generic webhook, each with the most bytes it may have. */
const envelopes = [
  { name: 'webhook', limit: 256 * 1024, write: (notice: Notice) => noticeBody(notice, now, asIs) },
  {
    name: 'cloudevents',
    limit: 64 * 1024,
    write: (notice: Notice) => cloudEventBody(notice, { id: webhookId(notice), now }, asIs),
  },
] as const;

describe.each(envelopes)('a body of the generic webhook ($name)', ({ name, limit, write }) => {
  test.each(Object.entries(shortNotices))(
    'is the one on record when a run ends with %s',
    async (end, notice) => {
      const body = write(notice);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit);
      const path = `../../fixtures/notify/${name}/${end}.json`;
      await expect(`${JSON.stringify(JSON.parse(body), null, 1)}\n`).toMatchFileSnapshot(path);
    },
  );

  test('of five hundred failures holds as many of them as fit, as they are, and counts all', () => {
    const body = write(fiveHundred);
    const { data } = JSON.parse(body);
    if (fiveHundred.type !== 'nightshift.run.finished') expect.unreachable('it is of a run');
    const { instances } = fiveHundred.summary;
    expect(data.counts).toMatchObject({ selected: 500, failed: 500 });
    expect(data.instances).toEqual(instances.slice(0, data.instances.length));
    const left = instances.length - data.instances.length;
    const cut = { code: 'truncated', reason: expect.stringContaining(`${left} instance(s)`) };
    expect(data.problems).toMatchObject(left === 0 ? [] : [cut]);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limit);
    const next = JSON.stringify(instances[data.instances.length] ?? '').length;
    expect(left === 0 || Buffer.byteLength(body) + next > limit).toBe(true);
  });

  test.each(['x', '务', '🔥'])('is whole up to its limit and not beyond (%s)', (letter) => {
    const wide = (reason: string) =>
      write({
        ...finished,
        summary: summarize(runEnd([row('orders', { outcome: 'failed', reason }), row('sessions')])),
      });
    const room = limit - Buffer.byteLength(wide(''));
    const width = Buffer.byteLength(letter);
    const filling = (bytes: number) =>
      wide(letter.repeat(Math.floor(bytes / width)) + 'x'.repeat(bytes % width));
    for (const spare of [1, 0]) {
      const body = filling(room - spare);
      expect(Buffer.byteLength(body)).toBe(limit - spare);
      expect(JSON.parse(body).data.instances).toHaveLength(2);
    }
    const cut = filling(room + 1);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
    expect(JSON.parse(cut).data).toMatchObject({
      counts: { selected: 2, failed: 1 },
      problems: [{ code: 'truncated', reason: expect.stringContaining('instance(s)') }],
    });
  });

  test('is JSON whatever the cloud says', () => {
    expect(JSON.parse(write(hostileNotice)).type).toBe('nightshift.run.finished');
  });
});

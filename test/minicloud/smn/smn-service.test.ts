import { describe, expect, onTestFinished, test } from 'vitest';
import { startCloud } from '../../../functions/minicloud/gateway/cloud.ts';
import { createSmn } from '../../../functions/minicloud/smn/smn-service.ts';
import { createHandClock } from '../../../functions/minicloud/wire/cloud-clock.ts';
import { project, projects, startAt } from '../dcs/small-dcs.ts';
import { type RequestParts, sendSigned } from '../gateway/signed-request.ts';

async function smallSmn() {
  const cloud = await startCloud({ clock: createHandClock(startAt), projects, instances: [] });
  onTestFinished(() => cloud.close());
  const smn = createSmn(cloud);
  const urn = smn.createTopic('cn-north-4', 'nightly');
  const publish = async (
    body: unknown,
    { topic = urn, ...parts }: RequestParts & { topic?: string } = {},
  ) => {
    const path = `/v2/${project}/notifications/topics/${topic}/publish`;
    const { status, text } = await sendSigned(cloud, 'POST', path, { body, ...parts });
    return { status, body: JSON.parse(text) };
  };
  return { cloud, smn, urn, publish };
}

describe('a topic on the local cloud', () => {
  test('keeps what is published to it', async () => {
    const { smn, urn, publish } = await smallSmn();
    const answer = await publish({ subject: '维护', message: 'done', time_to_live: '60' });
    expect(answer).toMatchObject({ status: 200, body: { request_id: expect.any(String) } });
    expect(smn.messages).toEqual([
      {
        topicUrn: urn,
        messageId: answer.body.message_id,
        subject: '维护',
        texts: { default: 'done' },
        timeToLiveSeconds: 60,
        publishedAt: startAt,
      },
    ]);
  });

  test('takes texts by protocol before a message', async () => {
    const { smn, publish } = await smallSmn();
    const message_structure = JSON.stringify({ default: 'd', sms: 's' });
    await publish({ message: 'm', message_structure });
    expect(smn.messages).toMatchObject([
      { subject: undefined, texts: { default: 'd', sms: 's' }, timeToLiveSeconds: 3_600 },
    ]);
  });

  test.each([
    ['no message', {}, 403, 'SMN.0009'],
    ['an empty message', { message: '' }, 403, 'SMN.0009'],
    ['a subject of two lines', { subject: 'a\nb', message: 'm' }, 403, 'SMN.0008'],
    ['a subject of 513 bytes', { subject: 'a'.repeat(513), message: 'm' }, 403, 'SMN.0008'],
    ['texts without a default', { message_structure: '{"sms":"s"}' }, 400, 'SMN.0021'],
    ['texts that are no JSON', { message_structure: 'text' }, 400, 'SMN.0021'],
    ['more than 256 KB', { message: 'a'.repeat(256 * 1024 + 1) }, 403, 'SMN.0047'],
  ])('refuses %s', async (_, body, status, code) => {
    const { smn, publish } = await smallSmn();
    expect(await publish(body)).toMatchObject({ status, body: { code, message: expect.any(String) } });
    expect(smn.messages).toEqual([]);
  });

  test('takes what is just within the limits', async () => {
    const { publish } = await smallSmn();
    const body = { subject: 'a'.repeat(512), message: 'a'.repeat(256 * 1024) };
    expect(await publish(body)).toMatchObject({ status: 200 });
  });

  test('refuses other topics, other signatures and who may not', async () => {
    const { smn, publish } = await smallSmn();
    const body = { message: 'm' };
    const topic = `urn:smn:cn-north-4:${project}:weekly`;
    expect(await publish(body, { topic })).toMatchObject({ status: 404, body: { code: 'SMN.0006' } });
    expect(await publish(body, { topic: 'nightly' })).toMatchObject({
      status: 400,
      body: { code: 'SMN.0005' },
    });
    expect(await publish(body, { accessKey: 'OTHER' })).toMatchObject({
      status: 401,
      body: { error_code: 'APIGW.0301' },
    });
    smn.deniedActions = ['smn:topic:publish'];
    expect(await publish(body)).toMatchObject({ status: 403, body: { code: 'SMN.0001' } });
    expect(smn.messages).toEqual([]);
  });

  test('answers as it is told to, in that order', async () => {
    const { smn, publish } = await smallSmn();
    smn.script('SMN.0016', 'throttled');
    const statuses = [];
    for (let at = 0; at < 3; at += 1) statuses.push((await publish({ message: 'm' })).status);
    expect(statuses).toEqual([500, 429, 200]);
  });

  test('stands in the log of the cloud', async () => {
    const { cloud, publish } = await smallSmn();
    await publish({ message: 'm' });
    expect(cloud.audit()).toMatchObject([{ kind: 'call', operation: 'PublishMessage', status: 200 }]);
  });
});

import { describe, expect, test } from 'vitest';
import { instanceIdOf } from '../../../functions/minicloud/dcs/instance-seed.ts';
import { answerOf, at, project, smallDcs } from './small-dcs.ts';

const id = instanceIdOf('a');
const put = (body: string, of = smallDcs([{ name: 'a' }])) =>
  answerOf(of.dcs.call({ operation: 'RestartOrFlushInstances', project, body }));
const put51 = Array.from({ length: 51 }, (_, index) => instanceIdOf(`n${index}`));

describe('a status change is refused', () => {
  test.each([
    ['without a body', '', 'DCS.4004', 'Empty request body.'],
    [
      'that is no JSON',
      '{"instances"',
      'DCS.4005',
      'The message body contains invalid characters or is not in JSON format.',
    ],
    [
      'that is no object',
      '[]',
      'DCS.4005',
      'The message body contains invalid characters or is not in JSON format.',
    ],
    [
      'without instances',
      '{"action":"restart"}',
      'DCS.4065',
      'The instances parameter in the request cannot be a null value or left unspecified.',
    ],
    [
      'with null for instances',
      '{"instances":null,"action":"restart"}',
      'DCS.4065',
      'The instances parameter in the request cannot be a null value or left unspecified.',
    ],
    [
      'with no instance',
      '{"instances":[],"action":"restart"}',
      'DCS.4065',
      'The instances parameter in the request cannot be a null value or left unspecified.',
    ],
    [
      'with an action DCS does not know',
      JSON.stringify({ instances: [id], action: 'reboot' }),
      'DCS.4064',
      'The action parameter in the request must be start, stop, or restart.',
    ],
    [
      'with 51 ids',
      JSON.stringify({ instances: put51, action: 'restart' }),
      'DCS.4100',
      'The number of instance IDs in an instances array cannot exceed 50.',
    ],
    [
      'with an id that is none',
      JSON.stringify({ instances: [id, 'a'], action: 'restart' }),
      'DCS.4061',
      'Invalid instance ID format.',
    ],
  ])('%s', (_, body, error_code, error_msg) => {
    expect(put(body)).toEqual({ status: 400, body: { error_code, error_msg, error_ext_msg: null } });
  });

  test('for an instance that does not exist, with 404', () => {
    expect(put(JSON.stringify({ instances: [instanceIdOf('b')], action: 'restart' }))).toEqual({
      status: 404,
      body: { error_code: 'DCS.3022', error_msg: 'This DCS instance does not exist.', error_ext_msg: null },
    });
  });

  test.each([
    ['RESTARTING', 'DCS.4111'],
    ['FLUSHING', 'DCS.4026'],
    ['RESTORING', 'DCS.4097'],
    ['EXTENDING', 'DCS.4113'],
    ['UPGRADING', 'DCS.4116'],
    ['ROLLBACKING', 'DCS.4117'],
    ['CREATING', 'DCS.4118'],
    ['FREEZING', 'DCS.4120'],
    ['FROZEN', 'DCS.4049'],
    ['CREATEFAILED', 'DCS.4049'],
  ])('for an instance in %s', (status, error_code) => {
    const { change } = smallDcs([{ name: 'a', status }]);
    expect(answerOf(change('restart', 'a'))).toMatchObject({ status: 400, body: { error_code } });
  });

  test('with the older numeric code where the cloud writes those', () => {
    const numeric = (status: string) =>
      smallDcs([{ name: 'a', status }], { knobs: { errorCodes: 'numeric' } });
    expect(answerOf(numeric('RESTARTING').change('restart', 'a')).body).toHaveProperty(
      'error_code',
      '111400111',
    );
    expect(answerOf(numeric('RUNNING').change('restart', 'b')).body).toHaveProperty(
      'error_code',
      '111404022',
    );
  });

  test('for a project id of another form, and for one that the credentials are not for', () => {
    const { dcs } = smallDcs([{ name: 'a' }]);
    const codeFor = (of: string) =>
      answerOf(dcs.call({ operation: 'RestartOrFlushInstances', project: of, body: '' }));
    expect(codeFor('{project_id}')).toMatchObject({ status: 400, body: { error_code: 'DCS.4002' } });
    expect(codeFor('0'.repeat(32))).toMatchObject({ status: 401, body: { error_code: 'DCS.1004' } });
  });

  test('for an instance of another project', () => {
    const { change } = smallDcs([{ name: 'a', region: 'cn-south-1' }]);
    expect(answerOf(change('restart', 'a')).status).toBe(404);
  });
});

describe('old engines', () => {
  const old = [
    { name: 'redis3', engineVersion: '3.0.7' },
    { name: 'memcached', engine: 'Memcached' },
  ] as const;

  test.each(['redis3', 'memcached'])('cannot be flushed (%s); the code is a knob', (name) => {
    expect(answerOf(smallDcs(old).change('flush', name)).body).toHaveProperty('error_code', 'DCS.4027');
    const other = smallDcs(old, { knobs: { unsupportedCode: 'DCS.4026' } });
    expect(answerOf(other.change('flush', name)).body).toHaveProperty('error_code', 'DCS.4026');
  });

  test.each(['redis3', 'memcached'])('may or may not take a soft restart (%s)', (name) => {
    expect(answerOf(smallDcs(old).change('soft_restart', name)).status).toBe(200);
    const strict = smallDcs(old, { knobs: { softRestartOfOldEngines: 'refused' } });
    expect(answerOf(strict.change('soft_restart', name)).body).toHaveProperty('error_code', 'DCS.4027');
    expect(answerOf(strict.change('restart', name)).status).toBe(200);
  });
});

describe('one bad instance of several', () => {
  const seeds = [{ name: 'a' }, { name: 'bad', status: 'EXTENDING' }, { name: 'c' }];

  test('has the whole call refused, and nothing is done to the others', () => {
    const { change, told } = smallDcs(seeds);
    expect(answerOf(change('restart', 'a', 'bad', 'c'))).toMatchObject({
      status: 400,
      body: { error_code: 'DCS.4113' },
    });
    expect(told('accepted')).toEqual([]);
  });

  test('or is `failed` beside the others, without a reason', () => {
    const { change, told } = smallDcs(seeds, { knobs: { oneBadOfSeveral: 'per-item' } });
    expect(answerOf(change('restart', 'a', 'bad', 'c', 'unknown'))).toEqual({
      status: 200,
      body: {
        results: [
          { instance: instanceIdOf('a'), result: 'success' },
          { instance: instanceIdOf('bad'), result: 'failed' },
          { instance: instanceIdOf('c'), result: 'success' },
          { instance: instanceIdOf('unknown'), result: 'failed' },
        ],
      },
    });
    expect(told('rejected')).toMatchObject([{ code: 'DCS.4113' }, { code: 'DCS.3022' }]);
  });

  test('is refused with 400 either way when it comes alone', () => {
    const { change } = smallDcs(seeds, { knobs: { oneBadOfSeveral: 'per-item' } });
    expect(answerOf(change('restart', 'bad')).status).toBe(400);
  });
});

test('an id that is named twice is acted on once', () => {
  const dcs = smallDcs([{ name: 'a' }]);
  const { body } = put(JSON.stringify({ instances: [id, id], action: 'restart' }), dcs);
  expect(at(body, 'results')).toHaveLength(1);
  expect(dcs.told('accepted')).toHaveLength(1);
});

test('50 ids are taken in one call', () => {
  const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
  const { change, told } = smallDcs(names.map((name) => ({ name })));
  expect(answerOf(change('soft_restart', ...names)).status).toBe(200);
  expect(told('accepted')).toHaveLength(50);
});

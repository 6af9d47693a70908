import { describe, expect, test } from 'vitest';
import { classifyTeams } from '../../../functions/maintenance/notify/teams.ts';
import { teamsAnswers } from '../../../functions/minicloud/inbox/chats/teams.ts';
import type { HttpAnswer } from '../../../functions/minicloud/inbox/scripted-reply.ts';

function verdictOn({ status, headers, body }: HttpAnswer) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return classifyTeams(status, Object.fromEntries(lower), body);
}

const lacksSig =
  'HTTP 401, DirectApiAuthorizationRequired: the URL lacks its sig, or not anyone may trigger the workflow';

describe('an answer of a workflow of Teams', () => {
  test('is success once the workflow has the message', () => {
    expect(verdictOn(teamsAnswers.taken)).toEqual({
      kind: 'delivered',
      reason: 'HTTP 202: the workflow has it',
    });
  });

  test.each([
    [200, ''],
    [200, '1'],
    [200, '{"posted":true}'],
    [202, '<p>accepted</p>'],
  ])('is success when it is %i with %j', (status, body) => {
    expect(classifyTeams(status, {}, body)).toMatchObject({ kind: 'delivered' });
  });

  test.each<[keyof typeof teamsAnswers, object]>([
    [
      'off',
      {
        kind: 'permanent',
        reason: 'HTTP 400, WorkflowTriggerIsNotEnabled: the workflow is turned off or was removed',
      },
    ],
    ['removed', { kind: 'permanent', reason: 'HTTP 404, WorkflowNotFound: the workflow was removed' }],
    ['notForAnyone', { kind: 'permanent', reason: lacksSig }],
    ['tooMany', { kind: 'transient', reason: 'HTTP 429', retryAfter: '3', mayHaveArrived: false }],
    [
      'hiddenError',
      {
        kind: 'transient',
        reason: 'HTTP 200, but Teams answered with an error: HTTP 429',
        retryAfter: undefined,
        mayHaveArrived: false,
      },
    ],
    ['invalid', { kind: 'refused-card', reason: 'HTTP 400: the message was refused' }],
  ])('is read when it is %s', (answer, verdict) => {
    expect(verdictOn(teamsAnswers[answer])).toEqual(verdict);
  });

  test.each([
    ['Microsoft Teams endpoint returned HTTP error 413', 'permanent'],
    ['Microsoft Teams endpoint returned HTTP error 502', 'transient'],
    ['Microsoft Teams endpoint returned HTTP error 200', 'permanent'],
    ['HTTP error', 'permanent'],
  ])('is a failure when it is 200 with %j', (body, kind) => {
    for (const status of [200, 202]) expect(classifyTeams(status, {}, body)).toMatchObject({ kind });
  });

  test.each([
    [200, ' <!doctype html><title>Sign in</title>'],
    [201, ''],
    [204, ''],
  ])('is no success when it is %i with %j', (status, body) => {
    expect(classifyTeams(status, {}, body)).toMatchObject({ kind: 'permanent', mayHaveArrived: true });
  });

  test.each([
    [301, '', 'permanent'],
    [400, '{"error":{"code":"TriggerInputSchemaMismatch"}}', 'refused-card'],
    [401, '{"error":{"code":"DirectApiInvalidAuthorizationScheme"}}', 'permanent'],
    [403, '{"error":"no"}', 'permanent'],
    [404, '', 'permanent'],
    [410, '', 'permanent'],
    [413, 'Request Entity too large', 'refused-card'],
    [500, '', 'transient'],
    [502, '{"error":{"code":"NoResponse"}}', 'transient'],
    [504, '', 'transient'],
  ])('is a failure when it is %i with %j', (status, body, kind) => {
    expect(classifyTeams(status, {}, body)).toMatchObject({ kind });
  });

  test('is never quoted', () => {
    const body = '{"error":{"code":"s3cret","message":"HTTP error s3cret"}}';
    for (const status of [200, 202, 302, 400, 401, 404, 429, 500])
      expect(JSON.stringify(classifyTeams(status, {}, body))).not.toContain('s3cret');
  });
});

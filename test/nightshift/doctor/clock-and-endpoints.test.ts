import { describe, expect, test } from 'vitest';
import { checkClock } from '../../../functions/nightshift/doctor/check-clock.ts';
import { checkEndpoints, whyNotAsked } from '../../../functions/nightshift/doctor/check-endpoints.ts';
import type { Endpoint } from '../../../functions/nightshift/doctor/endpoints.ts';
import type { Identity } from '../../../functions/nightshift/doctor/identity.ts';
import type { ServiceReach } from '../../../functions/nightshift/doctor/reach-service.ts';

const answered = (aheadMs: number | undefined, tookMs = 10): ServiceReach => ({
  kind: 'answered',
  tookMs,
  aheadMs,
});
const silent = (code: string): ServiceReach => ({ kind: 'silent', code, message: `no connection (${code})` });

describe('the clock', () => {
  test.each([
    [0, 'ok', 'clock'],
    [59_999, 'ok', 'clock'],
    [-60_000, 'warning', 'clock.drifts'],
    [899_999, 'warning', 'clock.drifts'],
    [900_000, 'error', 'clock.skewed'],
    [-86_400_000, 'error', 'clock.skewed'],
  ])('off by %i ms is %s', (aheadMs, severity, code) => {
    expect(checkClock(new Map([['https://one.example', answered(aheadMs)]]))).toMatchObject([
      { severity, code },
    ]);
  });

  test('is set against whoever answered quickest', () => {
    const knocks = new Map([
      ['https://slow.example', answered(1_000_000, 900)],
      ['https://quick.example', answered(1_200_000, 20)],
      ['https://silent.example', silent('ETIMEDOUT')],
    ]);
    const [finding] = checkClock(knocks);
    expect(finding?.what).toMatch(/^this clock is 20 min behind that of quick.example/);
  });

  test('is not known when nobody tells the time', () => {
    const knocks = new Map([['https://one.example', answered(undefined)]]);
    expect(checkClock(knocks)).toMatchObject([{ severity: 'not-tried', code: 'clock.unknown' }]);
  });
});

describe('an endpoint', () => {
  const url = 'https://dcs.cn-north-4.myhuaweicloud.com';
  const endpoint: Endpoint = {
    service: 'DCS',
    of: 'regions.beijing',
    url,
    region: 'cn-north-4',
    projectId: 'p1',
  };
  const known = (projects: readonly { id: string; name: string; enabled?: boolean }[]): Identity => ({
    kind: 'known',
    caller: undefined,
    accountName: 'acme',
    projects: projects.map((project) => ({ enabled: true, ...project })),
  });
  const look = (identity: Identity | undefined, knock = answered(0)) =>
    checkEndpoints([endpoint], new Map([[url, knock]]), identity);

  test.each([
    ['ENOTFOUND', 'endpoint.unknown', /region \(cn-north-4\)/],
    ['ECONNREFUSED', 'endpoint.silent', /firewalls/],
    ['TIMEOUT', 'endpoint.silent', /firewalls/],
  ])('that cannot be reached (%s) is an error', (code, expected, todo) => {
    const [finding] = look(undefined, silent(code));
    expect(finding).toMatchObject({ severity: 'error', code: expected, where: 'regions.beijing' });
    expect(finding?.todo).toMatch(todo);
  });

  test('of IAM is only a note, as no run asks it', () => {
    const iam: Endpoint = { ...endpoint, service: 'IAM', projectId: undefined };
    const found = checkEndpoints([iam], new Map([[url, silent('ENOTFOUND')]]), undefined);
    expect(found).toMatchObject([{ severity: 'note' }]);
  });

  test.each([
    ['of the region', [{ id: 'p1', name: 'cn-north-4' }], 'endpoint'],
    ['within the region', [{ id: 'p1', name: 'cn-north-4_caches' }], 'endpoint'],
    ['of another region', [{ id: 'p1', name: 'cn-east-3' }], 'project.region'],
    ['of somebody else', [{ id: 'p2', name: 'cn-north-4' }], 'project.foreign'],
    ['that is disabled', [{ id: 'p1', name: 'cn-north-4', enabled: false }], 'project.disabled'],
  ])('with a project %s', (_, projects, code) => {
    expect(look(known(projects))).toMatchObject([{ code }]);
  });

  test('tells which project would be right', () => {
    expect(look(known([{ id: 'p2', name: 'cn-north-4' }]))[0]?.todo).toBe(
      'expected p2 (cn-north-4); see My Credentials > Projects',
    );
  });

  test('is asked nothing more where it is silent, or the project is wrong', () => {
    const at = (knock: ServiceReach, identity: Identity) =>
      whyNotAsked(endpoint, new Map([[url, knock]]), identity);
    const right = known([{ id: 'p1', name: 'cn-north-4' }]);
    expect(at(silent('TIMEOUT'), right)).toBe('DCS does not answer');
    expect(at(answered(0), known([]))).toBe('the project is not the right one');
    expect(at(answered(0), right)).toBeUndefined();
    expect(at(answered(0), { kind: 'unknown', message: '' })).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { HuaweiCallError } from '../../../functions/maintenance/huawei/huawei-call-error.ts';
import { obsStoreError } from '../../../functions/maintenance/journal/obs-failure.ts';

const place = { host: 'obs.cn-north-4.myhuaweicloud.com', bucket: 'journal', key: 'runs/a' };

test('an answer too large to be read is lasting for a read, and leaves what changes something in doubt', () => {
  const error = new HuaweiCallError('TOO_LARGE', 'too large', { end: 'malformed', httpStatus: 200 });
  const kinds = (['read', 'append', 'remove'] as const).map((verb) => obsStoreError(verb, error, place).kind);
  expect(kinds).toEqual(['permanent', 'ambiguous', 'ambiguous']);
});

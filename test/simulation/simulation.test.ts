import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

test('x', { timeout: 600000 }, async () => {
  const from = Number(process.env['FROM'] ?? 1),
    n = Number(process.env['N'] ?? 50);
  const t0 = performance.now();
  let bad = 0;
  for (let s = from; s < from + n; s++) {
    const t = performance.now();
    if (process.env['W']) process.stderr.write(`${s} `);
    const v = await simulate(s, { traced: process.env['TR'] !== undefined });
    if (process.env['TR']) console.log(v.trace.join('\n'));
    const ms = performance.now() - t;
    if (ms > 300 || process.env['V'])
      console.log(s, ms.toFixed(0), v.witness.audit.length, v.witness.acts.length, v.witness.told.length);
    if (v.violations.length) {
      bad++;
      console.log(s, v.violations.slice(0, 5));
    }
  }
  console.log('bad', bad, 'ms/seed', (performance.now() - t0) / n);
});

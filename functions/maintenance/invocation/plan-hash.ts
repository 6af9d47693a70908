import { planFingerprint } from '../plan/fingerprint.ts';
import type { Plan } from '../plan/plan.ts';

/** Twelve hexadecimal digits that change when what would be done changes: shown by a dry run, given back to confirm. */
export async function planHash(plan: Plan): Promise<string> {
  // Loaded only now: node:crypto takes a twentieth of a cold start, and an idle tick hashes nothing.
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(planFingerprint(plan)).digest('hex').slice(0, 12);
}

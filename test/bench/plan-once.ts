import { planFingerprint } from '../../functions/maintenance/plan/fingerprint.ts';
import { makePlan } from '../../functions/maintenance/plan/make-plan.ts';
import { largePlanInput } from './large-fleet.ts';
import { peakOfProcess } from './process-peak.ts';

// A process of its own for what the bench wants to know of its memory: it plans as many as it is told, as an invocation
// does once, and says what it held at its peak, in bytes.
const plan = makePlan(largePlanInput(Number(process.argv[2])));
const hashed = planFingerprint(plan).length;
process.stdout.write(JSON.stringify({ planned: plan.instances.length, hashed, peak: peakOfProcess('self') }));

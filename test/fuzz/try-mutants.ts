import { drawMutant } from './draw-mutant.ts';
import type { FuzzKind, Refusal, Verdict } from './fuzz-kind.ts';

/** A mutant that was not answered as every text should be. */
export type Finding = { readonly number: number; readonly what: string };

/** What became of some mutants. */
export type Trial = {
  readonly tried: number;
  readonly refused: number;
  /** The most steps that one took, and which. */
  readonly mostSteps: number;
  readonly stepsAt: number;
  /** The longest time of the processor that one took, and which; 0 without a clock. */
  readonly slowestMs: number;
  readonly slowestAt: number;
  readonly findings: readonly Finding[];
};

/** A trial of nothing. */
export const noTrial: Trial = {
  ...{ tried: 0, refused: 0, mostSteps: 0, stepsAt: 0, slowestMs: 0, slowestAt: 0, findings: [] },
};

/**
 * Lets a kind's reader judge mutants by their numbers. Found are crashes, refusals without a place or without what
 * is expected, and with a clock (milliseconds of the processor) whatever takes longer than `longestMs`.
 */
export async function tryMutants(
  kind: FuzzKind,
  from: number,
  count: number,
  { cpuMs = () => 0, longestMs = 1_000 }: { cpuMs?: () => number; longestMs?: number } = {},
): Promise<Trial> {
  let trial = noTrial;
  for (let number = from; number < from + count; number += 1) {
    const text = drawMutant(kind, number);
    const began = cpuMs();
    const { verdict, flaws } = await judged(kind, text);
    const tookMs = cpuMs() - began;
    const late = tookMs > longestMs ? [`took ${Math.round(tookMs)} ms`] : [];
    trial = joinTrials(trial, {
      tried: 1,
      refused: verdict && verdict.refusals.length > 0 ? 1 : 0,
      mostSteps: verdict?.steps ?? 0,
      stepsAt: number,
      slowestMs: tookMs,
      slowestAt: number,
      findings: [...flaws, ...late].map((what) => ({ number, what })),
    });
  }
  return trial;
}

/** Two trials as one. */
export function joinTrials(one: Trial, other: Trial): Trial {
  const steps = one.mostSteps >= other.mostSteps ? one : other;
  const slowest = one.slowestMs >= other.slowestMs ? one : other;
  return {
    tried: one.tried + other.tried,
    refused: one.refused + other.refused,
    mostSteps: steps.mostSteps,
    stepsAt: steps.stepsAt,
    slowestMs: slowest.slowestMs,
    slowestAt: slowest.slowestAt,
    findings: other.findings.length > 0 ? [...one.findings, ...other.findings] : one.findings,
  };
}

async function judged(
  kind: FuzzKind,
  text: string,
): Promise<{ verdict?: Verdict; flaws: readonly string[] }> {
  try {
    const verdict = await kind.judge(text);
    const lines = text.split(/\r\n|\r|\n/).length;
    return { verdict, flaws: verdict.refusals.flatMap((refusal) => flawsOf(refusal, lines)) };
  } catch (error) {
    return { flaws: [`crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`] };
  }
}

function flawsOf({ line, path, message }: Refusal, lines: number): readonly string[] {
  const told = `${line} ${path}: ${message}`;
  return [
    ...(Number.isInteger(line) && line >= 1 && line <= lines ? [] : [`a line that is none: ${told}`]),
    ...(/\S - expected \S/.test(message) ? [] : [`without what was found and expected: ${told}`]),
    ...(/\b(?:undefined|NaN|null|\[object)\b/.test(message) ? [`our own words for nothing: ${told}`] : []),
  ];
}

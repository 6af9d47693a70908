import type { CodedError } from '../../maintenance/foundation/coded-error.ts';
import type { Signal } from '../place/interruption.ts';

/** Somebody who watches the steps, and may want an end of them. */
export type Attended = {
  readonly interrupted: () => Signal | undefined;
  readonly watch: (progress: Progress) => void;
};

/** How far the steps have come. */
export type Progress = {
  readonly done: readonly string[];
  /** Sent, and not yet read back. */
  readonly underWay?: string;
  readonly left: readonly string[];
  /** What it means should they end there. */
  readonly meaning?: string;
};

/** How the steps ended. */
export type Outcome = {
  readonly done: readonly string[];
  /** What is as it is wanted, and was done by somebody else, or nobody knows by whom. */
  readonly found: readonly string[];
  readonly left: readonly string[];
  readonly failure: CodedError | undefined;
  /** What it means that they ended there. */
  readonly meaning?: string;
};

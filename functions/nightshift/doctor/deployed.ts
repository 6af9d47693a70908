import type { ActualFunction } from '../deploy/actual.ts';

/** The function as it is deployed, as far as that is known. */
export type Deployed =
  /** It was not asked for. */
  | { readonly kind: 'held'; readonly why: string }
  | { readonly kind: 'unreadable'; readonly code: string; readonly message: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'there'; readonly actual: ActualFunction };

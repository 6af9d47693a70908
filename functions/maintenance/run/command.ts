import type { Retry, Secured } from './event.ts';
import type { Conclusion } from './outcome.ts';

/** What to do next. Those of one region are carried out one after another, regions side by side. */
export type Command =
  /** List the region. */
  | { readonly do: 'look'; readonly region: string }
  /** Look at instances one by one, with their tasks; and, beside that, take figures as `measure` does for `figuresOf`. */
  | {
      readonly do: 'inspect';
      readonly region: string;
      readonly ids: readonly string[];
      readonly figuresOf?: readonly string[];
    }
  /** Take figures; `ids` are about to be sent, and theirs are to be fresh. */
  | { readonly do: 'measure'; readonly region: string; readonly ids: readonly string[] }
  /** Judge instances by their metrics: beside what else is asked of the region, as it is not DCS that answers. */
  | { readonly do: 'judge'; readonly region: string; readonly ids: readonly string[] }
  | { readonly do: 'submit'; readonly region: string; readonly ids: readonly string[] }
  /** Their backups are looked after before they are sent. */
  | { readonly do: 'secure'; readonly ids: readonly string[] }
  | { readonly do: 'find-backups'; readonly region: string; readonly ids: readonly string[] }
  | { readonly do: 'back-up'; readonly region: string; readonly id: string }
  | { readonly do: 'note-secured'; readonly secured: readonly (Secured & { readonly id: string })[] }
  /** Write down what follows from what was seen. */
  | { readonly do: 'retry'; readonly retries: readonly Retry[] }
  | { readonly do: 'conclude'; readonly conclusions: readonly Conclusion[] }
  /** Nothing can be done before this instant, in milliseconds since 1970. */
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'finish' };

/** A command that is carried out by a call to one region. */
export type Call = Extract<Command, { region: string }>;

/** How long this invocation may act, in milliseconds since 1970. */
export type Limits = {
  /** Nothing new starts at or after it. */
  readonly startUntil: number;
  /** At or after it whatever is unfinished gets the outcome it has now. */
  readonly actUntil: number;
};

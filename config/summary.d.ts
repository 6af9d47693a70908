/** The outcome of a run, as webhooks get it and the function answers: see summary.schema.json. */
export type Summary = {
  readonly run: string;
  readonly job: string;
  readonly action: "restart" | "soft_restart" | "flush";
  readonly status: "succeeded" | "partial" | "failed" | "skipped" | "empty";
  readonly scheduledFor: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly counts: {
    readonly selected: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly refused: number;
    readonly skipped: number;
    readonly deferred: number;
    readonly unknown: number;
  };
  readonly instances: readonly ({
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly outcome: "succeeded" | "failed" | "refused" | "skipped" | "deferred" | "unknown";
    readonly code: string;
    readonly reason: string;
    readonly cause?: {
      readonly code: string;
      readonly message: string;
      readonly ending?: "refused" | "unreadable" | "too-large" | "cut" | "no-answer" | "reset" | "no-connection" | "name-not-found" | "connection-refused" | "unreachable" | "tls" | "unsendable" | "unheard";
      readonly status?: number;
      readonly requestId?: string;
      readonly host?: string;
      readonly permission?: string;
    };
    readonly attempts: number;
    readonly backup: {
      readonly id: string;
      readonly createdAt: string;
      readonly made: boolean;
    } | null;
    readonly outageSeconds: number | null;
    readonly outageWithinSeconds?: number;
  })[];
  readonly notes: readonly (string)[];
  readonly problems: readonly ({
    readonly code: string;
    readonly region: string | null;
    readonly reason: string;
    readonly cause?: {
      readonly code: string;
      readonly message: string;
      readonly ending?: "refused" | "unreadable" | "too-large" | "cut" | "no-answer" | "reset" | "no-connection" | "name-not-found" | "connection-refused" | "unreachable" | "tls" | "unsendable" | "unheard";
      readonly status?: number;
      readonly requestId?: string;
      readonly host?: string;
      readonly permission?: string;
    };
  })[];
  readonly build?: string;
};

/** One entry for each selected instance. */
export type SummaryInstance = Summary['instances'][number];

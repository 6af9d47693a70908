import * as z from 'zod/mini';
import type { Redact } from '../../secrets/redact.ts';
import { HuaweiCallError } from '../huawei-call-error.ts';
import { lenient } from '../lenient.ts';
import { plainToken } from '../plain-token.ts';

const text = lenient(z.string());

/** What esdk-obs-nodejs resolves with, for a refusal as for a success. */
const result = z.object({
  CommonMsg: z.object({ Status: z.number(), Code: text, Message: text, RequestId: text }),
  InterfaceResult: z.optional(z.unknown()),
});

type ObsVerdict = z.output<typeof result>['CommonMsg'];

/** Enough for a sentence. */
const longestMessage = 300;

/** The part of a successful answer that the schema tells. Throws `HuaweiCallError` for a refusal and for other answers. */
export function readObsResult<Schema extends z.ZodMiniType>(
  raw: unknown,
  schema: Schema,
  redact: Redact,
): z.output<Schema> {
  const { CommonMsg, InterfaceResult } = result.parse(raw);
  if (CommonMsg.Status < 200 || CommonMsg.Status > 299) throw refusal(CommonMsg, redact);
  const parsed = schema.safeParse(InterfaceResult);
  if (parsed.success) return parsed.data;
  throw new HuaweiCallError('MALFORMED', `HTTP ${CommonMsg.Status} with an answer that is not OBS's`, {
    end: 'malformed',
    httpStatus: CommonMsg.Status,
    requestId: plainToken(CommonMsg.RequestId ?? '', redact),
  });
}

function refusal({ Status, Code, Message, RequestId }: ObsVerdict, redact: Redact): HuaweiCallError {
  const code = plainToken(Code ?? '', redact);
  // Redacted before it is cut: of a secret across the cut, half would stay.
  const message = redact(Message ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return new HuaweiCallError(
    code ?? `HTTP.${Status}`,
    message.slice(0, longestMessage) || `HTTP ${Status} without an error message`,
    { end: 'refused', httpStatus: Status, requestId: plainToken(RequestId ?? '', redact) },
  );
}

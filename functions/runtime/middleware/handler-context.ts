import type { Invocation } from '../function-context.ts';
import type { Log } from '../log.ts';

/** The context as middy hands it on: FunctionGraph's, adapted, with the invocation's log. */
export type HandlerContext = Invocation & { readonly log: Log };

import type { Invocation } from '../../invocation/invocation.ts';
import type { Log } from '../../invocation/log.ts';

/** The context as middy hands it on: FunctionGraph's, adapted, with the invocation's log. */
export type HandlerContext = Invocation & { readonly log: Log };

import { CodedError } from '../../run/coded-error.ts';
import type { Terminal } from '../terminal.ts';

/** Whether a person says yes. Throws `CodedError` `deploy.unconfirmed` when there is none who could. */
export async function confirm(question: string, { ask }: Pick<Terminal, 'ask'>): Promise<boolean> {
  const answer = await ask(question);
  if (answer === undefined)
    throw new CodedError(
      'deploy.unconfirmed',
      'nobody is there to be asked, so nothing was changed - expected --yes, or --dry-run to only look',
    );
  return answer;
}

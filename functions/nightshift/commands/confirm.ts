import { CodedError } from '../../maintenance/foundation/coded-error.ts';
import { type Terminal } from '../place/terminal.ts';

/** What is thrown when nobody is there to be asked. */
export type Unasked = { readonly code: string; readonly message: string };

/** Whether a person says yes. Throws `CodedError` with the code and message of `unasked` when there is none who could. */
export async function confirm(
  question: string,
  { ask }: Pick<Terminal, 'ask'>,
  { code, message }: Unasked,
): Promise<boolean> {
  const answer = await ask(question);
  if (answer === undefined) throw new CodedError(code, message);
  return answer;
}

/** Whether a person wants the account changed. Throws `CodedError` `deploy.unconfirmed` when there is none to be asked. */
export function confirmChange(question: string, terminal: Pick<Terminal, 'ask'>): Promise<boolean> {
  return confirm(question, terminal, {
    code: 'deploy.unconfirmed',
    message:
      'nobody is there to be asked, so nothing was changed - expected --yes, or --dry-run to only look',
  });
}

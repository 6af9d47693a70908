import type { Terminal } from '../place/terminal.ts';
import { confirm } from './confirm.ts';

/** Whether a person wants the account changed. Throws `CodedError` `deploy.unconfirmed` when there is none to be asked. */
export function confirmChange(question: string, terminal: Pick<Terminal, 'ask'>): Promise<boolean> {
  return confirm(question, terminal, {
    code: 'deploy.unconfirmed',
    message:
      'nobody is there to be asked, so nothing was changed - expected --yes, or --dry-run to only look',
  });
}

import type { ReceivedMessage } from '../../functions/minicloud/inbox.ts';
import type { HttpAnswer } from '../../functions/minicloud/inbox-reply.ts';
import { startReceiver } from './receiver.ts';

/** What an inbox that plays a chat looks at. */
export type ChatPost = Pick<ReceivedMessage, 'path' | 'query' | 'json' | 'body'>;

/** A chat on 127.0.0.1 that answers the posts in turn, the last answer for ever. */
export function startChat(
  ...answers: readonly [(post: ChatPost) => HttpAnswer, ...((post: ChatPost) => HttpAnswer)[]]
) {
  const [first, ...others] = answers.map(
    (answer) =>
      (...[response, { path: url, body }]: Parameters<Parameters<typeof startReceiver>[0]>) => {
        const [path = '', query = ''] = url.split('?');
        const { status, headers, body: text } = answer({ path, query, body, json: JSON.parse(body) });
        response.writeHead(status, headers).end(text);
      },
  );
  if (!first) throw new Error('a chat answers');
  return startReceiver(first, ...others);
}

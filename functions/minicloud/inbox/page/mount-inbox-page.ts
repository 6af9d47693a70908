import { createHash } from 'node:crypto';
import type { Cloud } from '../../gateway/cloud.ts';
import type { Smn } from '../../smn/smn-service.ts';
import type { Inbox } from '../inbox.ts';
import type { InboxRoom } from '../room-kinds.ts';
import { drawInboxPage, inboxPageScript } from './inbox-page.ts';
import { shownMessages } from './shown-message.ts';

const path = '/messages';

/** Nothing is loaded from anywhere, and no script runs but our own, whatever a message holds. */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(inboxPageScript).digest('base64')}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the page that shows what came in, and gives its address; under `/messages/count` is how much that is. */
export function mountInboxPage(
  cloud: Cloud,
  {
    rooms,
    inbox,
    smn,
  }: {
    readonly rooms: readonly (InboxRoom & { readonly url: string })[];
    readonly inbox: Inbox;
    readonly smn: Smn;
  },
): string {
  cloud.mount(path, async ({ method, url = '' }) => {
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, headers: { Allow: 'GET, HEAD' }, body: '' };
    const count = inbox.messages.length + smn.messages.length;
    if (url === `${path}/count`)
      return {
        status: 200,
        headers: { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' },
        body: `${count}`,
      };
    const messages = shownMessages({ rooms, messages: inbox.messages, published: smn.messages });
    return {
      status: 200,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      },
      body: drawInboxPage({ messages, rooms, count }),
    };
  });
  return `${cloud.endpoint}${path}`;
}

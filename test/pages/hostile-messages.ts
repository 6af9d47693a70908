import type { DemoCloud } from '../../functions/minicloud/demo/demo-cloud.ts';

/** Text that would do something wherever it were taken for markup. */
export const hostileText = [
  '<script>window.pwned=1</script>',
  '<img src=x onerror="window.pwned=2">',
  '<svg onload=window.pwned=3>',
  '"><iframe srcdoc="<script>parent.pwned=4</script>"></iframe>',
  '[click](javascript:window.pwned=5)',
  '<a href="javascript:window.pwned=6">click</a>',
  '<font color="info"><b onclick=window.pwned=7>x</b></font>',
  '&#60;script&#62;window.pwned=8&#60;/script&#62;',
  '&lt;script&gt;window.pwned=9&lt;/script&gt;',
  "' onmouseover='window.pwned=10",
  '</style><script>window.pwned=11</script>',
].join(' ');

const style = '#fff; background: url(javascript:window.pwned=12)"><script>window.pwned=13</script>';
const run = { type: 'TextRun', text: hostileText, weight: hostileText, fontType: hostileText };

/** A message of every kind with hostile text in every place, by path; some of them the chats refuse, and all are shown. */
const bodies: Readonly<Record<string, unknown>> = {
  '/feishu': {
    msg_type: 'interactive',
    card: {
      header: { template: hostileText, title: { content: hostileText } },
      body: { elements: [{ content: `**${hostileText}**\n- \`${hostileText}\`\n<at id=a></at>` }] },
    },
  },
  '/lark': { msg_type: 'text', content: { text: `${hostileText} <at user_id="a"></at>` } },
  '/wecom': {
    msgtype: 'markdown',
    markdown: { content: `## ${hostileText}\n> ${hostileText}\n<@${hostileText}>` },
  },
  '/dingtalk': {
    msgtype: 'markdown',
    markdown: { title: hostileText, text: `### ${hostileText}\n- **${hostileText}**\n@a` },
    at: { atUserIds: [hostileText, 'a'] },
  },
  '/slack': {
    text: `${hostileText} <!here> <@${hostileText}>`,
    attachments: [
      { color: style, blocks: [{ text: { text: `*${hostileText}*\n\`\`\`${hostileText}\`\`\`` } }] },
    ],
  },
  '/teams': {
    type: 'message',
    attachments: [
      {
        content: {
          version: hostileText,
          body: [
            {
              type: 'Container',
              style: hostileText,
              items: [{ type: 'RichTextBlock', spacing: style, inlines: [run] }],
            },
            { type: 'TextBlock', text: `<at>${hostileText}</at><at>x</at>` },
          ],
        },
      },
    ],
  },
  '/discord': {
    content: `${hostileText} @everyone`,
    embeds: [{ title: hostileText, description: `**${hostileText}**\n- \\<b> \`${hostileText}\`` }],
  },
  '/google-chat': {
    text: `${hostileText} <users/all>`,
    cardsV2: [
      {
        card: {
          header: { title: hostileText },
          sections: [
            {
              header: hostileText,
              widgets: [{ textParagraph: { text: `<b>${hostileText}</b><br>${hostileText}` } }],
            },
          ],
        },
      },
    ],
  },
  '/healthchecks/fail': hostileText,
  '/webhook': { type: hostileText, time: hostileText, data: { code: hostileText, message: hostileText } },
  '/ops': hostileText,
  [`/${encodeURI(hostileText)}`]: hostileText,
};

/** Posts them all to an inbox, as anybody could. Resolves when all were answered. */
export async function postHostileMessages({ cloud }: Pick<DemoCloud, 'cloud'>): Promise<void> {
  for (const [path, body] of Object.entries(bodies))
    await fetch(`${cloud.endpoint}/inbox${path}?rid=${encodeURIComponent(hostileText)}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
}

/** How many messages that are. */
export const hostileCount = Object.keys(bodies).length;

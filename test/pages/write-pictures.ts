import { mkdir, writeFile } from 'node:fs/promises';
import { tellSamples } from '../../functions/minicloud/demo/tell-samples.ts';
import { startInboxPage } from './inbox-page-under-test.ts';
import { openChromium } from './open-chromium.ts';
import { smallPng } from './small-png.ts';

/**
 * `npm run pictures`: the cards of four chats for the README, light and dark. Clock, texts and sizes are fixed; what
 * differs from machine to machine is the font.
 */
const folder = 'test/pages/pictures';
const shown = ['feishu', 'slack', 'teams', 'discord'];
/** More is a burden to whoever opens the README. */
const mostBytes = 80_000;

/** The messages side by side and nothing around them. */
const layout = `
  body { max-width: none; padding: 20px; }
  .page-head, nav, .hint, .page-foot, .message > footer, .message:not(${shown.map((kind) => `#${kind}`).join(', ')}) { display: none; }
  .columns { columns: auto; display: grid; grid-template-columns: repeat(${shown.length}, 1fr); gap: 16px; align-items: start; }
  .message { margin: 0; }
`;

await using demo = await startInboxPage();
const untold = await tellSamples(demo, 'partial');
if (untold.length > 0) throw new Error(untold.join('; '));
await mkdir(folder, { recursive: true });
const browser = await openChromium();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 640 }, colorScheme });
    await page.goto(demo.page);
    await page.addStyleTag({ content: layout });
    const path = `${folder}/chats-${colorScheme}.png`;
    const picture = smallPng(await page.screenshot({ fullPage: true }), 48);
    await writeFile(path, picture);
    await page.close();
    console.log(`${path}: ${picture.length} bytes`);
    if (picture.length > mostBytes) process.exitCode = 1;
  }
} finally {
  await browser.close();
}

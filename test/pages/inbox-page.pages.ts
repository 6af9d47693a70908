import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { tellSamples } from '../../functions/minicloud/demo/tell-samples.ts';
import { roomKinds } from '../../functions/minicloud/inbox/room-kinds.ts';
import { findFaintTexts } from './faint-texts.ts';
import { hostileCount, postHostileMessages } from './hostile-messages.ts';
import { loadNoting, startInboxPage } from './inbox-page-under-test.ts';
import { openChromium } from './open-chromium.ts';

const artefacts = new URL('../../test-artifacts/', import.meta.url).pathname;
const schemes = ['light', 'dark'] as const;

let browser: Browser;
let demo: Awaited<ReturnType<typeof startInboxPage>>;

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  browser = await openChromium();
  demo = await startInboxPage();
  expect(await tellSamples(demo, 'failure')).toEqual([]);
});

afterAll(async () => {
  await demo?.cloud.close();
  await browser?.close();
});

/** A page of its own, without what another one stored. */
async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1320, height: 900 }, ...options });
  onTestFinished(() => context.close());
  return context.newPage();
}

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await newPage(options);
  await page.goto(demo.page);
  return page;
}

const scrollWidth = 'document.documentElement.scrollWidth';
const background = 'getComputedStyle(document.body).backgroundColor';

describe('the page of an inbox', () => {
  test.each(schemes)('loads without a complaint and is kept as a picture, %s', async (colorScheme) => {
    const page = await newPage({ colorScheme });
    expect(await loadNoting(page, demo.page)).toEqual([]);
    expect(await page.title()).toBe('Nightshift: messages');
    await page.screenshot({ path: `${artefacts}inbox-page-${colorScheme}.png`, fullPage: true });
  });

  test.each(Object.entries(roomKinds).map(([kind, { name }]) => [kind, name] as const))(
    'draws what was told to %s: what ran and who needs a person',
    async (kind, name) => {
      const page = await openPage();
      await page.getByRole('navigation').getByRole('link', { name }).click();
      expect(new URL(page.url()).hash).toBe(`#${kind}`);
      const articles = page.getByRole('article', { name: new RegExp(`^${name},`) });
      const drawn = articles.locator('.canvas').last();
      const text = (await drawn.textContent()) ?? '';
      expect(text).toMatch(kind === 'webhook' ? /sample failed/ : /Nightshift: sample failed/);
      expect(await drawn.getByText(/\bstock\b/).count()).toBeGreaterThan(0);
      expect(text).toContain('is still RESTARTING after 30m; DCS may yet bring it back');
      expect(text).toContain('This is a sample. No instance was touched');
      // Notation that stayed as it is would be one that is not understood.
      expect(text).not.toMatch(/\*\*|`|<\/?(at|font|b|br|users)\b|&(amp|lt|gt|#\d+);/);
      await articles.last().screenshot({ path: `${artefacts}${kind}.png` });
    },
  );

  test('says what became of each message and of its signature', async () => {
    const page = await openPage();
    const became = async (name: string) =>
      page.getByRole('article', { name }).locator('footer li').allTextContents();
    expect(await became('Lark,')).toEqual([
      ...['refused', 'signature not judged'],
      ...['degraded to plain text', 'signature verified'],
    ]);
    for (const name of ['Feishu,', 'DingTalk,', 'SMN,', 'Webhook,'])
      expect(await became(name)).toEqual(['delivered', 'signature verified']);
    for (const name of ['Slack,', 'WeCom,', 'Teams,', 'Discord,', 'Google Chat,'])
      expect(await became(name)).toEqual(['delivered', 'not signed: known by its address']);
  });

  test('is dark where the machine is, and as the button says, for good', async () => {
    const light = await openPage({ colorScheme: 'light' });
    const dark = await openPage({ colorScheme: 'dark' });
    const [day, night] = [await light.evaluate(background), await dark.evaluate(background)];
    expect(day).not.toBe(night);
    await light.getByRole('button', { name: 'Dark' }).click();
    expect(await light.evaluate(background)).toBe(night);
    await light.reload();
    expect(await light.evaluate(background)).toBe(night);
    await light.getByRole('button', { name: 'Light' }).click();
    expect(await light.evaluate(background)).toBe(day);
  });

  test.each(schemes)('has no text that is hard to read, %s', async (colorScheme) => {
    const page = await openPage({ colorScheme });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate(findFaintTexts)).toEqual([]);
  });

  test.each([360, 768, 1920])('needs no scrolling to the side at %d pixels', async (width) => {
    const page = await openPage({ viewport: { width, height: 800 } });
    expect(await page.evaluate(scrollWidth)).toBe(width);
    await page.screenshot({ path: `${artefacts}inbox-page-${width}.png`, fullPage: true });
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate(scrollWidth)).toBe(width);
  });

  test('can be used without a mouse and is built of landmarks', async () => {
    const page = await openPage();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the messages');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('messages');
    for (const role of ['banner', 'navigation', 'main', 'contentinfo'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.getByRole('img', { name: 'act now' }).count()).toBeGreaterThan(5);
  });
});

describe('before anything came', () => {
  test('the page says so and where messages may be sent', async () => {
    await using empty = await startInboxPage();
    const page = await newPage();
    expect(await loadNoting(page, empty.page)).toEqual([]);
    expect(await page.getByRole('main').textContent()).toContain('No message has come yet');
    await page.getByText('Addresses of this inbox').click();
    expect(await page.getByRole('contentinfo').textContent()).toContain(
      `${empty.cloud.endpoint}/inbox/feishu`,
    );
  });
});

describe('text that would be markup', () => {
  test.each(schemes)(
    'is shown as text in every kind of message and does nothing, %s',
    async (colorScheme) => {
      await using hostile = await startInboxPage();
      await postHostileMessages(hostile);
      const page = await newPage({ colorScheme, viewport: { width: 360, height: 800 } });
      expect(await loadNoting(page, hostile.page)).toEqual([]);
      expect(await page.getByRole('article').count()).toBe(hostileCount);
      for (const summary of await page.locator('summary').all()) await summary.click();
      for (const article of await page.getByRole('article').all()) {
        await article.hover();
        expect(await article.locator('.canvas').textContent()).toContain('window.pwned=2');
      }
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.evaluate('document.querySelectorAll("script").length')).toBe(1);
      expect(
        await page.locator('iframe, img, object, embed, form, base, [href^="javascript:" i]').count(),
      ).toBe(0);
      const handlers =
        '[...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith("on"))';
      expect(await page.evaluate(handlers)).toEqual([]);
      expect(await page.evaluate(scrollWidth)).toBe(360);
    },
  );

  test('would do nothing even if it were markup: no script runs but the page’s own', async () => {
    const page = await openPage();
    const inject = `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.pwned=1">');
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.pwned=2' }))`;
    await page.evaluate(inject);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
  });
});

test('without Chromium, what to install is said', async () => {
  await expect(openChromium('/nowhere/chromium')).rejects.toThrow(
    /no Chromium at \/nowhere\/chromium - install it \(Debian: apt-get install chromium\)/,
  );
});

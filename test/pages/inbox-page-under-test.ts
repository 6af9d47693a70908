import type { Page } from 'playwright-core';
import { startDemoCloud } from '../../functions/minicloud/demo/demo-cloud.ts';
import { createHandClock } from '../../functions/minicloud/wire/cloud-clock.ts';

/** 2026-12-07T04:05:00+08:00, a night of the demonstration. */
const now = Date.parse('2026-12-07T04:05:00+08:00');

/** The demonstration's cloud with its inbox and page, on a clock that stands still. */
export async function startInboxPage() {
  const demo = await startDemoCloud({ clock: createHandClock(now) });
  return { ...demo, [Symbol.asyncDispose]: () => demo.cloud.close() };
}

/** Loads a page and notes what it complains of: errors in the console and in scripts, and what it could not load. */
export async function loadNoting(page: Page, address: string): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  return complaints;
}

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Letters with coloured edges would differ from screen to screen.
  '--disable-lcd-text',
  '--font-render-hinting=none',
];

/** Starts the Chromium of this machine: the one that `CHROMIUM` names, or Debian's. */
export async function openChromium(
  executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium',
): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `there is no Chromium at ${executablePath} - install it (Debian: apt-get install chromium), or name another in the environment variable CHROMIUM`,
    );
  return chromium.launch({ executablePath, args: flags });
}

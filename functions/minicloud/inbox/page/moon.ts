import { html } from './html.ts';

/** The picture beside everything that Nightshift says. */
export const moon = html`<svg class="moon" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" fill="#2b2f77"/><path d="M21.500 20A8.500 8.500 0 1 1 14 8a7.200 7.200 0 0 0 7.500 12" fill="#ffd866"/><circle cx="22" cy="10" r="1.100" fill="#ffd866"/><circle cx="25" cy="14.500" r=".8" fill="#ffd866"/></svg>`;

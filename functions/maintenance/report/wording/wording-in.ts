import type { Language } from '../../schedule/channels/channel-settings.ts';
import { en } from './en.ts';
import type { Wording } from './wording.ts';
import { zh } from './zh.ts';

const wordings: Readonly<Record<Language, Wording>> = { en, zh };

/** All that is said, in a language. */
export function wordingIn(language: Language): Wording {
  return wordings[language];
}

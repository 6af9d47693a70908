import { posix } from 'node:path';

/**
 * A document as it stands in the package, which has no sources and nothing that is run in the repository. It is made of
 * the repository's by two rules:
 *
 * - What stands between `<!-- repository -->` and `<!-- package … -->` gives way to what stands in the second, which
 *   nobody sees in the repository.
 * - What a link leads to is in the package, or it is no link: its words stay.
 *
 * @param {string} path From the root, `docs/channels.md`.
 * @param {string} text
 * @param {(path: string) => boolean} isPacked
 */
export function packagedDocument(path, text, isPacked) {
  const own = text.replaceAll(onlyInRepository, (_, instead) => `${instead.trimEnd()}\n`);
  if (/<!-- (?:repository|package)\b/.test(own))
    throw new Error(`${path}: <!-- repository --> has no other half`);
  return own.replaceAll(link, (whole, words, target) => {
    const [file = ''] = target.split('#');
    const isInside =
      /^https?:/.test(target) || file === '' || isPacked(posix.join(posix.dirname(path), file));
    return isInside ? whole : words;
  });
}

const onlyInRepository = /<!-- repository -->\n+(?:(?!<!-- package)[\s\S])*?<!-- package\n+([\s\S]*?)-->\n/g;
/** The words may be code, or go on in the next line; a picture is none. */
const link = /(?<!!)\[([^\][]+)\]\(([^)\s]+)\)/g;

/**
 * Whether a text is what a pattern with `*` for any text and `?` for one character means; everything else stands for
 * itself. Linear in both lengths' product. Names of instances and titles of events are chosen by it.
 */
export function matchesGlob(text: string, glob: string): boolean {
  let [at, in_] = [0, 0];
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (glob[in_] === '*') {
      star = in_++;
      resume = at;
      // Whatever follows is any text.
      if (in_ === glob.length) return true;
    } else if (glob[in_] === '?' || glob[in_] === text[at]) {
      at++;
      in_++;
    } else if (star >= 0) {
      in_ = star + 1;
      at = ++resume;
    } else return false;
  }
  while (glob[in_] === '*') in_++;
  return in_ === glob.length;
}

/** Whether a text means more than itself as a pattern. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

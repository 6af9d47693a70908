/** FunctionGraph takes a letter first, and then letters, digits, - and _. */
const longestName = 64;

/** A name for each trigger, after the first of its jobs; none twice, and the same for the same jobs. */
export function triggerNames(jobsOfTriggers: readonly (readonly string[])[]): readonly string[] {
  const taken = new Set<string>();
  return jobsOfTriggers.map(([first = '', ...others]) => {
    const more = others.length === 0 ? '' : `-and-${others.length}-more`;
    const lettered = /^[A-Za-z]/.test(first) ? first : `job-${first}`;
    const name = firstFree(lettered, more, taken);
    taken.add(name);
    return name;
  });
}

function firstFree(stem: string, end: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const tail = count === 1 ? end : `${end}-${count}`;
    const name = stem.slice(0, longestName - tail.length) + tail;
    if (!taken.has(name)) return name;
  }
}

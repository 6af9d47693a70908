/**
 * Work that many ask for at once: one is under way at a time, and all who ask meanwhile share the next. Nobody gets what
 * was found before he asked.
 */
export function shareNext<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let current: Promise<unknown> | undefined;
  let next: Promise<Answer> | undefined;
  const begin = (): Promise<Answer> => {
    next = undefined;
    const own = work();
    const over = own.then(
      () => undefined,
      () => undefined,
    );
    current = over;
    void over.then(() => {
      if (current === over) current = undefined;
    });
    return own;
  };
  return () => {
    if (!current) return next ?? begin();
    next ??= current.then(begin);
    return next;
  };
}

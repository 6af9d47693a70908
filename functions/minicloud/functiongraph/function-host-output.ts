import type { Readable } from 'node:stream';

/** One of the two outputs of a process. */
interface Output {
  /** Resolves once all that is written before `endMark` was handed on; never if that mark does not come. */
  until(endMark: string): Promise<void>;
}

/** Hands on every line that comes; an unfinished one at an end mark (which holds no line feed) or at the end. */
export function readOutput(stream: Readable, onLine: (line: string) => void): Output {
  let pending = '';
  let awaited: { readonly endMark: string; readonly reached: () => void } | undefined;

  function handOn(text: string) {
    const lines = text.split('\n');
    const unfinished = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    return unfinished;
  }
  function handOnAll(text: string) {
    const unfinished = handOn(text);
    if (unfinished !== '') onLine(unfinished);
  }

  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    pending += text;
    const at = awaited === undefined ? -1 : pending.indexOf(awaited.endMark);
    if (awaited !== undefined && at >= 0) {
      handOnAll(pending.slice(0, at));
      pending = pending.slice(at + awaited.endMark.length);
      awaited.reached();
      awaited = undefined;
    }
    pending = handOn(pending);
  });
  // Also of one that was not read to its end, as somebody else holds it open.
  stream.on('close', () => handOnAll(pending));

  return {
    until: (endMark) =>
      new Promise((reached) => {
        awaited = { endMark, reached };
      }),
  };
}

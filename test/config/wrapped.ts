const mostColumns = 118;
/** Between these and what follows a line may end without a space, and a Chinese sentence shows none. */
const afterSign = /(?<=[，。；：、）！？…])(?![，。；：、）！？…])/u;
/** What is never broken: code and links. */
const whole = /(`[^`]*`|\[[^\]]*\]\([^)]*\))/;

/** A paragraph or an entry of a list in lines of at most 118 columns, of which a Chinese sign takes two. */
export function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const atom of atomsOf(text)) {
    if (line.trim() !== '' && columnsOf(line + atom.trimEnd()) > mostColumns) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += atom;
  }
  return [...lines, line.trimEnd()];
}

/** The pieces that a line is made of; a space belongs to the piece before it. */
function atomsOf(text: string): readonly string[] {
  const atoms: string[] = [''];
  for (const part of text.split(whole)) {
    const pieces = whole.test(part)
      ? [part]
      : part.split(/(?<= )/).flatMap((piece) => piece.split(afterSign));
    for (const piece of pieces) {
      const last = atoms.at(-1) ?? '';
      if (last === '' || !/[ ，。；：、）！？…]$/u.test(last)) atoms[atoms.length - 1] = last + piece;
      else atoms.push(piece);
    }
  }
  return atoms;
}

function columnsOf(text: string): number {
  return [...text].reduce(
    (columns, sign) => columns + (/[\u2e80-\u9fff\uff00-\uff60]/.test(sign) ? 2 : 1),
    0,
  );
}

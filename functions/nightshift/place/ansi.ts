/** Colours of a terminal, by their numbers in ECMA-48. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** A colour or weight of text on a terminal. */
export type Tint = keyof typeof codes;

/** The text in a colour, and whatever follows it not. */
export function tinted(text: string, tint: Tint): string {
  const esc = String.fromCharCode(0x1b);
  return `${esc}[${codes[tint]}m${text}${esc}[0m`;
}

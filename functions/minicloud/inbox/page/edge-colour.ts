/** The style of an edge in a colour that came with a message: `#rrggbb`, or else grey. */
export function edgeColour(colour: string): string {
  return `--edge: ${/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#8d8d8d'}`;
}

/** The longest beginning of a text, in whole characters and with `…`, that measures at most `limit`. */
export function cutToLimit(text: string, measure: (text: string) => number, limit: number): string {
  if (measure(text) <= limit) return text;
  const points = [...text];
  let least = 0;
  let most = points.length;
  while (least < most) {
    const middle = (least + most + 1) >> 1;
    if (measure(`${points.slice(0, middle).join('')}…`) <= limit) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? '' : `${points.slice(0, least).join('')}…`;
}

import { type MetricName, metricOf } from './metric-table.ts';

/** What is written before a B. A megabyte is 1,048,576 bytes, as Redis and the console have it. */
export const binarySizes: Readonly<Record<string, number>> = {
  K: 1_024,
  M: 1_024 ** 2,
  G: 1_024 ** 3,
  T: 1_024 ** 4,
};

/** How a value of a metric is shown: in the unit that people write, and with as many digits as tell it from a limit. */
export function showValue(metric: MetricName, value: number, limit: number): string {
  const { unit, scale = 1 } = metricOf(metric);
  switch (unit) {
    case 'ratio':
      return telling(value, limit, 2);
    case 'percent':
      return `${telling(value, limit, 1)}%`;
    case 'bytes':
    case 'bytes-a-second': {
      const [size, prefix] = sized(value * scale);
      const at = (limit * scale) / size;
      return `${telling((value * scale) / size, at, 1)}${prefix}B${unit === 'bytes' ? '' : '/s'}`;
    }
    case 'ms':
    case 'us':
      return `${telling(value, limit, 1)}${unit}`;
    case 'count':
      return telling(value, limit, 1);
    case 'a-second':
      return `${telling(value, limit, 1)}/s`;
    default:
      return unit satisfies never;
  }
}

function sized(bytes: number): readonly [size: number, prefix: string] {
  for (const prefix of ['T', 'G', 'M', 'K']) {
    const size = binarySizes[prefix] ?? 1;
    if (bytes >= size) return [size, prefix];
  }
  return [1, ''];
}

function telling(value: number, limit: number, digits: number): string {
  for (let places = digits; places < 9; places++) {
    const rounded = Number(value.toFixed(places));
    if (Math.sign(rounded - limit) === Math.sign(value - limit)) return trimmed(rounded);
  }
  return String(value);
}

/** A number without the digits that only its arithmetic gave it. */
export function trimmed(value: number): string {
  return String(Number(value.toFixed(9)));
}

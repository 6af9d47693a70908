import { type CronFields, inMask } from './cron-fields.ts';
import { type CronRefusal, refuse } from './cron-refusal.ts';

const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Refuses an expression none of whose days ever comes, such as 30 February. With the weekday restricted too
 * either of them is enough, and every weekday comes, even the fifth Monday of February (next in 2044).
 */
export function refuseImpossibleDate(fields: CronFields): CronRefusal | undefined {
  if (!fields.dayRestricted || fields.weekdayRestricted || fields.lastDay) return undefined;
  const months = daysInMonth.map((_, index) => index + 1).filter((month) => inMask(fields.monthMask, month));
  const longest = Math.max(...months.map((month) => daysInMonth[month - 1] ?? 0));
  for (let day = 1; day <= longest; day += 1) if (inMask(fields.dayMask, day)) return undefined;
  const subject = months.length === 1 ? `month ${months[0]} has` : `months ${months.join(',')} have`;
  return refuse(
    'never',
    `${JSON.stringify(fields.text)} never comes`,
    `a day that ${subject}, 1-${longest}, or L`,
  );
}

import { type IcsComponent, textOf } from './ics-component.ts';

/** What says that an event is no day off: a day worked in exchange, or one that is not settled. */
export type EventMark = 'workday' | 'workday-title' | 'tentative';

/** 补班, 国庆节（班）, [加班], 班｜国庆, 春节调休上班; not 上班高峰, 不上班 or 停班. */
const chineseWorkday =
  /补班|補班|补上班|(?<![不停免无勿])上班(?:日|天)?(?=$|[\s,，。;；)）】\]｜|·]|第)|[(（[【]\s*(?:调休)?[班補补]\s*[)）\]】]|[[【(（]加班[\])）】]|^班\s*[｜|:：·\-—]|调休工作日|调班日?$/;

/** `Special Working Day`, `Make-up workday`, `Working day for National Day`; not `Non-working day` or `Workday upgrade`. */
const englishWorkday =
  /\b(?:special|make[- ]?up|adjusted|compensat(?:ory|ion)|substitute|alternat(?:e|ive)|transferred|exchange[d]?|extra)[ -]work(?:ing)?[ -]?day\b|(?<!non-? ?|not? an? |no )\bwork(?:ing)?[ -]?day (?:for|in lieu|due to)\b|^work(?:ing)?[ -]?day$/i;

/** What marks an event as no day off; `undefined` for one that counts. Titles are those that calendars of holidays have. */
export function markOf(event: IcsComponent): EventMark | undefined {
  if (/^ALTERNATE-?WORK-?DAY$/i.test(textOf(event, 'X-APPLE-SPECIAL-DAY'))) return 'workday';
  const title = textOf(event, 'SUMMARY');
  const categories = textOf(event, 'CATEGORIES').split(',');
  if (categories.some((each) => /^\s*(?:上班|补班|補班|工作日|work(?:ing)?[ -]?days?)\s*$/i.test(each)))
    return 'workday';
  const isTentative = textOf(event, 'STATUS').toUpperCase() === 'TENTATIVE';
  if (chineseWorkday.test(title) || englishWorkday.test(title))
    return isTentative ? 'workday' : 'workday-title';
  return isTentative ? 'tentative' : undefined;
}

/** Whether a title, or what a calendar of holidays says of it, sounds like a day on which people work all the same. */
export function looksObserved(event: IcsComponent): boolean {
  return /^observance\b/i.test(textOf(event, 'DESCRIPTION')) || observance.test(textOf(event, 'SUMMARY'));
}

/** Whether a title may be that of a day worked in exchange, although it does not say so plainly. */
export function looksWorked(title: string): boolean {
  return (
    /班|调休|調休|\bwork(?:ing)?[ -]?day\b/i.test(title) &&
    !/放假|休假|停班|不上班|[(（[【]\s*休\s*[)）\]】]/.test(title)
  );
}

const observance = new RegExp(
  [
    "observance|birthday|生日|valentine|halloween|(?:mother|father|women|children|teacher|nurse|youth|arbou?r)['’]?s?['’]? day",
    "\\b(?:christmas|new year['’]s) eve\\b|april fool|groundhog|daylight saving|solstice|equinox",
    '情人节|妇女节|植树节|愚人节|青年节|母亲节|儿童节|父亲节|建党节|建军节|教师节|护士节|记者节|感恩节|万圣节|平安夜|光棍节',
    '七夕|中元节|重阳节|腊八|小年|元宵节|龙抬头|寒衣节|下元节',
    '立春|雨水|惊蛰|春分|谷雨|立夏|小满|芒种|夏至|小暑|大暑|立秋|处暑|白露|秋分|寒露|霜降|立冬|小雪|大雪|冬至|小寒|大寒',
  ].join('|'),
  'i',
);

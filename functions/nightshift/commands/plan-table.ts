import { withCode } from '../../maintenance/foundation/call-cause.ts';
import { formatDuration } from '../../maintenance/foundation/time/duration.ts';
import { type Conditions, showRules } from '../../maintenance/plan/metric-conditions.ts';
import type { Plan, PlannedInstance } from '../../maintenance/plan/plan.ts';
import { areTiersWhole } from '../../maintenance/plan/waves.ts';
import { plainText } from '../../maintenance/report/plain-text.ts';
import { reasonHere } from '../place/callers-fault.ts';
import type { Terminal } from '../place/terminal.ts';
import { type Tint, tinted } from '../place/terminal-text.ts';
import { type Column, renderTable } from '../place/text-table.ts';

type PlanColumn = Column & { readonly cellOf: (one: PlannedInstance) => string };

/** The instances of a plan as they would be started, what is refused last; with what decides who runs beside whom. */
export function planTable(
  plan: Plan,
  { colour, width, hasEdge }: Pick<Terminal, 'colour' | 'width' | 'hasEdge'>,
): readonly string[] {
  const tint = (text: string, as: Tint) => (colour ? tinted(text, as) : text);
  const rows = plan.instances.toSorted(byWave);
  const columns = columnsOf(plan, rows);
  const cells = rows.map((row) => columns.map(({ cellOf }) => cellOf(row)));
  return renderTable(columns, cells, { width, hasEdge }, (cell, row, column) => {
    const title = columns[column]?.title;
    if (title === 'DECISION' && rows[row]?.decision === 'refuse') return tint(cell, 'yellow');
    return title === 'DATA' && /^(cleared|unknown)/.test(cell) ? tint(cell, 'red') : cell;
  });
}

/** How many at once, who comes next, beside whom, and when it stops. */
export function planRules(plan: Plan): string {
  const { concurrency, allowedFailures, backup, pauseBetween, inMaintenanceWindow, conditions } = plan.rules;
  return [
    `at most ${concurrency} at once`,
    areTiersWhole(plan.instances) ? 'the next as soon as one is done' : 'wave by wave',
    ...(pauseBetween > 0 ? [`${formatDuration(pauseBetween)} between waves`] : []),
    ...(inMaintenanceWindow ? ['each in its maintenance window'] : []),
    ...(hasTiers(plan) ? ['tier by tier'] : []),
    ...(hasGroups(plan) ? ['never two of one group'] : []),
    `stops starting when more than ${allowedFailures} failed`,
    `backup ${backup.mode}`,
    ...(conditions ? conditionsSaid(conditions) : []),
  ].join(', ');
}

/** What an instance must be like, what is done with others, and how often it is done. */
function conditionsSaid({ rules, otherwise, noData, atMostEvery }: Conditions): readonly string[] {
  const data = noData === 'act' ? 'acts where there is no data' : 'refuses where there is no data';
  return [
    ...(rules.length > 0
      ? [
          `only if ${showRules(rules)}, judged again at its turn`,
          `${otherwise === 'wait' ? 'waits for' : 'skips'} others`,
          data,
        ]
      : []),
    ...(atMostEvery === undefined ? [] : [`at most every ${formatDuration(atMostEvery)}`]),
  ];
}

/** Whether some have to wait until others are all done. */
function hasTiers({ instances }: Plan): boolean {
  return new Set(instances.filter(isActing).map(({ tier }) => tier)).size > 1;
}

/** Whether some are kept from being done at once with others. */
function hasGroups({ instances }: Plan): boolean {
  return instances.some((one) => isActing(one) && one.groups.length > 0);
}

function isActing({ decision }: PlannedInstance): boolean {
  return decision === 'act';
}

function columnsOf(plan: Plan, inOrder: readonly PlannedInstance[]): readonly PlanColumn[] {
  const places = placesIn(inOrder);
  const turn: PlanColumn = areTiersWhole(plan.instances)
    ? { title: 'ORDER', align: 'left', cellOf: ({ id, wave }) => turnOf(wave, places.get(id) ?? 0) }
    : { title: 'WAVE', align: 'left', cellOf: ({ wave }) => turnOf(wave, wave ?? 0) };
  const tier: PlanColumn = {
    title: 'TIER',
    align: 'left',
    cellOf: (one) => (isActing(one) ? String(one.tier + 1) : '-'),
  };
  const group: PlanColumn = {
    title: 'GROUP',
    align: 'left',
    atMost: 24,
    cellOf: (one) => (isActing(one) && one.groups.length > 0 ? plainText(one.groups.join(', ')) : '-'),
  };
  return [
    turn,
    { title: 'NAME', align: 'left', atMost: 32, cellOf: ({ name }) => plainText(name) },
    { title: 'REGION', align: 'left', atMost: 16, cellOf: ({ region }) => plainText(region) },
    ...(hasTiers(plan) ? [tier] : []),
    ...(hasGroups(plan) ? [group] : []),
    { title: 'DECISION', align: 'left', cellOf: ({ decision }) => decision },
    { title: 'DATA', align: 'left', cellOf: dataOf },
    { title: 'REASON', align: 'left', cellOf: whyOf },
  ];
}

/** Which place each has among those of its region that come after the canary. */
function placesIn(inOrder: readonly PlannedInstance[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const places = new Map<string, number>();
  for (const { id, region, wave } of inOrder) {
    if (wave === null || wave === 0) continue;
    const place = (counts.get(region) ?? 0) + 1;
    counts.set(region, place);
    places.set(id, place);
  }
  return places;
}

function turnOf(wave: number | null, place: number): string {
  if (wave === null) return '-';
  return wave === 0 ? 'canary' : String(place);
}

function dataOf({ decision, lossUnknown, losesData }: PlannedInstance): string {
  if (decision !== 'act') return '-';
  if (lossUnknown) return 'unknown';
  return losesData ? 'cleared' : 'kept';
}

function whyOf({ decision, reason, cause, code }: PlannedInstance): string {
  const why = reasonHere(reason, cause);
  return decision === 'act' ? why : withCode(why, code);
}

/** As they would be started; what is not comes last. */
function byWave(one: PlannedInstance, other: PlannedInstance): number {
  return (one.wave ?? Number.POSITIVE_INFINITY) - (other.wave ?? Number.POSITIVE_INFINITY) || 0;
}

import { firstNames } from '../../maintenance/foundation/first-names.ts';
import { reasonWith } from '../../maintenance/report/describe-cause.ts';
import type { RunEvent } from '../../maintenance/run/event.ts';

/** More names than that are counted. */
const mostNames = 8;

/** Tells the events of one run, in their order, as lines for people; what only a machine needs is left out. */
export type EventTeller = (event: RunEvent) => readonly string[];

/** Tells from the first event on: it is the one that has the names. */
export function createEventTeller(): EventTeller {
  const names = new Map<string, string>();
  /** Those that were named in a call, and how they were last seen. */
  const sent = new Map<string, string | undefined>();
  const done = new Set<string>();
  let action = 'the action';
  const nameOf = (id: string) => names.get(id) ?? id;
  const all = (ids: readonly string[]) => firstNames(ids.map(nameOf), mostNames);

  function seen(sightings: readonly { readonly id: string; readonly status: string }[]): readonly string[] {
    return sightings.flatMap(({ id, status }) => {
      if (!sent.has(id) || done.has(id) || sent.get(id) === status) return [];
      sent.set(id, status);
      return [`${nameOf(id)} is ${status}`];
    });
  }

  return (event) => {
    switch (event.type) {
      case 'opened': {
        const { plan, about } = event;
        for (const { id, name } of plan.instances) names.set(id, name);
        action = plan.rules.action;
        if (about.skipped) return [`does not run: ${about.skipped.reason}`];
        const acting = plan.instances.filter(({ decision }) => decision === 'act').length;
        return [
          `started: ${action} of ${acting} of ${plan.instances.length} instances`,
          ...plan.problems.map(({ reason, cause }) => reasonWith(reason, cause)),
        ];
      }
      case 'submitting':
        for (const id of event.ids) sent.set(id, undefined);
        return [`${action} is sent: ${all(event.ids)}`];
      case 'answered':
        return [
          ...(event.accepted.length > 0 ? [`DCS took it: ${all(event.accepted)}`] : []),
          ...(event.rejected.length > 0 ? [`DCS did not take it: ${all(event.rejected)}`] : []),
        ];
      case 'refused':
        return [`the call for ${all(event.ids)} failed: ${reasonWith(event.failure.code, event.failure)}`];
      case 'observed':
        return seen(event.changes);
      case 'inspected':
        return seen(event.sightings);
      case 'look-failed':
        return [`${event.region} cannot be looked at: ${reasonWith(event.failure.code, event.failure)}`];
      case 'securing':
        return [`backups are looked for: ${all(event.ids)}`];
      case 'backup-begun':
        return [`a backup of ${nameOf(event.id)} is made`];
      case 'backup-refused':
        return [
          `a backup of ${nameOf(event.id)} was refused: ${reasonWith(event.failure.code, event.failure)}`,
        ];
      case 'secured':
        return event.secured.flatMap(({ id, backup }) => (backup ? [`${nameOf(id)} has a backup`] : []));
      case 'retrying':
        return event.retries.map(
          ({ id, reason, cause }) => `${nameOf(id)} is tried again: ${reasonWith(reason, cause)}`,
        );
      case 'concluded':
        return event.conclusions.map(({ id, outcome, reason, cause }) => {
          done.add(id);
          return `${nameOf(id)} ${outcome}: ${reasonWith(reason, cause)}`;
        });
      case 'cancel-asked':
        return [`cancelled by ${event.by}: nothing new starts`];
      case 'finished':
        return ['finished'];
      case 'told':
        return event.told.map(({ channel, status }) => `told ${channel}: ${status}`);
      case 'left':
        return event.why === 'time' ? ['its invocation ends, and another goes on'] : [];
      case 'held':
      case 'measured':
      case 'measured-anew':
      case 'backups-seen':
      case 'backing-up':
      case 'ending':
        return [];
      default:
        return event satisfies never;
    }
  };
}

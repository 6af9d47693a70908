import {
  again,
  asAskedFor,
  asUnsent,
  changed,
  notSent,
  reading,
  rolledOut,
  without,
  withoutLast,
  withoutWindowEnd,
  withSuccess,
} from './changed-answers.ts';
import { conditionBugs } from './condition-bugs.ts';
import type { DeliberateBug } from './deliberate-bug.ts';
import { recordBugs } from './record-bugs.ts';

const dayMs = 86_400_000;

/** Mistakes that the code does not make, each of which the simulation must find. */
export const deliberateBugs: readonly DeliberateBug[] = [
  ...recordBugs,
  ...conditionBugs,
  {
    name: 'sends a flush again when its answer was lost',
    shownBy: 6,
    fleet: (fleet) => ({
      ...fleet,
      submit: async (region, action, ids) =>
        action === 'flush'
          ? asUnsent(await fleet.submit(region, action, ids))
          : fleet.submit(region, action, ids),
    }),
  },
  {
    name: 'sends a restart again when its answer was lost',
    shownBy: 8,
    fleet: (fleet) => ({
      ...fleet,
      submit: async (region, action, ids) =>
        action === 'flush'
          ? fleet.submit(region, action, ids)
          : asUnsent(await fleet.submit(region, action, ids)),
    }),
  },
  {
    name: 'takes a word that it does not know for "failed", and sends again',
    shownBy: 200,
    fleet: (fleet) => ({
      ...fleet,
      async submit(region, action, ids) {
        const answer = await fleet.submit(region, action, ids);
        const odd = answer.kind === 'answered' ? (answer.odd ?? []).map(([id]) => id) : [];
        return odd.length > 0 ? again(fleet, { region, action, ids: odd }, answer) : answer;
      },
    }),
  },
  {
    name: 'sends a flush again that was answered "failed", without a look',
    shownBy: 165,
    fleet: (fleet) => ({
      ...fleet,
      async submit(region, action, ids) {
        const answer = await fleet.submit(region, action, ids);
        const isFailed = answer.kind === 'answered' && answer.rejected.length === ids.length;
        return action === 'flush' && isFailed ? notSent : answer;
      },
    }),
  },
  {
    name: 'does not announce what it is about to send',
    shownBy: 3,
    journal: (journal) => ({
      read: journal.read,
      append: (run, position, events) => journal.append(run, position, without('submitting', events)),
    }),
  },
  {
    name: 'ignores the lease of others',
    shownBy: 33,
    journal: (journal) => ({ ...journal, read: reading(journal, (events) => without('held', events)) }),
  },
  {
    name: 'appends to the journal whatever others have written meanwhile',
    shownBy: 9,
    journal: (journal) => ({
      read: journal.read,
      append: async (run, position, events) =>
        (await journal.append(run, position, events)) ??
        journal.append(run, (await journal.read(run)).position, events),
    }),
  },
  {
    name: 'takes a lease for ever',
    shownBy: 23,
    journal: (journal) => ({
      read: journal.read,
      append: (run, position, events) =>
        journal.append(
          run,
          position,
          events.map((event) =>
            event.type === 'held' ? { ...event, until: event.until + 10 * dayMs } : event,
          ),
        ),
    }),
  },
  {
    name: "joins the results of a call by their position in DCS's answer",
    shownBy: 1892,
    fleet: (fleet) => ({
      ...fleet,
      async submit(region, action, ids) {
        const answer = await fleet.submit(region, action, ids);
        if (answer.kind === 'refused') return answer;
        const { accepted, rejected } = answer;
        const turned = ids.toReversed();
        return {
          kind: 'answered',
          accepted: turned.slice(0, accepted.length),
          rejected: turned.slice(accepted.length, accepted.length + rejected.length),
        };
      },
    }),
  },
  {
    name: 'believes that every call was accepted',
    shownBy: 9,
    fleet: (fleet) => ({
      ...fleet,
      submit: async (region, action, ids) => {
        await fleet.submit(region, action, ids);
        return { kind: 'answered', accepted: ids, rejected: [] };
      },
    }),
  },
  {
    name: 'does not see that a backup runs',
    shownBy: 52,
    fleet: (fleet) => ({
      ...fleet,
      async show(region, id) {
        const shown = await fleet.show(region, id);
        return shown && { ...shown, idle: true };
      },
    }),
  },
  {
    name: 'believes that DCS lists only what it was asked for',
    shownBy: 7,
    fleet: (fleet) => ({
      ...fleet,
      async list(region, wanted) {
        const listed = await fleet.list(region, wanted);
        const narrowing = wanted?.ids ? undefined : wanted?.narrowing;
        return narrowing ? listed.map((one) => asAskedFor(one, narrowing)) : listed;
      },
    }),
  },
  {
    name: 'forgets that somebody cancelled the run',
    shownBy: 106,
    journal: (journal) => ({
      ...journal,
      read: reading(journal, (events) => without('cancel-asked', events)),
    }),
  },
  {
    name: 'does not enter runs in the register before it begins',
    shownBy: 4,
    register: (register) => ({
      ...register,
      enter: async (entry) => (entry.kind === 'begins' ? undefined : register.enter(entry)),
    }),
  },
  {
    name: 'has more in flight than the concurrency',
    shownBy: 15,
    job: (job) => rolledOut(job, { concurrency: 50 }),
  },
  {
    name: 'starts the others beside the canary',
    shownBy: 9,
    job: (job) => rolledOut(job, { canary: undefined }),
  },
  { name: 'does not keep groups apart', shownBy: 18, job: (job) => rolledOut(job, { spreadBy: undefined }) },
  {
    name: "takes a slot before its tier's turn",
    shownBy: 4,
    job: (job) => rolledOut(job, { order: undefined }),
  },
  {
    name: 'goes on after too many failures',
    shownBy: 114,
    job: (job) => rolledOut(job, { maxFailures: 100 }),
  },
  { name: 'starts after the window has closed', shownBy: 7, job: withoutWindowEnd },
  {
    name: 'touches instances out of their own maintenance windows',
    shownBy: 3,
    job: ({ inMaintenanceWindow: _, ...job }) => job,
  },
  {
    name: 'clears data that nobody gave up',
    shownBy: 4,
    job: (job) => ({ ...job, destroysData: 'acknowledged' }),
  },
  {
    name: 'does without the backup that is required',
    shownBy: 3,
    job: (job) => ({ ...job, backup: 'none' }),
  },
  { name: 'runs a job that an override skips', shownBy: 41, overrides: 'ignored' },
  {
    name: 'tells that what is unknown has succeeded',
    shownBy: 21,
    channel: (channel) => ({
      ...channel,
      tell: (notice, deadline) => channel.tell(changed(notice, withSuccess), deadline),
    }),
  },
  {
    name: 'forgets an instance when it tells',
    shownBy: 2,
    channel: (channel) => ({
      ...channel,
      tell: (notice, deadline) => channel.tell(changed(notice, withoutLast), deadline),
    }),
  },
  {
    name: 'keeps it to itself that a run never began whose job is gone',
    shownBy: 2381,
    channel: (channel) => ({
      ...channel,
      tell: async (notice, deadline) =>
        notice.type === 'nightshift.invocation.failed'
          ? { channel: channel.name, status: 'delivered', attempts: 1, reason: 'it was not told' }
          : channel.tell(notice, deadline),
    }),
  },
  {
    name: 'tells again under another id',
    shownBy: 1,
    channel: (channel, by) => ({
      ...channel,
      tell: (notice, deadline) => channel.tell({ ...notice, id: `${notice.id} by ${by}` }, deadline),
    }),
  },
];

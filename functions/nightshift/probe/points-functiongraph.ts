import type { Point } from './point.ts';

const byInvoking =
  'only code that runs in FunctionGraph sees it, and the function answers nothing of it to an event';
const byWaiting = 'it shows only in how invocations go over days, and nobody who asks from outside sees that';

/** What is open, or better seen, of FunctionGraph. */
export const pointsOfFunctionGraph: readonly Point[] = [
  {
    id: 'functiongraph.absent',
    stage: 'function',
    about: 'What FunctionGraph answers for a function that is not there.',
    assumed: '404 FSS.1051',
  },
  {
    id: 'functiongraph.forbidden',
    stage: 'function',
    about: 'What FunctionGraph answers to whoever lacks a permission.',
    assumed: null,
  },
  {
    id: 'functiongraph.runtime',
    stage: 'function',
    about: 'How the runtime of the function is written.',
    assumed: 'Node.js20.15',
  },
  {
    id: 'functiongraph.digest',
    stage: 'function',
    about: 'The digest of a function is that of its zip.',
    assumed: 'sha512 in hex of the zip',
  },
  {
    id: 'functiongraph.code-size',
    stage: 'function',
    about: 'The size of the code is that of its zip.',
    assumed: 'bytes of the zip',
  },
  {
    id: 'functiongraph.code',
    stage: 'function',
    about: 'Whether the code comes in the answer or behind a link.',
    assumed: 'in the answer',
  },
  {
    id: 'functiongraph.encrypted',
    stage: 'function',
    about: 'Whether the configuration tells variables that are encrypted.',
    assumed: 'left out',
  },
  {
    id: 'functiongraph.most-instances',
    stage: 'function',
    about: 'Where the configuration tells how many instances a function may have.',
    assumed: 'strategy_config.concurrency',
  },
  {
    id: 'functiongraph.triggers',
    stage: 'function',
    about: 'Triggers are answered as a list without anything around it.',
    assumed: 'a list',
  },
  {
    id: 'functiongraph.sync-execution',
    stage: 'function',
    about: 'Whether timers are told with sync_execution, which deploy does not set.',
    assumed: 'told',
  },
  {
    id: 'functiongraph.versions',
    stage: 'function',
    about: 'Versions are told with latest among them.',
    assumed: 'with latest',
  },
  {
    id: 'functiongraph.async-absent',
    stage: 'function',
    about: 'What is answered where a function has no asynchronous configuration.',
    assumed: '404 FSS.0404',
  },
  {
    id: 'functiongraph.process-env',
    about: 'Variables of a function are in process.env, too.',
    assumed: 'no',
    why: byInvoking,
  },
  {
    id: 'functiongraph.running-time',
    about: 'The unit of getRunningTimeInSeconds.',
    assumed: null,
    why: byInvoking,
  },
  {
    id: 'functiongraph.modules',
    about: 'ES modules, and handlers that are no native asynchronous functions.',
    assumed: null,
    why: byInvoking,
  },
  {
    id: 'functiongraph.timer-event',
    about: 'The fields of the event that a timer delivers, and the zone of its time.',
    assumed: null,
    why: byInvoking,
  },
  {
    id: 'functiongraph.node-22',
    about: 'How Node.js 22 is written as a runtime.',
    assumed: null,
    why: 'no call that only reads lists the runtimes',
  },
  {
    id: 'functiongraph.trigger-update',
    about: 'Whether the update of a trigger takes a new schedule.',
    assumed: 'status-only',
    why: 'it would change a trigger of yours',
  },
  {
    id: 'functiongraph.timer-interval',
    about: 'The shortest interval of a timer.',
    assumed: null,
    why: 'it would take a trigger of its own',
  },
  {
    id: 'functiongraph.sync-execution-effect',
    about: 'What sync_execution changes.',
    assumed: null,
    why: byWaiting,
  },
  {
    id: 'functiongraph.delivery',
    about: 'Whether timers come at least once, exactly once, and after they were missed.',
    assumed: null,
    why: byWaiting,
  },
  {
    id: 'functiongraph.busy',
    about: 'What becomes of an event while all instances are busy.',
    assumed: 'queued',
    why: byWaiting,
  },
  {
    id: 'functiongraph.config-update',
    about: 'Whether a changed configuration ends warm instances at once.',
    assumed: 'recycles',
    why: 'it would change the function, which is to go on as it is',
  },
  {
    id: 'functiongraph.cold-start',
    about: 'How long a cold start takes.',
    assumed: null,
    why: byWaiting,
  },
  {
    id: 'functiongraph.killed',
    about: 'What is answered when a function runs out of time or memory.',
    assumed: null,
    why: 'it would take a function that does, and the deployed one must not',
  },
];

import { expect, test } from 'vitest';
import { emptied, kept, nine, odd, refusedFor, rejected } from './doubted-answers.ts';
import { second } from './tracked-fixture.ts';
import { type Case, flush, verdict } from './verdict-line.ts';

test.each<[string, Case, string]>([
  [
    'a flush, an odd word, its keys kept: never sent again',
    { rules: flush, phase: { ...odd, ...kept }, one: nine, after: 61 },
    'unknown answer-lost',
  ],
  [
    'a flush, an odd word, its keys gone',
    { rules: flush, phase: { ...odd, ...emptied }, one: { keys: 0, keysBefore: 9 }, after: 61 },
    'succeeded emptied',
  ],
  [
    'a flush, "failed", its keys kept for the whole of the acceptance',
    { rules: flush, phase: { ...rejected, ...kept }, one: nine, after: 60 },
    'failed-try rejected',
  ],
  [
    'a flush, "failed", short of the acceptance',
    { rules: flush, phase: { ...rejected, ...kept }, one: nine, after: 59 },
    'keep-watching',
  ],
  [
    'a flush, "failed", its keys gone',
    { rules: flush, phase: { ...rejected, ...emptied }, one: { keys: 0, keysBefore: 9 }, after: 61 },
    'succeeded emptied',
  ],
  [
    'a flush, "failed", fewer keys for a while: never sent again',
    { rules: flush, phase: { ...rejected, ...kept, fewestKeys: 2 }, one: nine, after: 61 },
    'unknown rejected',
  ],
  [
    'a flush, "failed", its keys not readable: never sent again',
    { rules: flush, phase: { ...rejected, measuredAt: second(61) }, one: { keysBefore: 9 }, after: 61 },
    'failed rejected',
  ],
  [
    'a flush, "failed", no keys before: never sent again',
    { rules: flush, phase: { ...rejected, ...emptied }, one: { keys: 0, keysBefore: 0 }, after: 61 },
    'failed rejected',
  ],
  [
    'a flush, "failed", and DCS changed it since: never sent again',
    {
      rules: flush,
      phase: { ...rejected, ...kept },
      one: nine,
      look: { updatedAt: 'now' },
      after: 61,
    },
    'failed rejected',
  ],
  [
    'a flush, refused for a state, no keys before, and DCS changed it since: never sent again',
    {
      rules: flush,
      phase: { ...refusedFor('wait'), ...emptied },
      one: { keys: 0, keysBefore: 0 },
      look: { updatedAt: 'now' },
      after: 61,
    },
    'unknown DCS.4026',
  ],
  [
    'a flush, refused for a state, no keys before, and out of sight: never sent again',
    {
      rules: flush,
      phase: { ...refusedFor('wait'), ...emptied, blindMs: 7_501 },
      one: { keys: 0, keysBefore: 0 },
      after: 61,
    },
    'unknown DCS.4026',
  ],
  [
    'a flush, refused for a state, no keys before, and untouched',
    {
      rules: flush,
      phase: { ...refusedFor('wait'), ...emptied },
      one: { keys: 0, keysBefore: 0 },
      after: 61,
    },
    'failed-try DCS.4026',
  ],
  [
    'a flush, refused for a state, short of the acceptance',
    { rules: flush, phase: { ...refusedFor('wait'), ...kept }, one: nine, after: 59 },
    'keep-watching',
  ],
  [
    'a flush, refused for a state, its keys kept',
    { rules: flush, phase: { ...refusedFor('wait'), ...kept }, one: nine, after: 60 },
    'failed-try DCS.4026',
  ],
  [
    'a flush, refused for good, its keys not readable',
    { rules: flush, phase: { ...refusedFor('permanent'), measuredAt: second(61) }, after: 60 },
    'failed-try final DCS.4026',
  ],
  [
    'a flush, refused with others, its keys not readable, and untouched',
    { rules: flush, phase: { ...refusedFor('permanent'), apart: '0', measuredAt: second(61) }, after: 60 },
    'failed-try final DCS.4026',
  ],
  [
    'a flush, refused with others, its keys not readable, and DCS changed it since: never sent again',
    {
      rules: flush,
      phase: { ...refusedFor('permanent'), apart: '0', measuredAt: second(61) },
      look: { updatedAt: 'now' },
      after: 60,
    },
    'unknown DCS.4026',
  ],
  [
    'a flush, refused with others, its keys not readable, and out of sight: never sent again',
    {
      rules: flush,
      phase: { ...refusedFor('permanent'), apart: '0', measuredAt: second(61), blindMs: 7_501 },
      after: 60,
    },
    'unknown DCS.4026',
  ],
  [
    'a flush, refused with others, its keys kept, and DCS changed it since',
    {
      rules: flush,
      phase: { ...refusedFor('permanent'), ...kept, apart: '0' },
      one: nine,
      look: { updatedAt: 'now' },
      after: 60,
    },
    'failed-try final DCS.4026',
  ],
  [
    'a flush, refused for the state of one of several, its keys not readable, and DCS changed it since: never sent again',
    {
      rules: flush,
      phase: { ...refusedFor('wait'), apart: '0', measuredAt: second(61) },
      look: { updatedAt: 'now' },
      after: 60,
    },
    'unknown DCS.4026',
  ],
  [
    'a flush, refused, and fewer keys since: never sent again',
    { rules: flush, phase: { ...refusedFor('wait'), ...kept, fewestKeys: 2 }, one: nine, after: 61 },
    'unknown DCS.4026',
  ],
])('%s', (_, given, expected) => {
  expect(verdict(given)).toBe(expected);
});

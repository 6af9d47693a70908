import type { Point } from './point.ts';

/** What is open, or better seen, of OBS. */
export const pointsOfObs: readonly Point[] = [
  {
    id: 'obs.missing',
    stage: 'read',
    about: 'What OBS answers for a key that is not there.',
    assumed: '404 NoSuchKey',
  },
  {
    id: 'obs.request-id',
    stage: 'read',
    about: 'Answers of OBS carry a request id in their head.',
    assumed: 'told',
  },
  {
    id: 'obs.forbidden',
    stage: 'read',
    about: 'What OBS answers to whoever lacks a permission.',
    assumed: null,
  },
  {
    id: 'obs.append.next',
    stage: 'objects',
    about: 'An append answers the position of the next one, which is the length of the object.',
    assumed: 'the length',
  },
  {
    id: 'obs.append.taken',
    stage: 'objects',
    about: 'An append at a position that is taken is refused.',
    assumed: '409 PositionNotEqualToLength',
  },
  {
    id: 'obs.append.object-type',
    stage: 'objects',
    about: 'A read tells in its head that an object is appendable, and where the next append goes.',
    assumed: 'Appendable, the length',
  },
  {
    id: 'obs.read.lag',
    stage: 'objects',
    about: 'How many seconds after an append a read shows it.',
    assumed: 0,
  },
  {
    id: 'obs.list.lag',
    stage: 'objects',
    about: 'How many seconds after its first append an object is in the list.',
    assumed: 0,
  },
  {
    id: 'obs.list.order',
    stage: 'objects',
    about: 'Keys are listed in the order of their bytes, capitals before small letters.',
    assumed: 'by bytes',
  },
  {
    id: 'obs.range.end',
    stage: 'objects',
    about: 'What a read from the end of an object on is answered.',
    assumed: '416 InvalidRange',
  },
  {
    id: 'obs.remove',
    stage: 'objects',
    about: 'A batch delete tells the keys that it removed.',
    assumed: 'told',
  },
  {
    id: 'obs.append.others',
    about: 'What refuses appends to cold storage classes, replicated buckets and objects that were put.',
    assumed: null,
    why: 'it would take buckets and objects of other kinds, and the journal needs none of them',
  },
];

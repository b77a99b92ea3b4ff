// The rows of the thread: who asked, stated, hedged, assumed, explained or proposed what, when and where. The one place
// for its wording: each sentence says no more than the message does. Our own questions stand in the parts (index.ts).

import type { Row } from './claim.js';

/** A public archive of the list. */
export const ARCHIVE = 'https://lkml.iu.edu/hypermail/linux/kernel/';

// Messages of which several rows are.
const YAN = { speaker: 'Yan', date: '2026-06-21', path: '2606.2/07654.html' };
const DESTRUCTORS = { speaker: 'Hildenbrand', date: '2026-06-22', path: '2606.2/08506.html' };
const FREES = { speaker: 'Hildenbrand', date: '2026-03-04', path: '2603.0/07375.html' };

/** In the order of their numbers. */
export const rows: readonly Row[] = [
  {
    id: 'C1',
    speaker: 'AI review, relayed by Gladyshev',
    date: '2026-06-20',
    path: '2606.2/07523.html',
    kind: 'stated',
    title: 'X destroys a page of Y',
    sentence: 'under v4 the T1/T2/T3 sequence runs the destructor of X on a page of type Y',
  },
  {
    id: 'C2',
    speaker: 'Gladyshev',
    date: '2026-06-20',
    path: '2606.2/07523.html',
    kind: 'hedged',
    title: 'the race is unrealistic',
    sentence:
      'that race seems unrealistic, since a full allocator cycle lies between the two atomic operations; he could not prove it',
  },
  {
    id: 'C3',
    ...YAN,
    kind: 'asked',
    title: 'how can a get find 0?',
    sentence: 'how can a get take a count from 0 to 1, since the gets refuse 0?',
  },
  {
    id: 'C4',
    ...YAN,
    kind: 'asked',
    title: 'freeze first, then 0?',
    sentence: 'will it work if the page is frozen first, and its count gets to 0 then?',
  },
  {
    id: 'C5',
    ...DESTRUCTORS,
    kind: 'explained',
    title: 'step 2 sees increments',
    sentence: 'whoever increments between steps 1 and 2 aborts the free: step 2 detects it',
  },
  {
    id: 'C6',
    ...DESTRUCTORS,
    kind: 'stated',
    title: 'then look the type up',
    sentence: 'once step 2 is won, the type can be looked up on the page',
  },
  {
    id: 'C7',
    ...DESTRUCTORS,
    kind: 'hedged',
    title: 'it can happen today',
    sentence: 'the same confusion can happen today, by tryGet and put on something that is no folio any more',
  },
  {
    id: 'C8',
    speaker: 'Torvalds',
    date: '2026-06-21',
    path: '2606.2/08092.html',
    kind: 'stated',
    title: 'one destructor, by page',
    sentence: 'what matters is that one entity runs the destructor, with data from the page',
  },
  {
    id: 'C9',
    speaker: 'Wilcox',
    date: '2026-06-21',
    path: '2606.2/08048.html',
    kind: 'hedged',
    title: 'its recheck fails',
    sentence:
      'a page leaves the index before its count drops, so he does not think that a get which took the 0 can pass its recheck, or maybe barriers are needed; and why should the race need a passed recheck?',
  },
  {
    id: 'C10',
    speaker: 'Gladyshev',
    date: '2026-06-23',
    path: '2606.2/12077.html',
    kind: 'stated',
    title: 'two puts are enough',
    sentence:
      'the race needs no speculative get; it is about two parallel puts, one that frees the page and one that sleeps and then frees what is a new one',
  },
  {
    id: 'C11',
    speaker: 'Torvalds',
    date: '2026-03-04',
    path: '2603.0/07151.html',
    kind: 'asked',
    title: 'the frozen bit stays',
    sentence: 'verify that the bit of a freed folio is never removed until the next allocation sets the count to 1',
  },
  {
    id: 'C12',
    ...FREES,
    kind: 'explained',
    title: 'step 2 cannot be an OR',
    sentence:
      'step 2 cannot be just an atomic OR: one get that found 0 could back off, but another may have gone from 1 to 2 by then',
  },
  {
    id: 'C13',
    speaker: 'Hildenbrand',
    date: '2026-03-05',
    path: '2603.0/08194.html',
    kind: 'asked',
    title: 'a get on a resting 0?',
    sentence: 'a get succeeds whenever the bit is clear: what of pages that rest at 0 without it?',
  },
  {
    id: 'C14',
    speaker: 'Price',
    date: '2025-12-19',
    path: '2512.2/08225.html',
    kind: 'asked',
    title: 'only overflow fails?',
    sentence: 'has a model checker verified that the overflow at 2^31 is the only failure? (asked of the RFC)',
  },
  {
    id: 'C15',
    speaker: 'Gladyshev',
    date: '2026-02-26',
    path: '2602.3/05653.html',
    kind: 'stated',
    title: 'fetch-add scales better',
    sentence: 'with fetch-add instead of the CAS loop small reads of one file scale better (cover letter)',
  },
  {
    id: 'C16',
    ...FREES,
    kind: 'asked',
    title: 'what does a free cost?',
    sentence: 'what does the additional cmpxchg cost whenever a page is freed, above all one with a single reference?',
  },
  {
    id: 'C17',
    speaker: 'Torvalds',
    date: '2026-03-01',
    path: '2603.0/00393.html',
    kind: 'proposed',
    title: 'a CAS loop assuming 1',
    sentence: 'a CAS loop that assumes a count of 1 and does not read it; he asks for measurements',
  },
  {
    id: 'C18',
    speaker: 'Gladyshev',
    date: '2026-01-13',
    path: '2601.1/14783.html',
    kind: 'stated',
    title: 'the reset is hidden',
    sentence:
      'the reset near the limit hides behind the branch of a failed get, unless failed gets are the hot path somewhere',
  },
  {
    id: 'C19',
    ...DESTRUCTORS,
    kind: 'assumed',
    title: 'count in its own folio',
    sentence: 'all of this will change once the reference count is in a separately allocated struct folio',
  },
];

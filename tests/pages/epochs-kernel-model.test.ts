// The barriers of the epoch scheme under the Linux-kernel memory model, which cannot explore the scenarios on descriptors:
// its accesses as litmus tests. The condition is the one mistake that there may not be: memory comes back to which a
// section still holds on.

import { expect, test } from 'vitest';
import { parseLitmus } from '../../src/checker/litmus/parse.js';
import { runLitmus } from '../../src/checker/litmus/run.js';

interface Accesses {
  /** Of enterSection(): `section` becomes 1. */
  readonly enter?: string;
  /** Of epochAfterUnlinking(): what is between the unlinking and the look at the epoch. */
  readonly behindUnlinking?: string;
  /** Of advance(): how the worker who is to look at sections reads the epoch, to which another one let it go up. */
  readonly readEpoch?: string;
}

/** Whether a reader may have found what was unlinked, and whoever advances behind that not find the reader's section. */
function mayMissSection({
  enter = 'r0 = xchg(section, 1);',
  behindUnlinking = 'r0 = atomic_fetch_add(0, own);',
  readEpoch = 'smp_mb(); r0 = READ_ONCE(*epoch); smp_mb();',
}: Accesses): string | undefined {
  const litmus = `C epochs
{}
P0(int *section, int *slot) { int r0; int r1; ${enter} r1 = smp_load_acquire(slot); }
P1(int *slot, int *own, int *epoch) {
  int r0; int r1; WRITE_ONCE(*slot, 1); ${behindUnlinking} r1 = READ_ONCE(*epoch);
}
P2(int *epoch) { int r0; r0 = cmpxchg(epoch, 0, 1); }
P3(int *epoch, int *section) { int r0; int r1; ${readEpoch} r1 = smp_load_acquire(section); }
exists (0:r1=0 /\\ 1:r1=0 /\\ 3:r0=1 /\\ 3:r1=0)
`;
  return answerTo(litmus);
}

function answerTo(litmus: string): string | undefined {
  const { runs } = runLitmus(parseLitmus('epochs.litmus', litmus), { maxStates: 100_000 });
  return runs.find(({ memory }) => memory === 'lkmm')?.answer;
}

/** Whether a reader may find the poison that was written after his section. `leave`: of leaveSection(). */
function mayReadPoison(leave: string): string | undefined {
  return answerTo(`C leaving
{ section = 1; }
P0(int *word, int *section) { int r0; r0 = READ_ONCE(*word); ${leave} }
P1(int *section, int *epoch) {
  int r0; int r1; r0 = smp_load_acquire(section); if (r0 == 0) { r1 = cmpxchg(epoch, 0, 1); }
}
P2(int *epoch, int *word) { int r0; r0 = smp_load_acquire(epoch); if (r0 == 1) { WRITE_ONCE(*word, 2); } }
exists (0:r0=2)
`);
}

/** Whether the poison may lie over the count of whoever took the memory. `giveBack`: of giveBack(), its last store. */
function mayPoisonCount(giveBack: string): string | undefined {
  return answerTo(`C giving_back
{ stamp = 1; }
P0(int *word, int *stamp) { WRITE_ONCE(*word, 2); ${giveBack} }
P1(int *word, int *stamp) { int r0; r0 = smp_load_acquire(stamp); if (r0 == 0) { WRITE_ONCE(*word, 1); } }
exists (1:r0=0 /\\ word=2)
`);
}

test('no section is missed', () => {
  expect(mayMissSection({})).toBe('Never');
});

test.each<[what: string, weaker: Accesses]>([
  ['a section that is entered by a release', { enter: 'r0 = xchg_release(section, 1);' }],
  ['no barrier between the unlinking and the look at the epoch', { behindUnlinking: '' }],
  ['an epoch that is read by an acquire', { readEpoch: 'r0 = smp_load_acquire(epoch);' }],
])('with %s one is', (_, weaker) => {
  expect(mayMissSection(weaker)).toBe('Sometimes');
});

test('what was done in a section comes before memory is given back', () => {
  expect(mayReadPoison('smp_store_release(section, 0);')).toBe('Never');
  expect(mayReadPoison('WRITE_ONCE(*section, 0);')).toBe('Sometimes');
});

test('memory is poisoned before it is taken', () => {
  expect(mayPoisonCount('smp_store_release(stamp, 0);')).toBe('Never');
  expect(mayPoisonCount('WRITE_ONCE(*stamp, 0);')).toBe('Sometimes');
});

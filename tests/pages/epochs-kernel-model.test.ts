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
  readEpoch = 'r0 = atomic_fetch_add(0, epoch);',
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
  const { runs } = runLitmus(parseLitmus('epochs.litmus', litmus), { maxStates: 100_000 });
  return runs.find(({ memory }) => memory === 'lkmm')?.answer;
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

// Mutants of locks. See mutant.ts.

import { type Mutant, of } from './mutant.js';

function text(condition: string, ...bodies: readonly string[]): string {
  const threads = bodies.map((body, thread) => `P${thread}(int *x, int *y, int *s, int *t) { ${body} }\n`);
  return `C text\n{}\n${threads.join('')}exists (${condition})\n`;
}

const FULL = 'WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x);';
const BEHIND_LOCK = text(
  '0:r0=0 /\\ 1:r0=0',
  'WRITE_ONCE(*x, 1); spin_lock(s); smp_mb__after_spinlock(); int r0 = READ_ONCE(*y); spin_unlock(s);',
  FULL,
);
const WITHOUT_LOCK = text(
  '0:r0=0 /\\ 1:r0=0',
  'WRITE_ONCE(*x, 1); smp_mb__after_spinlock(); smp_mb__after_unlock_lock(); smp_mb__after_srcu_read_unlock(); int r0 = READ_ONCE(*y);',
  FULL,
);
const TWO_LOCKS = text(
  '0:r0=0 /\\ 1:r0=0',
  'spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s); spin_lock(t); smp_mb__after_unlock_lock(); int r0 = READ_ONCE(*y);',
  FULL,
);
const READS = text(
  '0:r1=1 /\\ 0:r2=0',
  'spin_lock(s); int r1 = READ_ONCE(*x); spin_unlock(s); spin_lock(t); int r2 = READ_ONCE(*y);',
  'WRITE_ONCE(*y, 1); smp_wmb(); WRITE_ONCE(*x, 1);',
);
const WRITES = text(
  '1:r1=1 /\\ 2:r2=1 /\\ 2:r3=0',
  'spin_lock(s); WRITE_ONCE(*x, 1); spin_unlock(s);',
  'spin_lock(s); int r1 = READ_ONCE(*x); WRITE_ONCE(*y, 1);',
  'int r2 = READ_ONCE(*y); smp_rmb(); int r3 = READ_ONCE(*x);',
);

export const LOCKS: readonly Mutant[] = [
  ...of('lockFence', [
    ['afterSpinlock, ', '', BEHIND_LOCK, 'Sometimes'],
    [', afterUnlockLock', '', TWO_LOCKS, 'Sometimes'],
    [', afterSrcuUnlock', '', 'MbdWW Coe SrmbdWR Fre', 'Sometimes'],
  ]),
  ...of('strong', [[', lockFence', '', BEHIND_LOCK, 'Sometimes']]),
  ...of('afterSpinlock', [['poMaybe, lockWrites, po', 'po', WITHOUT_LOCK, 'Never']]),
  ...of('afterSrcuUnlock', [
    ['poMaybe, srcuUnlocks, po', 'po', WITHOUT_LOCK, 'Never'],
    ['poMaybe, srcuUnlocks', 'srcuUnlocks', 'MbdWW Coe SrmbdWR Fre', 'Sometimes'],
  ]),
  ...of('afterUnlockLock', [['unlockLock, base', 'po, base', WITHOUT_LOCK, 'Never']]),
  ...of('unlockLock', [
    [', handedOver(po)', '', READS, 'Sometimes'],
    ['handedOver(rf), ', '', WRITES, 'Sometimes'],
  ]),
  ...of('handedOver', [
    [
      'sequence(po, unlocks',
      'sequence(po, base.releases',
      READS.replace('spin_unlock(s)', 'smp_store_release(s, 0)'),
      'Never',
    ],
    ['lockReads', 'base.acquires', READS.replace('spin_lock(t)', 'int r3 = smp_load_acquire(t)'), 'Never'],
  ]),
  ...of('cumulFence', [[', unlockLock', '', WRITES, 'Sometimes']]),
  ...of('base-relations.ts', [
    [
      "if (lock === 'spin' && rmwWrite[event - 1] !== event) include",
      'if (rmwWrite[event - 1] !== event) include',
      READS.replace('spin_unlock(s)', 'smp_store_release(s, 0)'),
      'Never',
    ],
    ['    if (!lock) continue;\n', '', READS.replace('spin_lock(t)', 'int r3 = xchg_acquire(t, 1)'), 'Never'],
  ]),
];

// Mutants of RCU. See mutant.ts.

import { type Mutant, of } from './mutant.js';

const NONE = 'algebra.noEdges(0)';

/** An inner section is over before the second access of the outer one. */
const NESTED = `C nested
{}
P0(int *x, int *y) { rcu_read_lock(); rcu_read_lock(); int r1 = READ_ONCE(*y); rcu_read_unlock(); int r0 = READ_ONCE(*x); rcu_read_unlock(); }
P1(int *x, int *y) { WRITE_ONCE(*y, 1); synchronize_rcu(); WRITE_ONCE(*x, 1); }
exists (0:r0=1 /\\ 0:r1=0)`;
const DEADLOCK = `C deadlock
{}
P0(int *x) { rcu_read_lock(); synchronize_rcu(); rcu_read_unlock(); WRITE_ONCE(*x, 1); }
exists (x=1)`;

/** A section that another thread ends; two sections of which the second has what the first wrote; an end in another domain. */
const HANDED_ON = `C handed
{}
P0(int *y, int *f, struct srcu_struct *s) { int i = srcu_down_read(s); int r1 = READ_ONCE(*y); smp_store_release(f, i + 7); }
P1(int *x, int *f, struct srcu_struct *s) { int r2 = READ_ONCE(*x); int j = READ_ONCE(*f); if (j) srcu_up_read(s, j); }
P2(int *x, int *y, struct srcu_struct *s) { WRITE_ONCE(*y, 1); synchronize_srcu(s); WRITE_ONCE(*x, 1); }
filter (1:j=7)
exists (0:r1=0 /\\ 1:r2=1)`;
const ONE_BY_ONE = `C one
{}
P0(int *x, int *y, struct srcu_struct *s)
{
  int i = srcu_read_lock(s); int r1 = READ_ONCE(*y); srcu_read_unlock(s, i);
  int j = srcu_read_lock(s); int r0 = READ_ONCE(*x); srcu_read_unlock(s, j);
}
P1(int *x, int *y, struct srcu_struct *s) { WRITE_ONCE(*y, 1); synchronize_srcu(s); WRITE_ONCE(*x, 1); }
exists (0:r0=1 /\\ 0:r1=0)`;
const OTHER_DOMAIN = `C other
{}
P0(int *x, int *y, struct srcu_struct *s, struct srcu_struct *t)
{
  int i = srcu_down_read(s); int r1 = READ_ONCE(*y); int r0 = READ_ONCE(*x); srcu_up_read(t, i);
}
P1(int *x, int *y, struct srcu_struct *s) { WRITE_ONCE(*y, 1); synchronize_srcu(s); WRITE_ONCE(*x, 1); }
exists (0:r0=1 /\\ 0:r1=0)`;

export const RCU: readonly Mutant[] = [
  ...of('gp', [
    ['sequence(po, algebra.either(rcuSync, srcuSync), po)', NONE, 'P PodWW Rel Rfe SyncdRR P Fre', 'Sometimes race'],
    ['algebra.either(rcuSync, srcuSync)', 'rcuSync', 'P PodWW Rel Rfe SsyncdRR P Fre', 'Sometimes race'],
  ]),
  ...of('strong', [[', gp)', ')', 'P PodWW Rel Rfe SyncdRR P Fre', 'Sometimes race']]),
  ...of('base-relations.ts', [
    [
      "if (fence === 'rcu-lock') open[thread] = [...(open[thread] ?? []), event];",
      "if (fence === 'rcu-lock') open[thread] = [event];",
      NESTED,
      'Sometimes',
    ],
    ['if (lock !== undefined) add(event, lock);', '', 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
    ['star(sequence(data, butNot(writes, srcuUnlocks), rf))', 'star(noEdges(data.size))', HANDED_ON, 'Sometimes'],
    ['butNot(writes, srcuUnlocks), ', '', ONE_BY_ONE, 'Never'],
    [
      'inverse(intersection(sequence(srcuLocks, handedOn, data, srcuUnlocks), loc))',
      'inverse(sequence(srcuLocks, handedOn, data, srcuUnlocks))',
      OTHER_DOMAIN,
      '',
    ],
  ]),
  ...of('rcuLink', [
    ['union(po, sequence(poMaybe, ordered, prop, po))', 'sequence(poMaybe, ordered, prop, po)', DEADLOCK, 'Always'],
    ['union(po, sequence(poMaybe, ordered, prop, po))', 'po', 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
    ['ordered, prop', 'prop', 'SyncdRW Rfe DpDatadW Rfe RcudRW Rfe', 'Sometimes'],
    ['ordered, prop', 'ordered', 'RcudWR Fre SyncdWR Fre', 'Sometimes'],
  ]),
  ...of('ordered', [
    ['sequence(hbs, star(pb))', 'star(pb)', 'SyncdRW Rfe DpDatadW Rfe RcudRW Rfe', 'Sometimes'],
    ['sequence(hbs, star(pb))', 'hbs', 'SyncdWR Fre MbdWR Fre RcudWR Fre', 'Sometimes'],
  ]),
  ...of('paired', [
    ['pairedOf(rcuSync, link, base.rcuSections), ', '', 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
    [', intersection(pairedOf(srcuSync, link, base.srcuSections), loc)', '', 'SsyncdWW Rfe SrcudRR Fre', 'Sometimes'],
    [
      'intersection(pairedOf(srcuSync, link, base.srcuSections), loc)',
      'pairedOf(srcuSync, link, base.srcuSections)',
      'SsyncdWW Rfe TrcudRR Fre',
      'Never',
    ],
  ]),
  ...of('pairedOf', [
    ['sequence(sync, link, sections), ', '', 'RcudWR P Fre P SyncdWR Fre', 'Sometimes race'],
    [', sequence(sections, link, sync)', '', 'P RcudRW Rfe SyncdRW P Rfe', 'Sometimes race'],
  ]),
  ...of('isWaited', [['!isEmpty(rcuSync) || ', '', 'SyncdWW Rfe RcudRR Fre', 'Sometimes']]),
  ...of('isWaited', [[' || !isEmpty(srcuSync)', '', 'SsyncdWW Rfe SrcudRR Fre', 'Sometimes']]),
  ...of('rcuOrder', [
    ['paired(rcuLink)', NONE, 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
    [
      'paired(sequence(rcuLink, order, rcuLink)), ',
      '',
      'RcudWR P Fre P SyncdWR Fre SyncdWR Fre RcudWR Fre',
      'Sometimes race',
    ],
    [', sequence(order, rcuLink, order)', '', 'P RcudRW Rfe SyncdRW Rfe SyncdRW Rfe RcudRW P Rfe', 'Sometimes race'],
  ]),
  ...of('rcu', [['sequence(rcuOrder, rcuLink)', NONE, 'SyncdWW Rfe RcudRR Fre', 'Sometimes']]),
  ...of('rcuFence', [
    ['accesses, po, rcuOrder', 'marked, po, rcuOrder', 'RcudWR P Fre P SyncdWR Fre', 'Sometimes race'],
  ]),
  ...of('xb', [['hb, pb, rb', 'hb, pb', 'P MbdWR Fre SyncdWR Fre RcudWR Acq PodRR P Fre', 'Sometimes race']]),
  ...of('anyFence', [['fences, rcuFence', 'fences', 'P RcudRW Rfe SyncdRW P Rfe', 'Sometimes race']]),
  ...of('anyStrong', [
    ['strong, rcuFence', 'strong', 'P PodWW Rel Rfe SyncdRR Fre RcudWW Rfe Acq PodRR P Fre', 'Sometimes race'],
  ]),
];

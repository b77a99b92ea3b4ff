// Mutants of RCU. See mutant.ts.

import { type Mutant, of } from './mutant.js';

const NONE = "algebra.named(0, 'none', () => {})";

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

export const RCU: readonly Mutant[] = [
  ...of('gp', [['sequence(po, sync, po)', NONE, 'P PodWW Rel Rfe SyncdRR P Fre', 'Sometimes race']]),
  ...of('strong', [[', gp)', ')', 'P PodWW Rel Rfe SyncdRR P Fre', 'Sometimes race']]),
  ...of('base-relations.ts', [
    [
      "if (fence === 'rcu-lock') open[thread] = [...(open[thread] ?? []), event];",
      "if (fence === 'rcu-lock') open[thread] = [event];",
      NESTED,
      'Sometimes',
    ],
    ['if (lock !== undefined) add(event, lock);', '', 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
  ]),
  ...of('rcuLink', [
    ['optional(sequence(ordered, prop, po))', 'sequence(ordered, prop, po)', DEADLOCK, 'Always'],
    ['sequence(po, optional(sequence(ordered, prop, po)))', 'po', 'SyncdWW Rfe RcudRR Fre', 'Sometimes'],
    ['ordered, prop', 'prop', 'SyncdRW Rfe DpDatadW Rfe RcudRW Rfe', 'Sometimes'],
    ['ordered, prop', 'ordered', 'RcudWR Fre SyncdWR Fre', 'Sometimes'],
  ]),
  ...of('ordered', [
    ['sequence(hbs, star(pb))', 'star(pb)', 'SyncdRW Rfe DpDatadW Rfe RcudRW Rfe', 'Sometimes'],
    ['sequence(hbs, star(pb))', 'hbs', 'SyncdWR Fre MbdWR Fre RcudWR Fre', 'Sometimes'],
  ]),
  ...of('paired', [
    ['sequence(sync, link, base.rcuSections), ', '', 'RcudWR P Fre P SyncdWR Fre', 'Sometimes race'],
    [', sequence(base.rcuSections, link, sync)', '', 'P RcudRW Rfe SyncdRW P Rfe', 'Sometimes race'],
  ]),
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

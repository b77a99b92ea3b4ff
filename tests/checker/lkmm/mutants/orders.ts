// Mutants of dependencies, preserved program order, propagation, happens-before and propagates-before. See mutant.ts.

import { type Mutant, of } from './mutant.js';

export const ORDERS: readonly Mutant[] = [
  ...of('carried', [
    ['base.data', 'union(base.data, base.control)', 'LB+ctrl-plain-rfi-data+mb', 'Never'],
    [
      'star(sequence(base.data, rfi))',
      'algebra.identity(execution.events.length)',
      'DpDatadW P Rfi P DpDatadW Rfe MbdRW Rfe',
      'Sometimes',
    ],
    ['star(', 'optional(', 'DpDatadW P Rfi P DpDatadW P Rfi P CtrlPodRW Rfe Acq PodRW Rel Rfe', 'Sometimes'],
  ]),
  ...of('address', [
    ['sequence(carried, base.address)', 'base.address', 'DpDatadW P Rfi P DpAddrdW Rfe Acq PodRW Rel Rfe', 'Sometimes'],
  ]),
  ...of('data', [
    ['sequence(carried, base.data)', 'base.data', 'DpDatadW P Rfi P DpDatadW Rfe MbdRW Rfe', 'Sometimes'],
  ]),
  ...of('control', [
    ['sequence(carried, base.control)', 'base.control', 'DpDatadW P Rfi P CtrlPodRW Rfe MbdRW Rfe', 'Sometimes'],
  ]),
  ...of('ppo', [
    ['union(address, data, control), writes', 'union(data, control), writes', 'MbdWW Rfe DpAddrdW Coe', 'Sometimes'],
    ['union(address, data, control), writes', 'union(address, control), writes', 'S+wmb+data', 'Sometimes'],
    ['union(address, data, control), writes', 'union(address, data), writes', 'S+wmb+ctrl', 'Sometimes'],
    ['union(address, data, control), writes', 'union(address, data, control), marked', 'MP+wmb+ctrl', 'Never'],
    ['    sequence(reads, address, reads),\n', '', 'MbdWW Rfe DpAddrdR Fre', 'Sometimes'],
    ['union(co, fr)', 'fr', 'DpDatadW Coi Rfe MbdRW Rfe', 'Sometimes'],
    ['union(co, fr)', 'co', 'DpAddrdR Fri Rfe MbdRW Rfe', 'Sometimes'],
    ['    sequence(reads, address, plain, wmb),\n', '', 'DpAddrdW P WmbdWW Rfe MbdRW Rfe', 'Sometimes'],
    ['address, plain, wmb', 'union(address, data), plain, wmb', 'DpDatadW P WmbdWW Rfe MbdRW Rfe', 'Never'],
    ['union(address, data), marked, rfi', 'data, marked, rfi', 'PodWW Rel Rfe DpAddrdW Rfi Acq PodRR Fre', 'Sometimes'],
    [
      'union(address, data), marked, rfi',
      'address, marked, rfi',
      'PodWW Rel Rfe DpDatadW Rfi Acq PodRR Fre',
      'Sometimes',
    ],
    [
      'union(address, data), marked, rfi',
      'union(address, data, control), marked, rfi',
      'PodWW Rel Rfe CtrlPodRW Rfi Acq PodRR Fre',
      'Never',
    ],
    [
      'union(address, data), marked, rfi',
      'union(address, data), writes, rfi',
      'PodWW Rel Rfe DpDatadW P Rfi Acq PodRR Fre',
      'Never',
    ],
    ['    fences,\n', '', 'MP+wmb+rmb', 'Sometimes'],
  ]),
  ...of('cumulative', [
    [
      'sequence(optional(sequence(marked, rfe, marked)), union(strong, poRelease))',
      'union(strong, poRelease)',
      'WRC+release+rmb',
      'Sometimes',
    ],
    ['union(strong, poRelease)', 'poRelease', 'S+mbs', ''],
    ['union(strong, poRelease)', 'strong', 'MP+release+rmb', 'Sometimes'],
    ['optional(sequence(marked, rfe, marked))', 'optional(rfe)', 'Rfe P PodRW Rel Rfe Acq PodRR Fre', 'Never race'],
  ]),
  ...of('cumulFence', [
    [', wmb', '', 'MP+wmb+mb', 'Sometimes'],
    [
      'marked, union(cumulative, wmb, unlockLock), marked',
      'union(cumulative, wmb, unlockLock)',
      'WmbdWW P Rfe XRlx Rfe Acq PodRR Fre',
      'Never race',
    ],
    [', rmwSequence', '', 'MP+release+rmw+acquire', 'Sometimes'],
  ]),
  ...of('rmwSequence', [
    ['star(sequence(rf, rmw))', 'algebra.identity(execution.events.length)', 'MP+release+rmw+acquire', 'Sometimes'],
    ['star(', 'optional(', 'PodWW Rel Rfe XRlx Rfe XRlx Rfe Acq PodRR Fre', 'Sometimes'],
  ]),
  ...of('cumulFences', [['star(', 'optional(', 'Z6.2+releases+acquires', 'Sometimes']]),
  ...of('overwrites', [
    ['union(co, fr)', 'fr', 'R+mbs', 'Sometimes'],
    ['union(co, fr)', 'co', 'R+mbs', 'Sometimes'],
  ]),
  ...of('prop', [
    [', optional(rfe), marked', '', 'RWC+mbs', 'Sometimes'],
    [
      'marked, overwrites, marked, cumulFences, marked, optional(rfe), marked',
      'overwrites, cumulFences, optional(rfe)',
      'P MbdWR Fre MbdWR P Fre',
      'Never race',
    ],
  ]),
  ...of('propagated', [
    ['intersection(prop, int)', 'prop', 'R+wmb+mb', 'Never'],
    [
      'difference(intersection(prop, int), algebra.identity(execution.events.length))',
      'intersection(prop, int)',
      'R',
      'Never',
    ],
  ]),
  ...of('hb', [
    ['ppo, ', '', 'MP+wmb+rmb', 'Sometimes'],
    ['rfe, ', '', 'LB+acquires', 'Sometimes'],
    [', propagated', '', 'MP+wmb+rmb', 'Sometimes'],
    [
      'sequence(marked, union(ppo, rfe, propagated), marked)',
      'union(ppo, rfe, propagated)',
      'DpDatadW P Rfe P MbdRW Rfe',
      'Never race',
    ],
  ]),
  // Propagates-before forbids all that it forbids as well.
  ...of('happens-before', [['relation: hb', 'relation: algebra.noEdges(0)', 'MP+wmb+rmb', '']]),
  ...of('throughStrong', [['prop, ', '', 'R+mbs', 'Sometimes']]),
  ...of('propagates-before', [
    ['relation: union(throughStrong, hb)', 'relation: throughStrong', 'MbdWW Coe MbdWW Rfe RmbdRR Fre', 'Sometimes'],
    ['relation: union(throughStrong, hb)', 'relation: hb', 'R+mbs', 'Sometimes'],
  ]),
  ...of('pb', [[', hbs', '', 'SyncdWR Fre MbdWW Rfe RmbdRR Fre RcudWR Fre', 'Sometimes']]),
];

// Mutants of the axioms themselves, of the sets of events, and of fences. See mutant.ts.

import { type Mutant, of } from './mutant.js';

export const MARKED: readonly Mutant[] = [
  ...of('axioms.ts', [
    ['if (!isAcyclic(coherenceOrder(primitives))) return false;', '', 'CoRR', 'Sometimes'],
    ['if (!intervening(primitives).isEmpty) return false;', '', 'put+get', 'Sometimes'],
    ['!isAcyclic(orders.hb) || ', '', 'MP+wmb+rmb', 'Sometimes'],
    [' || !isAcyclic(orders.pb)', '', 'R+mbs', 'Sometimes'],
    [
      'return isEmpty(primitives.plain) || plainIncoherence(primitives, visibilityOf(primitives, orders)) === undefined',
      'return true',
      'P MbdWR Fre MbdWR Fre',
      'Sometimes race',
    ],
  ]),
  ...of('coherence.ts', [
    ["union(called('po-loc', within(po, wordOf)), rf, co, fr)", 'union(rf, co, fr)', 'CoRR', 'Sometimes'],
    [', rf, co, fr);', ', co, fr);', 'CoRR', 'Sometimes'],
    [', rf, co, fr);', ', rf, fr);', 'CoWW', 'Sometimes'],
    [', rf, co, fr);', ', rf, co);', 'CoRR', 'Sometimes'],
  ]),
  ...of('primitives.ts', [
    [
      '      include(writes, event);\n',
      'include(writes, event); if (order === ACQUIRE) include(acquires, event);',
      'DpDatadW XAcq PodWW Rfe MbdRW Rfe',
      'Never',
    ],
    [
      '      include(reads, event);\n',
      'include(reads, event); if (order === RELEASE) include(releases, event);',
      'PodRR XRel DpDatadW Rfe MbdRW Rfe',
      'Never',
    ],
    ['    marked: sets.marked,', '    marked: sets.accesses,', 'P MbdWR Fre MbdWR P Fre', 'Never race'],
  ]),
  ...of('fences.ts', [
    ["    fenceOf(primitives, 'full', 'mb'),\n", '', 'R+mbs', 'Sometimes'],
    ['    fullOperations(primitives),\n', '', 'SB+xchgs', 'Sometimes'],
    ['    order(first - 1, first);\n', '', 'put+cmpxchg', 'Sometimes'],
    ['    order(last, last + 1);\n', '', 'SB+xchgs', 'Sometimes'],
    ['    beforeAtomic(primitives),\n', '', 'BefdWR FRlx Fre MbdWR Fre', 'Sometimes'],
    ['    afterAtomic(primitives),\n', '', 'Inc AftdWR Fre MbdWR Fre', 'Sometimes'],
    ['order(at - 1, next)', 'order(at - 1, at)', 'MP+before_atomic-once-inc+acquire', 'Never'],
    ['if (next !== undefined) order(at - 1, next)', 'order(at - 1, at)', 'BefdWW Rfe Acq PodRR Fre', 'Never'],
    ['if (last !== undefined) order(last, at + 1)', 'order(at, at + 1)', 'AftdWR Fre MbdWR Fre', 'Never'],
    ['event.failed || ', '', 'BefdWR FRlx Fre MbdWR Fre', 'Sometimes'],
    ['union(strong, acquirePo, poRelease)', 'union(strong, poRelease)', 'LB+acquires', 'Sometimes'],
    [
      'union(strong, acquirePo, poRelease)',
      'union(strong, acquirePo)',
      'P PodWW Rel Rfe MbdRR P Fre',
      'Sometimes race',
    ],
    ['union(strong, acquirePo, poRelease)', 'union(acquirePo, poRelease)', 'P MbdWW Rfe MbdRR P Fre', 'Sometimes race'],
    ['union(nonRw, rmb, wmb)', 'union(nonRw, wmb)', 'MP+wmb+rmb', 'Sometimes'],
    ['union(nonRw, rmb, wmb)', 'union(nonRw, rmb)', 'P WmbdWW Rfe MbdRR P Fre', 'Sometimes race'],
    ['between(valued, acrossRmb(primitives), valued)', 'acrossRmb(primitives)', 'LB+rmbs', 'Never'],
    [
      "between(writes, fenceOf(primitives, 'write', 'wmb'), writes)",
      "fenceOf(primitives, 'write', 'wmb')",
      'MbdWW Rfe WmbdRR Fre',
      'Never',
    ],
    ['butNot(reads, noReturn)', 'reads', 'PodWW Rel Rfe Inc RmbdRR Fre', 'Never'],
  ]),
];

// Mutants of coherence, atomicity, the sets of events, and fences. See mutant.ts.

import { type Mutant, of } from './mutant.js';

export const MARKED: readonly Mutant[] = [
  ...of('coherence', [
    ['union(poLoc, rf, co, fr)', 'algebra.noEdges(0)', 'CoRR', 'Sometimes'],
    ['poLoc, ', '', 'CoRR', 'Sometimes'],
    [', rf, co, fr)', ', co, fr)', 'CoRR', 'Sometimes'],
    [', rf, co, fr)', ', rf, fr)', 'CoWW', 'Sometimes'],
    [', rf, co, fr)', ', rf, co)', 'CoRR', 'Sometimes'],
  ]),
  ...of('atomicity', [['sequence(fre, coe, inverse(rmw))', 'algebra.noEdges(0)', 'put+get', 'Sometimes']]),
  ...of('base-relations.ts', [
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
    [
      'thread >= 0 ? plain : marked',
      'thread >= 0 ? (include(marked, event), plain) : marked',
      'P MbdWR Fre MbdWR P Fre',
      'Never race',
    ],
    [
      'either(failed, either(rmwReads, rmwWrites))',
      'either(rmwReads, rmwWrites)',
      'BefdWR FRlx Fre MbdWR Fre',
      'Sometimes',
    ],
  ]),
  ...of('strong', [
    ['mb, ', '', 'R+mbs', 'Sometimes'],
    ['fullOperation, ', '', 'SB+xchgs', 'Sometimes'],
    ['beforeAtomic, ', '', 'BefdWR FRlx Fre MbdWR Fre', 'Sometimes'],
    ['afterAtomic, ', '', 'Inc AftdWR Fre MbdWR Fre', 'Sometimes'],
  ]),
  ...of('fullOperation', [
    ['sequence(po, fullFirst, poMaybe), ', '', 'put+cmpxchg', 'Sometimes'],
    [', sequence(poMaybe, fullLast, po)', '', 'SB+xchgs', 'Sometimes'],
  ]),
  ...of('beforeAtomic', [
    [
      'po, atomic, poMaybe',
      'intersection(po, sequence(po, atomic, optional(inverse(po)))), poMaybe',
      'MP+before_atomic-once-inc+acquire',
      'Never',
    ],
    ['po, atomic, poMaybe', 'po', 'BefdWW Rfe Acq PodRR Fre', 'Never'],
  ]),
  ...of('afterAtomic', [['poMaybe, atomic, po', 'po', 'AftdWR Fre MbdWR Fre', 'Never']]),
  ...of('nonRw', [
    ['acquirePo, ', '', 'LB+acquires', 'Sometimes'],
    [', poRelease', '', 'P PodWW Rel Rfe MbdRR P Fre', 'Sometimes race'],
    ['strong, ', '', 'P MbdWW Rfe MbdRR P Fre', 'Sometimes race'],
  ]),
  ...of('fences', [
    ['rmb, ', '', 'MP+wmb+rmb', 'Sometimes'],
    [', wmb', '', 'P WmbdWW Rfe MbdRR P Fre', 'Sometimes race'],
  ]),
  ...of('rmb', [['sequence(valued, acrossRmb, valued)', 'acrossRmb', 'LB+rmbs', 'Never']]),
  ...of('wmb', [
    [
      "sequence(writes, sequence(po, base.fence('write'), po), writes)",
      "sequence(po, base.fence('write'), po)",
      'MbdWW Rfe WmbdRR Fre',
      'Never',
    ],
  ]),
  ...of('valued', [['butNot(reads, noReturn)', 'reads', 'PodWW Rel Rfe Inc RmbdRR Fre', 'Never']]),
];

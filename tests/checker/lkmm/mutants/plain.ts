// Mutants of the rules of plain accesses. See mutant.ts.

import { type Mutant, of } from './mutant.js';

export const PLAIN: readonly Mutant[] = [
  ...of('xb', [
    ['union(hb, pb, rb)', 'union(pb, rb)', 'MbdRW P Rfe P MbdRW Rfe', 'Sometimes race'],
    ['union(hb, pb, rb)', 'union(hb, rb)', 'P MbdWR Fre MbdWR Fre', 'Sometimes race'],
  ]),
  ...of('wPreBounded', [
    ['optional(union(address, anyFence))', 'union(address, anyFence)', 'P MbdRW Rfe CtrlPodRW Rfe', 'Sometimes race'],
    ['address, ', '', 'P MbdWW Rfe DpAddrdW P Coe', 'Sometimes race'],
    [', anyFence', '', 'P MbdWW Rfe MbdRW P Coe', 'Sometimes race'],
  ]),
  ...of('rPreBounded', [
    ['optional(', 'union(', 'P MbdWR Fre MbdWR Fre', 'Sometimes race'],
    ['address, ', '', 'P MbdWW Rfe DpAddrdR P Fre', 'Sometimes race'],
    ['nonRw, ', '', 'P MbdWW Rfe MbdRR P Fre', 'Sometimes race'],
    [', sequence(valued, acrossRmb, mayRead)', '', 'P MbdWW Rfe RmbdRR P Fre', 'Sometimes race'],
    ['mayRead', 'valued', 'P PodWW Rel Rfe CtrlRmbdRW WmbdWW P Coe', 'Never race'],
  ]),
  ...of('wPostBounded', [
    ['optional(anyFence)', 'anyFence', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
    [
      'accesses, optional(anyFence), marked, rmwSequence',
      'marked, rmwSequence',
      'P WmbdWW Rfe MbdRR P Fre',
      'Sometimes race',
    ],
    [', rmwSequence', '', 'P PodWW Rel Rfe CRlx Rfe CtrlRmbdRR P Fre', 'Sometimes race'],
  ]),
  ...of('rPostBounded', [
    ['optional(', 'union(', 'DpDatadW Rfe CtrlMbdRW P Rfe', 'Sometimes race'],
    ['nonRw, ', '', 'MbdRW P Rfe P MbdRW Rfe', 'Sometimes race'],
    [', sequence(mayRead, acrossRmb, valued)', '', 'P RmbdRR DpDatadW Rfe CtrlMbdRW P Rfe', 'Sometimes race'],
    ['mayRead', 'valued', 'P RmbdWR Acq WmbdRW Rfe CtrlMbdRW P Coe', 'Never race'],
  ]),
  ...of('reached', [
    ['cumulFences, ', '', 'P WmbdWW Rfe PodRW Rel Rfe RmbdRR P Fre', 'Sometimes race'],
    [', optional(rfe)', '', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
  ]),
  ...of('vis', [
    [
      'sequence(marked, anyStrong, marked, xb), ',
      '',
      'P PodWW Rel Rfe MbdRR Fre MbdWR Acq PodRR P Fre',
      'Sometimes race',
    ],
    [', intersection(xb, int)', '', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
    ['intersection(xb, int)', 'xb', 'Rfe CtrlPodRW Rfe Acq CtrlPodRW P Coe', 'Never'],
  ]),
  ...of('visible', [
    ['sequence(anyStrong, xb, preBounded), ', '', 'P MbdWR Fre MbdWR Fre', 'Sometimes race'],
    [', sequence(wPostBounded, vis, preBounded)', '', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
  ]),
  ...of('candidates', [
    ['sequence(ofThreads, loc, plain)', 'sequence(accesses, loc, plain)', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
    ['sequence(plain, loc, accesses), ', '', 'P PosRW Rfe CtrlPosRW Rfe', 'Never'],
    [', sequence(ofThreads, loc, plain)', '', 'P MbdWR Fre MbdWR Fre', 'Sometimes race'],
  ]),
  ...of('plain-coherence', [
    [
      'union(sequence(candidate(rf), rwXb), sequence(candidate(fr), wrVis), sequence(candidate(co), wwVis))',
      'algebra.noEdges(0)',
      'P MbdWR Fre MbdWR Fre',
      'Sometimes race',
    ],
    ['sequence(candidate(rf), rwXb), ', '', 'MbdRW P Rfe P MbdRW Rfe', 'Sometimes race'],
    ['sequence(candidate(fr), wrVis), ', '', 'P MbdWR Fre MbdWR Fre', 'Sometimes race'],
    [', sequence(candidate(co), wwVis)', '', 'P MbdWW Rfe MbdRW P Coe', 'Sometimes race'],
  ]),
  ...of('Data races', [
    ['intersection(rwXb, wrVis)', 'wrVis', 'P WmbdWW Rfe CtrlPodRW Coe', 'Never'],
    ['intersection(rwXb, wrVis)', 'rwXb', 'P PodWW Rel Rfe CtrlPodRW WmbdWW P Coe', 'Never'],
    [
      '      difference(candidate(co), intersection(wwVis, intersection(rwXb, wrVis))),\n',
      '',
      'P MbdWW Rfe PodRW P Coe',
      'Sometimes',
    ],
    [
      '      difference(candidate(sequence(optional(co), rf)), union(wrVis, inverse(rwXb))),\n',
      '',
      'P Coi Rfe PosRR Fre',
      '',
    ],
    ['      difference(candidate(fr), rwXb),\n', '', 'P PosRW Rfe CtrlPosRW Rfe', 'Never'],
    ['wrVis, inverse(rwXb)', 'inverse(rwXb)', 'Rfe Acq CtrlPosRR P Fre', 'Never race'],
    ['wrVis, inverse(rwXb)', 'wrVis', 'Rfe CtrlPodRW Rfe Acq CtrlPodRW P Coe', ''],
    ['difference(candidate(fr), rwXb)', 'candidate(fr)', 'P MbdRW Rfe CtrlPodRW Rfe', 'Never race'],
    ['sequence(optional(co), rf)', 'rf', 'P Coi Rfe PosRR Fre', ''],
    [
      'difference(candidate(co), intersection(wwVis, intersection(rwXb, wrVis)))',
      'candidate(co)',
      'P PodWW Rel Rfe CtrlPodRW Coe',
      'Never race',
    ],
  ]),
];

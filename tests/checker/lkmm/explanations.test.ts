// Why an execution is forbidden: the axiom, with the cycle that breaks it, step by step; and what a little less leaves
// allowed.

import { expect, test } from 'vitest';
import type { Execution } from '../../../src/checker/memory/lkmm/execution.js';
import type { LitmusTest } from '../../../src/litmus/parse.js';
import { type Broken, brokenAxiom } from './broken-axiom.js';
import { testNamed } from './generator/tests.js';
import { candidatesOf } from './naive.js';

test.each([
  ['Rfe PosRR Fre', 'coherence', 'rfe po-loc fre', 'Rfe PodRR Fre Coe MbdWR Fre'],
  ['RMW+inc+store', 'atomicity', 'fre coe rmw', 'PodWW Rfe XRlx PodRW Coe'],
  ['WmbdWW Rfe RmbdRR Fre', 'happens-before', 'rmb fre wmb rfe', 'WmbdWW Rfe WmbdRR Fre'],
  [
    'PodWW Rel Rfe XRlx Rfe Acq PodRR Fre',
    'happens-before',
    'acq-po fre po-rel rfe rmw rfe',
    'PodWW Rel Rfe PodRR Fre',
  ],
  ['Rfe PodRW Rel Rfe RmbdRR Fre', 'happens-before', 'rmb fre rfe po-rel rfe', 'Rfe DpDatadW Rfe RmbdRR Fre'],
  [
    'DpDatadW P Rfi P CtrlPodRW Rfe MbdRW Rfe',
    'happens-before',
    'data rfi ctrl rfe mb rfe',
    'DpDatadW P WmbdWW Rfe MbdRW Rfe',
  ],
  ['MbdWR Fre MbdWR Fre', 'propagates-before', 'fre mb fre mb', 'WmbdWR Fre MbdWR Fre'],
  ['X PodWR Fre X PodWR Fre', 'propagates-before', 'fre full fre full', 'XAcq PodWR Fre X PodWR Fre'],
  ['P WmbdWW Rfe CtrlRmbdRR P Fre', 'plain-coherence', 'fre wmb rfe rmb', 'P WmbdWW Rfe CtrlPodRR P Fre'],
  [
    'P PodWW Rel Rfe MbdRR Fre MbdWR Acq PodRR P Fre',
    'plain-coherence',
    'fre po-rel rfe mb fre mb acq-po',
    'P PodWW Rel Rfe MbdRR Fre MbdWR PodRR P Fre',
  ],
])('%s breaks %s: %s; %s breaks nothing', (cycle, axiom, edges, allowed) => {
  const broken = verdicts(testNamed(cycle));
  expect(broken).toContainEqual([axiom, edges]);
  expect(broken).not.toContain(undefined);
  expect(verdicts(testNamed(allowed))).toContain(undefined);
});

/** Of each candidate execution that ends as the condition says. */
function verdicts(litmus: LitmusTest): ([axiom: string, edges: string] | undefined)[] {
  return [...candidatesOf(litmus)].flatMap(({ execution, registers }) => {
    const values = new Map(registers);
    for (const [word, { name }] of litmus.words.entries()) values.set(name, lastValue(execution, word));
    if (!litmus.condition.holds((name) => values.get(name) as number)) return [];
    return [told(brokenAxiom(execution))];
  });
}

function told(broken: Broken | undefined): [axiom: string, edges: string] | undefined {
  return broken && [broken.axiom, broken.cycle.map(({ edge }) => edge).join(' ')];
}

function lastValue({ events, coherence }: Execution, word: number): number {
  return events[coherence[word]?.at(-1) as number]?.value as number;
}

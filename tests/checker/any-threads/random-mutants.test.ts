// Protocols that were changed at random in one or two places: what is proved of one is never seen violated by a few threads,
// and the states of these have their views in the proof.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Proof, prove } from '../../../src/checker/any-threads/prove.js';
import { refuse } from '../../../src/checker/any-threads/refusals.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import type { KernelModel } from '../../../src/checker/model/kernel-model.js';
import { explore } from '../../../src/checker/search/explore.js';
import { resolveCheck } from '../../../src/requests/check-request.js';
import { UsageError } from '../../../src/usage-error.js';
import { inSlow } from '../../slow.js';
import {
  alter,
  Containment,
  exactModel,
  fileOf,
  forEachState,
  forgetAlterations,
  modelToProve,
} from './containment.js';

afterAll(forgetAlterations);

const RUNS = inSlow(3000, 20);
const PROTOCOLS = ['old', 'v4', 'freeze-first', 'v4-rfc', 'sticky', 'assume-one'] as const;
const SCENARIOS = ['email', 'stale', 'freezer', 'pin', 'walker', 'late-pin', 'getters'] as const;
const MOST_STATES = 20_000;
const MOST_VIEWS = 60_000;

/** Texts, and others that may stand in their place. */
const EXCHANGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b0\b/, ['1', '-1', 'FREE']],
  [/\b1\b/, ['0', '2']],
  [/\breferences\b/, ['1', '0', '2']],
  [/=== /, ['!== ', '>= ']],
  [/!== /, ['=== ', '> ']],
  [/\bfetchAdd\(/, ['fetchSub(']],
  [/\bfetchSub\(/, ['fetchAdd(']],
  [/\bFROZEN\b/, ['0', '1']],
  [/\bFREE\b/, ['0', '1', '-1']],
  [/\bvalue\b/, ['0', '1']],
  [/\bseen\b/, ['0', '1', '2']],
  [/>= /, ['> ', '< ']],
  [/return true/, ['return false']],
  [/return false/, ['return true']],
  [/\bexpected\b/, ['1', '0']],
];

/** Text with one exchange in a function, chosen by two numbers. */
function exchanged(text: string, place: number, other: number): string {
  const functions = text.indexOf('export function');
  const places = EXCHANGES.flatMap(([pattern, others]) =>
    [...text.matchAll(new RegExp(pattern, 'g'))]
      .filter(({ index }) => index > functions)
      .map(({ index, 0: found }) => ({ index, found, others })),
  );
  const chosen = places[place % places.length];
  if (!chosen) return text;
  const { index, found, others } = chosen;
  return text.slice(0, index) + others[other % others.length] + text.slice(index + found.length);
}

/** The proof, unless the mutant does not compile, is refused, or ends nowhere. */
function proofOf(protocol: string, scenario: string, text: string): { model: KernelModel; proof: Proof } | undefined {
  const question = { protocol, scenario, dtor: 'looked-up' } as const;
  try {
    const program = alter(protocol, text);
    const model = modelToProve(question);
    refuse(resolveCheck({ ...question, threads: 'any' }), program);
    return { model, proof: prove(sc.over(model), { maxStates: MOST_VIEWS }) };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

test('no proof of a mutant is contradicted', () => {
  const counts = { proofs: 0, clean: 0, states: 0 };
  const number = fc.nat(1000);
  const changes = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(fc.constantFrom(...PROTOCOLS), fc.constantFrom(...SCENARIOS), changes, (protocol, scenario, all) => {
      const text = all.reduce(
        (changed, [place, other]) => exchanged(changed, place, other),
        readFileSync(fileOf(protocol), 'utf8'),
      );
      const found = proofOf(protocol, scenario, text);
      if (!found?.proof.complete || found.proof.undecided !== undefined) return;
      const { model, proof } = found;
      counts.proofs++;
      if (proof.violations.size === 0) counts.clean++;
      const containment = new Containment(proof, model);
      for (const [threads, rounds] of [
        [2, 2],
        [3, 1],
        [4, 1],
      ] as const) {
        const exact = exactModel({ protocol, scenario, dtor: 'looked-up' }, threads, rounds);
        const { violationDepths } = explore(sc.over(exact), { symmetry: true }, { maxStates: MOST_STATES });
        const wrong = [...violationDepths.keys()].filter((bit) => !proof.violations.has(bit));
        expect({ text, wrong }).toEqual({ text, wrong: [] });
        const outsideOf = containment.of(exact);
        const outside: string[] = [];
        counts.states += forEachState(exact, MOST_STATES, (fields) => {
          if (outside.length === 0) outside.push(...outsideOf(fields));
        });
        expect({ text, outside }).toEqual({ text, outside: [] });
      }
    }),
    { numRuns: RUNS, endOnFailure: true, ...(RUNS < 1000 && { seed: 29 }) },
  );
  console.log(counts);
  expect(counts.clean).toBeGreaterThan(RUNS / 20);
}, 3_600_000);

// Proofs beside exact checks: a property that is proved for any number of threads is never seen violated by a few.

import { expect, test } from 'vitest';
import { prove } from '../../../src/checker/any-threads/prove.js';
import { sc } from '../../../src/checker/memory/sc/sc.js';
import { explore } from '../../../src/checker/search/explore.js';
import { protocols } from '../../../src/protocols/index.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { inSlow, isPlayed, SLOW } from '../../slow.js';
import { exactModel, modelToProve } from './containment.js';

const MOST_STATES = inSlow(1_000_000, 10_000);
/** Threads, and rounds of each. */
const THREADS = SLOW
  ? ([
      [2, 3],
      [3, 2],
      [4, 1],
    ] as const)
  : ([
      [2, 2],
      [3, 1],
    ] as const);

const counted = protocols.filter(
  ({ perThreadWords, name }) => !perThreadWords && !['v4-generation', 'rcuref'].includes(name),
);
const played = scenarios
  .map(({ name }) => name)
  .filter((name) => !name.startsWith('folio') && (SLOW || name !== 'mixed'));

test.each(counted.map((entry, row) => ({ ...entry, row })))(
  '$name',
  ({ name: protocol, sound, row }) => {
    let proofs = 0;
    for (const scenario of played.filter((_, column) => isPlayed(row, column, sound ? 4 : 6))) {
      for (const dtor of SLOW ? (['captured', 'looked-up'] as const) : (['looked-up'] as const)) {
        const question = { protocol, scenario, dtor };
        const proof = prove(sc.over(modelToProve(question)), { maxStates: 300_000 });
        const decided = proof.complete && proof.undecided === undefined;
        const seen = new Set<number>();
        for (const [threads, rounds] of THREADS) {
          const system = sc.over(exactModel(question, threads, rounds));
          const { violationDepths } = explore(system, { symmetry: true }, { maxStates: MOST_STATES });
          for (const bit of violationDepths.keys()) seen.add(bit);
        }
        const wrong = decided ? [...seen].filter((bit) => !proof.violations.has(bit)) : [];
        expect({ scenario, dtor, wrong }).toEqual({ scenario, dtor, wrong: [] });
        if (decided && proof.violations.size === 0) proofs++;
        if (sound)
          expect({ scenario, decided, violated: [...proof.violations.keys()] }).toEqual({
            scenario,
            decided: true,
            violated: dtor === 'captured' ? expect.anything() : [],
          });
      }
    }
    if (SLOW) console.log(`${protocol}: ${proofs} proofs`);
  },
  1_800_000,
);

// What was said about the race itself: that it is there, that it is unrealistic, what it needs.

import { significant } from '../statistics/digits.js';
import type { Claim, Instruments } from './claim.js';
import { violated } from './instruments.js';
import { exhibit, explored, length, rate, witnessOf } from './telling.js';

const SPINS = [0, 1, 10, 100, 1000];

export const raceClaims: readonly Claim[] = [
  {
    id: 'C1',
    who: 'AI review, relayed by Gladyshev, 20 Jun',
    message: '2606.2/07523.html',
    claim: 'under v4 the T1/T2/T3 sequence runs the destructor of X on a page of type Y',
    async settle(instruments) {
      const result = await instruments.check({ protocol: 'v4', scenario: 'email' });
      const witness = witnessOf(result, 'typeConfusionStolenFree');
      const replayed = witness && (await instruments.replay(witness.token, 10));
      return {
        verdict: !witness
          ? result.complete
            ? 'refuted'
            : 'not decided here'
          : replayed?.agreed === replayed?.replays
            ? 'confirmed'
            : 'not decided here',
        evidence: witness
          ? `shortest witness: ${length(witness)}; forced onto real threads ${replayed?.replays} times, ${replayed?.agreed} agree`
          : 'no such interleaving',
        bound: explored(result),
        commands: ['reftorture check --protocol v4 --scenario email'],
        ...exhibit(result, 'typeConfusionStolenFree'),
      };
    },
  },
  {
    id: 'C2',
    who: 'Gladyshev, 20 Jun',
    message: '2606.2/07523.html',
    claim: 'the race is unrealistic, since a whole allocator cycle must fit between two atomic operations',
    settle: howOften,
  },
  {
    id: 'C5',
    who: 'Hildenbrand, 22 Jun',
    message: '2606.2/08506.html',
    claim: 'an increment between steps 1 and 2 is always detected by step 2',
    async settle(instruments) {
      const result = await instruments.check({ protocol: 'v4', scenario: 'email' });
      const witness = witnessOf(result, 'stolenFree');
      return {
        verdict: witness ? 'refuted' : result.complete ? 'confirmed' : 'not decided here',
        evidence: witness
          ? `step 2 wins although others incremented in its window: the word is 0 again, another generation's (${length(witness)})`
          : 'step 2 never won after an increment',
        bound: explored(result),
        commands: ['reftorture check --protocol v4 --scenario email --property stolenFree'],
        ...exhibit(result, 'stolenFree'),
      };
    },
  },
  {
    id: 'C9',
    who: 'Wilcox, 21 Jun',
    message: '2606.2/08048.html',
    claim:
      'pages are unmapped before their count drops, so such a get fails its recheck; a failed recheck is enough for the race',
    async settle(instruments) {
      const early = await instruments.check({ protocol: 'v4', scenario: 'getters', unmap: 'before-put' });
      const late = await instruments.check({ protocol: 'v4', scenario: 'getters', unmap: 'after-put' });
      const witness = witnessOf(early, 'stolenFree');
      const took = witness?.steps.findIndex(
        ({ operation, location, before, after }) =>
          operation === 'fetchAdd' && location.startsWith('refcount') && before === 0 && after === 1,
      );
      const recheck =
        witness && took !== undefined && took >= 0
          ? witness.steps
              .slice(took)
              .find(({ thread, location }) => thread === witness.steps[took]?.thread && location.startsWith('slot'))
          : undefined;
      const failed = recheck !== undefined && recheck.before < 0; // an empty slot
      return {
        verdict: witness && failed ? 'confirmed under conditions' : 'not decided here',
        evidence:
          witness && failed
            ? `a failed recheck is enough: with pages unmapped first, a getter through the index takes the staged 0, its recheck fails, it puts, and the free is stolen (${length(witness)}). That such a recheck can never pass is shown for this schedule`
            : 'no stolen free by a getter whose recheck failed',
        details: [`with pages unmapped after the put instead: ${violated(late).join(', ') || 'no violation'}`],
        bound: explored(early),
        commands: ['reftorture check --protocol v4 --scenario getters --property stolenFree'],
        ...exhibit(early, 'stolenFree'),
      };
    },
  },
  {
    id: 'C10',
    who: 'Gladyshev, 23 Jun',
    message: '2606.2/12077.html',
    claim: 'the race needs no speculative get at all, only two racing puts',
    async settle(instruments) {
      const rounds = instruments.quick ? 1 : 2;
      const result = await instruments.check({ protocol: 'v4', scenario: 'two-puts', rounds });
      const found = violated(result).filter((name) => name !== 'livelock');
      return {
        verdict: found.length > 0 ? 'confirmed' : result.complete ? 'refuted' : 'not decided here',
        evidence:
          found.length > 0
            ? `two puts alone show ${found.join(', ')}`
            : 'only the last of two puts reaches 0, and without a speculative get nobody can take that 0 back: no violation',
        bound: explored(result),
        commands: [`reftorture check --protocol v4 --scenario two-puts --rounds ${rounds}`],
      };
    },
  },
];

/** C2: the natural rate, and the rate as a function of the stall's length. */
async function howOften(instruments: Instruments): ReturnType<Claim['settle']> {
  const durationMs = instruments.quick ? 1000 : 5000;
  const natural = await instruments.race({ protocol: 'v4', scenario: 'email', durationMs });
  const firsts: number[] = [];
  for (let seed = 1; seed <= (instruments.quick ? 5 : 15); seed++) {
    const short = await instruments.race({ protocol: 'v4', durationMs: 3000, stopOnViolation: true, seed });
    if (short.firstViolationMs !== null) firsts.push(short.firstViolationMs);
  }
  firsts.sort((a, b) => a - b);
  const details = [`no stall: ${rate(natural.violations.stolenFree, natural.durationMs)} stolen frees`];
  for (const amount of SPINS) {
    const stalled = await instruments.race({
      protocol: 'v4',
      scenario: 'email',
      durationMs: durationMs / 2,
      stall: { kind: 'spin', amount, probability: 1 },
    });
    details.push(`spin:${amount}: ${rate(stalled.violations.stolenFree, stalled.durationMs)}`);
  }
  const indexed = await instruments.race({ protocol: 'v4', scenario: 'mixed', pages: 2, durationMs });
  const held = await instruments.race({
    protocol: 'v4',
    scenario: 'mixed',
    pages: 2,
    durationMs,
    stall: { kind: 'spin', amount: 1000, probability: 1 },
  });
  details.push(
    `through the index with recheck (mixed, 2 pages), no stall: ${indexed.violations.stolenFree} stolen frees in ${indexed.totals.operations} operations`,
  );
  details.push(`time to the first, ${firsts.length} runs: ${firsts.map((ms) => significant(ms, 2)).join(', ')} ms`);
  const found = natural.violations.stolenFree;
  const seconds = indexed.durationMs / 1000;
  const throughIndex = indexed.violations.stolenFree;
  return {
    verdict: found === 0 ? 'not decided here' : 'refuted',
    evidence:
      found === 0
        ? `none in ${durationMs / 1000} s without a stall on this machine`
        : `the cycle fits, with nothing slowed down: ${rate(found, natural.durationMs)} where a late reader meets short-lived pages, first after ${firsts.length > 0 ? `a median of ${significant(firsts[firsts.length >> 1] as number, 2)} ms` : 'more than 3 s'}; through the index with recheck it is rarer: ${throughIndex === 0 ? 'none' : rate(throughIndex, indexed.durationMs)} in ${seconds.toFixed(0)} s, with a stall of 1000 spins ${rate(held.violations.stolenFree, held.durationMs)}`,
    details,
    bound: `sampled: ${natural.config.threads} threads, ${natural.workers.some(({ cpu }) => cpu !== undefined) ? 'pinned' : 'not pinned'}, ${natural.totals.operations} operations without a stall`,
    commands: [
      'reftorture race --protocol v4 --scenario email --stall none,spin:0,spin:1,spin:10,spin:100,spin:1000',
      'reftorture race --protocol v4 --scenario mixed --pages 2',
    ],
  };
}

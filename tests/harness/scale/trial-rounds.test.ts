import { expect, test } from 'vitest';
import { TrialRounds } from '../../../src/harness/scale/trial-rounds.js';
import { seededRandom } from '../../../src/statistics/random.js';

const MEMBERS = ['a', 'b', 'c'];

/** Each member comes `times` times; returns who was served in which order, with the round's number. */
async function play(seed: number, times: number): Promise<string[]> {
  const turns = new TrialRounds(MEMBERS.length, seededRandom(seed));
  const log: string[] = [];
  let busy = false;
  await Promise.all(
    MEMBERS.map(async (member) => {
      for (let time = 0; time < times; time++) {
        await turns.turn(async (round) => {
          expect(busy).toBe(false);
          busy = true;
          await new Promise((resolve) => setImmediate(resolve));
          busy = false;
          log.push(`${round}${member}`);
        });
      }
    }),
  );
  return log;
}

test('everybody has one turn in each round, alone', async () => {
  const log = await play(1, 4);
  expect([...log].sort()).toEqual([0, 1, 2, 3].flatMap((round) => MEMBERS.map((member) => `${round}${member}`)));
  expect(log.map((entry) => entry[0])).toEqual(['0', '0', '0', '1', '1', '1', '2', '2', '2', '3', '3', '3']);
});

test('the order is random, and follows from the seed', async () => {
  expect(await play(5, 4)).toEqual(await play(5, 4));
  const firsts = (await play(5, 20)).filter((_, index) => index % MEMBERS.length === 0).map((entry) => entry.slice(-1));
  expect(new Set(firsts).size).toBe(MEMBERS.length);
});

test('the round goes on without a member that left', async () => {
  const turns = new TrialRounds(2, seededRandom(1));
  const first = turns.turn(async () => 'served');
  turns.leave();
  expect(await first).toBe('served');
});

test('a failed turn fails for its member alone', async () => {
  const turns = new TrialRounds(2, seededRandom(1));
  const results = await Promise.allSettled([
    turns.turn(() => Promise.reject(new Error('no'))),
    turns.turn(async () => 'yes'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('after dissolve() nobody waits', async () => {
  const turns = new TrialRounds(3, seededRandom(1));
  const waiting = turns.turn(async () => 1);
  turns.dissolve();
  expect(await waiting).toBe(1);
  expect(await turns.turn(async () => 2)).toBe(2);
});

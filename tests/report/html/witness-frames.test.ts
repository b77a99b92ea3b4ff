import { describe, expect, test } from 'vitest';
import { framesOf } from '../../../src/report/html/player.js';
import type { CheckResult, Witness } from '../../../src/results/check-result.js';
import type { Property } from '../../../src/violations/table.js';
import { check } from '../../runs.js';

async function framesFor(protocol: string, property: Property) {
  const result: CheckResult = await check({ protocol, scenario: 'email', threads: 3 });
  const witness = result.witnesses.find((found) => found.property === property) as Witness;
  return { witness, ...framesOf(result.config, witness) };
}

/** The count word and what it means, wherever either changes. */
function history({ start, frames }: ReturnType<typeof framesOf>): string[] {
  const words = [start, ...frames.map(({ memory }) => memory)].map(([count]) => `${count?.text} ${count?.state}`);
  return words.filter((word, index) => word !== words[index - 1]);
}

describe('the frames of a witness say what the count word means', () => {
  test('under v4', async () => {
    expect(history(await framesFor('v4', 'stolenFree'))).toEqual([
      ...['FROZEN frozen', '1 owned', '0 staged', '1 owned', '0 staged', 'FROZEN frozen', '1 owned', '0 staged'],
      'FROZEN frozen',
    ]);
  });

  test('under the old protocol, where zero is dead and nothing is staged', async () => {
    const states = history(await framesFor('old', 'typeConfusionStaleGet'));
    expect(states[0]).toBe('0 dead');
    expect(states.at(-1)).toBe('0 dead');
    expect(states.join()).not.toMatch(/staged|frozen/);
  });

  test('where the sign bit means alive', async () => {
    expect(history(await framesFor('inverted-bit', 'stolenFree')).slice(0, 4)).toEqual([
      ...['0 dead', '0x80000001 owned', '0x80000000 staged', '0x80000001 owned'],
    ]);
  });

  test('where -1 is staged and 0 is owned once', async () => {
    const states = history(await framesFor('rcuref', 'stolenFree'));
    expect(states.slice(0, 3).map((word) => word.split(' ').at(-1))).toEqual(['frozen', 'owned', 'staged']);
  });
});

test('a thread is in the window from its step 1 to its step 2', async () => {
  const { witness, frames } = await framesFor('v4', 'stolenFree');
  const thief = witness.steps.at(-1)?.thread as number;
  const first = witness.steps.findIndex(({ thread, half }) => thread === thief && half === 1);
  frames.forEach(({ inWindow }, index) => {
    expect(inWindow.has(thief)).toBe(index >= first && index < frames.length - 1);
  });
});

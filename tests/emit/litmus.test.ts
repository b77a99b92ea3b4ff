// Litmus tests of a protocol's calls: our own front end reads them back, and says of them what each protocol does.

import { describe, expect, test } from 'vitest';
import { runLitmus } from '../../src/checker/litmus.js';
import { codeOf } from '../../src/checker/unexplored.js';
import { type Call, unfolded } from '../../src/checker/unfolded.js';
import { litmusTest } from '../../src/emit/litmus.js';
import { make } from '../../src/engines/make.js';
import { parseLitmus } from '../../src/litmus/parse.js';
import { protocols } from '../../src/protocols/index.js';
import { resolveCheck } from '../../src/requests/check-request.js';
import { SLOW } from '../slow.js';

async function litmus(protocol: string, threads: readonly (readonly Call[])[]): Promise<string> {
  const resolved = resolveCheck({ protocol, scenario: 'email' });
  return litmusTest(
    resolved,
    await codeOf(resolved, make),
    { threads, turns: 1 },
    { unfold: unfolded, typed: 'a test' },
  );
}

const PUT_AND_LATE_GETTER = [['put'], ['tryGet', 'put']] as const;
const TWO_PUTS = [['put'], ['put']] as const;

describe('a page is destroyed once', () => {
  test.each([
    ['old', PUT_AND_LATE_GETTER, 'Never'],
    ['v4', PUT_AND_LATE_GETTER, 'Never'],
    ['old', TWO_PUTS, 'Never'],
    ['v4', TWO_PUTS, 'Never'],
    ['both-destroy', PUT_AND_LATE_GETTER, 'Sometimes'],
    ['split-put', TWO_PUTS, 'Never'],
    ['check-then-put', TWO_PUTS, 'Never'],
  ] as const)('%s, %j: %s', { timeout: 120_000 }, async (protocol, threads, answer) => {
    const test = parseLitmus('printed.litmus', await litmus(protocol, threads));
    const { runs } = runLitmus(test, { memory: ['sc', 'lkmm'] });
    expect(runs.map((run) => [run.memory, run.answer])).toEqual([
      ['sc', answer],
      ['lkmm', answer],
    ]);
  });
});

test.runIf(SLOW).each(protocols.filter(({ perThreadWords }) => !perThreadWords).map(({ name }) => name))(
  'lkmm allows no more of %s than interleavings do',
  { timeout: 120_000 },
  async (protocol) => {
    for (const threads of [PUT_AND_LATE_GETTER, TWO_PUTS]) {
      const test = parseLitmus('printed.litmus', await litmus(protocol, threads));
      const [sc, lkmm] = runLitmus(test, { memory: ['sc', 'lkmm'] }).runs;
      expect(lkmm?.answer).toBe(sc?.answer);
    }
  },
);

describe('what does not fit is refused', () => {
  test('a protocol that counts in words of each worker', async () => {
    await expect(litmus('biased', PUT_AND_LATE_GETTER)).rejects.toThrow('counts in words of each worker');
  });

  test('calls that destroy nothing', async () => {
    await expect(litmus('old', [['tryGet'], ['tryGet']])).rejects.toThrow('destroy no page twice');
  });
});

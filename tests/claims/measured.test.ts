// Answers that are figures, on measurements made up for the test.

import { describe, expect, test } from 'vitest';
import { answerTo, stubbed } from './stubs.js';

describe('C15: the gain', () => {
  const contended = (low: number, median: number, high: number, threads = [1, 2]) =>
    stubbed({
      threads,
      ratio: (protocol, count) => (protocol === 'v4' && count === 2 ? [low, median, high] : [1, 1, 1]),
    });

  test.each([
    [1.2, 1.4, 1.6, 'measured', '1.40x, 2 threads'],
    [0.6, 0.8, 0.9, 'measured', '0.80x, 2 threads'],
    [0.9, 1.2, 1.5, 'not decided here', 'the interval includes 1'],
  ] as const)('a contended ratio of [%d, %d, %d]: %s, %s', async (low, median, high, answer, qualifier) => {
    for (const id of ['a', 'b']) {
      expect(await answerTo('C15', id, contended(low, median, high))).toMatchObject({ answer, qualifier });
    }
  });

  test('one CPU decides nothing', async () => {
    const { qualifier } = await answerTo('C15', 'b', contended(1, 2, 3, [1]));
    expect(qualifier).toBe('one CPU: nothing contends');
  });

  test('says when two threads do less than one', async () => {
    const slower = stubbed({
      ratio: () => [1.2, 1.4, 1.6],
      mops: (_, threads) => (threads === 1 ? [100, 100, 100] : [30, 30, 30]),
    });
    const { evidence } = await answerTo('C15', 'a', slower);
    expect(evidence).toContain('old 0.30, v4 0.30; so both are slower than one thread');
  });

  test('and does not say it when they do more', async () => {
    const scaling = stubbed({
      ratio: () => [1.2, 1.4, 1.6],
      mops: (_, threads) => [100 * threads, 100 * threads, 100 * threads],
    });
    expect((await answerTo('C15', 'a', scaling)).evidence).not.toContain('slower than one thread');
  });

  test('names the other side', async () => {
    const evidence = stubbed({
      ratio: () => [1.2, 1.4, 1.6],
      mops: (protocol, _, workload) => {
        const mops = workload === 'failed-get' ? (protocol === 'old' ? 1000 : 50) : 100;
        return [mops, mops, mops];
      },
    });
    expect((await answerTo('C15', 'b', evidence)).evidence).toMatch(
      /a failed get .*, v4 20 \[20, 20\] ns, old 1 \[1, 1\] ns; a free costs it a second one/,
    );
  });
});

describe('C16: nanoseconds per free', () => {
  const freed = (v4: [number, number, number], abortedFreesPerOp = 0, threads = [1, 2]) =>
    stubbed({ abortedFreesPerOp, threads, mops: (protocol) => (protocol === 'v4' ? v4 : [100, 100, 100]) });

  test.each([
    [[40, 50, 60], 'measured', '+10 ns'],
    [[150, 200, 250], 'measured', '-5 ns'],
    [[90, 95, 110], 'not decided here', 'the intervals overlap'],
  ] as const)('v4 at %j million frees a second, old at 100: %s, %s', async (v4, answer, qualifier) => {
    expect(await answerTo('C16', 'a', freed([...v4]))).toMatchObject({ answer, qualifier });
  });

  test('trials that took turns can tell a difference that medians cannot', async () => {
    const paired = (low: number, high: number) =>
      stubbed({
        ratio: () => [low, (low + high) / 2, high],
        mops: (protocol) => (protocol === 'v4' ? [90, 95, 110] : [95, 100, 120]),
      });
    expect((await answerTo('C16', 'a', paired(0.93, 0.97))).qualifier).toBe('+0.53 ns');
    expect((await answerTo('C16', 'a', paired(0.93, 1.02))).answer).toBe('not decided here');
  });

  test.each([
    [0, 'not decided here', 'the workload did not contend'],
    [0.000001, 'not decided here', 'the workload did not contend'],
    [0.02, 'measured', '+20 ns'],
  ] as const)('with %d aborted frees per round the contended half is %s, %s', async (aborted, answer, qualifier) => {
    expect(await answerTo('C16', 'b', freed([40, 50, 60], aborted))).toMatchObject({ answer, qualifier });
  });

  test('what is measured per operation is divided by the frees', async () => {
    const evidence = stubbed({ abortedFreesPerOp: 0.2, freesPerOp: 0.25, mops: () => [100, 100, 100] });
    expect((await answerTo('C16', 'b', evidence)).evidence).toMatch(
      /v4 80 \[80, 80\] ns, old 80 \[80, 80\] ns per page that was freed, .* v4 0\.25 frees, 0\.2 aborted frees/,
    );
  });

  test('one CPU decides nothing of contention', async () => {
    expect((await answerTo('C16', 'b', freed([40, 50, 60], 1, [1]))).answer).toBe('not decided here');
  });

  test('names what is bought', async () => {
    expect((await answerTo('C16', 'a', freed([40, 50, 60]))).evidence).toContain('what it buys: shared gets and puts');
  });
});

describe('C17: the share of the gain', () => {
  const shares = (v4: readonly number[], assumed: readonly number[], engines: ('wasm' | 'native')[]) =>
    stubbed({
      engines,
      ratio: (protocol) => {
        const [low = 1, median = 1, high = 1] = protocol === 'v4' ? v4 : protocol === 'assume-one' ? assumed : [];
        return [low, median, high];
      },
    });

  test.each([
    [[1.9, 2.0, 2.1], [1.45, 1.5, 1.55], 'measured', '41 % to 61 %'],
    [[1.9, 2.0, 2.1], [0.9, 1.0, 1.1], 'measured', 'at most 11 %'],
    [[1.9, 2.0, 2.1], [0.8, 0.9, 0.95], 'measured', 'nothing'],
    [[1.9, 2.0, 2.1], [1.0, 1.9, 3.0], 'not decided here', 'the intervals are too wide'],
    [[0.9, 1.1, 1.3], [1.4, 1.5, 1.6], 'not decided here', 'v4 has no gain here to share'],
  ] as const)('native, v4 at %j and assume-one at %j: %s, %s', async (v4, assumed, answer, qualifier) => {
    expect(await answerTo('C17', 'a', shares(v4, assumed, ['wasm', 'native']))).toMatchObject({ answer, qualifier });
  });

  test('is not decided by baseline code', async () => {
    const evidence = shares([1.9, 2.0, 2.1], [1.45, 1.5, 1.55], ['wasm']);
    expect(await answerTo('C17', 'a', evidence)).toMatchObject({
      answer: 'not decided here',
      qualifier: "only in V8's baseline code",
      evidence: expect.stringContaining('41 % to 61 % of the gain'),
      bound: expect.stringContaining("wasm, V8's baseline code"),
    });
  });
});

describe('C18: the branch', () => {
  test.each([
    ['native', 0.98, 1.0, 1.02, 'yes', null],
    ['native', 0.7, 0.8, 0.9, 'no', null],
    ['native', 0.9, 1.0, 1.1, 'not decided here', 'the interval leaves ±5 %'],
    ['wasm', 0.98, 1.0, 1.02, 'yes', null],
    ['wasm', 0.7, 0.8, 0.9, 'not decided here', "only in V8's baseline code"],
  ] as const)('%s at [%d, %d, %d]: %s', async (engine, low, median, high, answer, qualifier) => {
    const evidence = stubbed({
      engines: [engine],
      ratio: (protocol, threads) => (protocol === 'v4' && threads === 1 ? [low, median, high] : [0.5, 0.6, 0.7]),
    });
    for (const id of ['a', 'b']) {
      const finding = await answerTo('C18', id, evidence);
      expect(finding).toMatchObject({ answer, qualifier });
      expect(finding.evidence).toContain('±5 %');
    }
  });
});

test.each([
  ['C15', 'a'],
  ['C16', 'a'],
  ['C17', 'a'],
  ['C18', 'a'],
])('%s (%s) is not decided without a sample', async (row, id) => {
  const nothing = stubbed({ engines: ['native'], ratio: () => null, mops: () => null });
  expect((await answerTo(row, id, nothing)).answer).toBe('not decided here');
});

test('the bound says when others took the CPUs', async () => {
  const disturbed = stubbed({ ratio: () => [1.2, 1.3, 1.4], othersShare: 0.5 });
  expect((await answerTo('C15', 'a', disturbed)).bound).toContain("; others took 50 % of the CPUs' time meanwhile");
});

test('a sentence quotes one engine: native code only where all of its protocols have it', async () => {
  const mixed = stubbed({ engines: ['wasm', 'native'], ratio: () => [1.2, 1.3, 1.4] });
  const { scale } = mixed;
  const partly: typeof mixed = {
    ...mixed,
    scale: async (request) => {
      const result = await scale(request);
      const series = result.series.filter((one) => one.engine !== 'native' || one.protocol !== 'no-reset');
      return { ...result, series };
    },
  };
  expect((await answerTo('C18', 'a', partly)).bound).toContain('wasm');
  expect((await answerTo('C15', 'a', partly)).bound).toContain('native code');
});

// The classic shapes: what the Linux-kernel memory model gives, by each file's header, and where this checker differs.

import { describe, expect, test } from 'vitest';
import { runLitmusFile } from '../../../src/checker/litmus/run.js';
import { litmusFiles } from '../../../src/checker/litmus/shipped.js';
import { BY_HAND, SHIPPED } from '../lkmm/generator/shipped.js';

/** Those beside them are about what release/acquire does not have: tests/checker/lkmm holds the axioms against them. */
const OTHERS = new Set([...BY_HAND, ...SHIPPED.map(({ name }) => name)]);
const files = litmusFiles(['all']).files.filter(({ named }) => !OTHERS.has(named));

/** Every difference from the Linux-kernel model, and which of the limits in docs/weak-memory.md explains it. */
const DIFFERENCES: Readonly<Record<string, RegExp>> = {
  LB: /load buffering/,
  'LB+mb+once': /load buffering/,
  'LB+rmbs': /load buffering/,
  'S+wmb+ctrl': /dependencies/i,
  'S+wmb+data': /dependencies/i,
  'S+wmb+rmb': /smp_rmb/,
};

describe.each(files)('$named', (file) => {
  const result = runLitmusFile(file, { maxStates: 100_000 });
  const [sc, ra] = result.runs;

  test('gives under ra what the Linux-kernel model gives, or is known to differ', () => {
    expect(result.kernelAnswer).not.toBeNull();
    const known = DIFFERENCES[result.name];
    expect(result.agrees).toBe(known === undefined);
    if (known) expect(result.differs).toMatch(known);
    else expect(result.differs).toBeNull();
  });

  test('has under ra every outcome that it has under sc', () => {
    const weak = ra?.outcomes.map(({ values }) => values);
    for (const { values } of sc?.outcomes ?? []) expect(weak).toContainEqual(values);
  });

  test('is named as its file', () => {
    expect([result.name, result.file]).toEqual([file.named, file.named]);
  });
});

test('the suite is whole', () => {
  expect(files).toHaveLength(115);
});

// Answers of the axioms to the tests that come along: each file states what the Linux-kernel memory model gives.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { ENUMERABLE, enumerate } from './naive.js';

test.each(ENUMERABLE)('$named: as the Linux-kernel model', ({ named, path }) => {
  const litmus = parseLitmus(named, readFileSync(path, 'utf8'));
  expect(litmus.kernelAnswer).toBeDefined();
  expect(enumerate(litmus).answer).toBe(litmus.kernelAnswer);
});

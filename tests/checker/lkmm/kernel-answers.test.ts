// Answers of the axioms to the tests that come along: each file states what the Linux-kernel memory model gives.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLitmus } from '../../../src/litmus/parse.js';
import { litmusFiles } from '../../../src/litmus/shipped.js';
import { enumerate } from './naive.js';

/** Those of grace periods by epochs have too many executions for an enumerator that leaves out nothing. */
const FILES = litmusFiles(['all']).files.filter(({ named }) => !named.startsWith('epochs+'));

test.each(FILES)('$named: as the Linux-kernel model', ({ named, path }) => {
  const litmus = parseLitmus(named, readFileSync(path, 'utf8'));
  expect(litmus.kernelAnswer).toBeDefined();
  expect(enumerate(litmus).answer).toBe(litmus.kernelAnswer);
});

// The tests that the axioms are held against, read by the front end: generated ones by their cycle, others by their name.

import { readFileSync } from 'node:fs';
import { type LitmusTest, parseLitmus } from '../../../../src/litmus/parse.js';
import { litmusFiles } from '../../../../src/litmus/shipped.js';
import { litmusText } from './litmus-text.js';

export function generatedTest(cycle: string): LitmusTest {
  return parseLitmus(cycle, litmusText(cycle));
}

/** `name`: a cycle, whose last word is an edge to another thread, a file of tests/litmus, or the text of a test. */
export function testNamed(name: string): LitmusTest {
  if (name.includes('exists')) return parseLitmus('text', name);
  if (/ (?:Rfe|Fre|Coe)$/.test(name)) return generatedTest(name);
  const [file] = litmusFiles([name]).files;
  return parseLitmus(name, readFileSync(file?.path as string, 'utf8'));
}

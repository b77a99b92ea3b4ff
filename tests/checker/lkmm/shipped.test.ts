// The generated files of tests/litmus are what the generator writes, with the answers of the naive enumerator.
// WRITE_LITMUS=1 writes them.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { litmusFiles } from '../../../src/litmus/shipped.js';
import { litmusText } from './generator/litmus-text.js';
import { BY_HAND, SHIPPED, type Shipped } from './generator/shipped.js';
import { generatedTest } from './generator/tests.js';
import { enumerate } from './naive.js';

const COLUMNS = 76;

test.each(SHIPPED)('$name: $cycle', (one) => {
  const path = new URL(`../../litmus/${one.name}.litmus`, import.meta.url);
  const text = textOf(one);
  if (process.env.WRITE_LITMUS === '1') writeFileSync(path, text);
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('every file is a classic shape, generated, or known to be by hand', () => {
  const names = litmusFiles(['all']).files.map(({ named }) => named);
  expect(names).toEqual(expect.arrayContaining([...BY_HAND, ...SHIPPED.map(({ name }) => name)]));
  expect(names).toHaveLength(115 + SHIPPED.length + BY_HAND.length);
});

function textOf({ name, cycle, why, differs }: Shipped): string {
  const { answer, races } = enumerate(generatedTest(cycle));
  const result = `Result: ${answer}${races ? ' DATARACE' : ''}`;
  const paragraphs = [why, ...(differs === undefined ? [] : [`Differs: ${differs}`]), `Cycle: ${cycle}`];
  return litmusText(cycle, name, [result, ...paragraphs.flatMap((paragraph) => ['', ...wrapped(paragraph)])]);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= COLUMNS) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}

// The axioms with one clause less, or more than there should be. Each such mutant names a test, by its cycle or as a file of
// tests/litmus, that shows the difference: without such a test nobody would notice if the clause were lost.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as Axioms from '../../../../src/checker/memory/lkmm/axioms.js';

export interface Mutant {
  readonly file: string;
  /** Occurs once in the file, and is replaced. */
  readonly find: string;
  readonly replace: string;
  /** Name of the test. */
  readonly test: string;
  /** What the mutant answers to it; '' if only some candidate execution is judged otherwise. */
  readonly answer: string;
}

type Row = readonly [find: string, replace: string, test: string, answer: string];

export function of(file: string, rows: readonly Row[]): Mutant[] {
  return rows.map(([find, replace, test, answer]) => ({ file, find, replace, test, answer }));
}

const ROOM = new URL('../../../../src/checker/memory/lkmm/', import.meta.url);

/** The axioms as the mutant has them. */
export async function mutated({ file, find, replace }: Mutant): Promise<typeof Axioms> {
  const source = readFileSync(new URL(file, ROOM), 'utf8');
  if (source.split(find).length !== 2) throw new Error(`${file} does not have exactly once: ${find}`);
  const { outputFiles } = await build({
    ...{ entryPoints: [fileURLToPath(new URL('axioms.ts', ROOM))], bundle: true, write: false },
    ...{ format: 'esm', platform: 'node', logLevel: 'error' },
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\/lkmm\/[\w-]+\.ts$/ }, ({ path }) =>
            basename(path) === file ? { contents: source.replace(find, () => replace), loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(/* @vite-ignore */ `data:text/javascript;base64,${text}`);
}

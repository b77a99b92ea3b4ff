// Mutants of the axioms: each has one clause less, or more, than there should be. Each names a test, by its cycle or as a
// file of tests/litmus, that shows the difference: without such a test nobody would notice if the clause were lost.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type * as Axioms from '../../../../src/checker/memory/lkmm/axioms.js';

export interface Mutant {
  /** Name of what is changed: a constant of the axioms, an axiom, or a file beside them. */
  readonly of: string;
  /** Occurs once in its definition, and is replaced. */
  readonly find: string;
  readonly replace: string;
  /** Name of the test. */
  readonly test: string;
  /** Answer of the mutant to it; '' if only some candidate execution is judged otherwise. */
  readonly answer: string;
}

type Row = readonly [find: string, replace: string, test: string, answer: string];

export function of(name: string, rows: readonly Row[]): Mutant[] {
  return rows.map(([find, replace, test, answer]) => ({ of: name, find, replace, test, answer }));
}

const ROOM = new URL('../../../../src/checker/memory/lkmm/', import.meta.url);

/** Returns the axioms, or the module `entry` beside them, as the mutant has them. */
export async function mutated<Module = typeof Axioms>(
  mutant: Pick<Mutant, 'of' | 'find' | 'replace'>,
  entry = 'axioms.ts',
): Promise<Module> {
  const file = mutant.of.endsWith('.ts') ? mutant.of : 'axioms.ts';
  const contents = changed(readFileSync(new URL(file, ROOM), 'utf8'), mutant);
  const { outputFiles } = await build({
    ...{ entryPoints: [fileURLToPath(new URL(entry, ROOM))], bundle: true, write: false },
    ...{ format: 'esm', platform: 'node', logLevel: 'error' },
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\/lkmm\/[\w-]+\.ts$/ }, ({ path }) =>
            basename(path) === file ? { contents, loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(/* @vite-ignore */ `data:text/javascript;base64,${text}`);
}

/** Beginning and end of a definition: of a constant, of an axiom, of the data races. */
const DEFINITIONS: readonly ((name: string) => readonly [begin: string, end: string])[] = [
  (name: string) => [`  const ${name} = `, ';\n'],
  (name: string) => [`  yield {\n    axiom: '${name}',`, '};\n'],
  (name: string) => [`  yield { axiom: '${name}',`, '};\n'],
  (name: string) => [`  // ${name}: `, '\n}\n'],
];

/** Returns the source with the change in the definition. */
function changed(source: string, { of: name, find, replace }: Pick<Mutant, 'of' | 'find' | 'replace'>): string {
  if (name.endsWith('.ts')) return replaced(source, name, find, replace);
  const [[start, end] = [], ...others] = DEFINITIONS.map((of) => of(name)).filter(([begin]) => source.includes(begin));
  if (!start || !end || others.length > 0) throw new Error(`the axioms do not define ${name} once`);
  const [before, after, ...more] = source.split(start);
  if (after === undefined || more.length > 0) throw new Error(`the axioms do not define ${name} once`);
  const length = after.indexOf(end);
  return before + start + replaced(after.slice(0, length), name, find, replace) + after.slice(length);
}

function replaced(source: string, name: string, find: string, replace: string): string {
  if (source.split(find).length !== 2) throw new Error(`${name} does not have exactly once: ${find}`);
  return source.replace(find, () => replace);
}

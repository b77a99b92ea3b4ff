// The documents show what docs/run.json recorded, and one thing has one figure, wherever it is shown.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { blocksIn, isMeasured, outputFilesIn, settled } from '../docs/blocks.js';
import { figuresIn } from '../docs/figures.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const MOST_BYTES = 150_000;
const COLUMNS = 100;

interface Run {
  readonly date: string;
  readonly machine: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, { readonly command: string; readonly sha256: string }>>;
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const run = JSON.parse(read('docs/run.json')) as Run;
const documents = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md'))
  .map((name) => [name, read(name)] as const);
const outputs = readdirSync(join(ROOT, 'examples/output')).map((name) => `examples/output/${name}`);

test('the run names its date and its machine', () => {
  expect(run.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(run.machine).toContain('CPU');
});

describe.each(documents)('%s', (_, text) => {
  test('shows outputs of the run', () => {
    for (const { command, output } of blocksIn(text))
      expect([command, output]).toEqual([command, run.outputs[command]]);
  });

  test('has a block for every marker', () => {
    expect(blocksIn(text)).toHaveLength(text.match(/^<!-- \$ /gm)?.length ?? 0);
  });

  test('names files of the run', () => {
    for (const { path, command } of outputFilesIn(text))
      expect([path, run.files[path]?.command]).toEqual([path, command]);
  });
});

test('every output of the run is shown', () => {
  const shown = documents.flatMap(([, text]) => blocksIn(text).map(({ command }) => command));
  const named = documents.flatMap(([, text]) => outputFilesIn(text).map(({ path }) => path));
  expect(Object.keys(run.outputs)).toEqual([...new Set(shown)].sort());
  expect(Object.keys(run.files)).toEqual([...new Set(named)].sort());
  expect(outputs.sort()).toEqual(Object.keys(run.files));
});

test.each(outputs)('%s is as it was recorded', (path) => {
  const text = read(path);
  expect(createHash('sha256').update(text).digest('hex')).toBe(run.files[path]?.sha256);
  expect(text.split('\n')[0]).toBe(`$ ${run.files[path]?.command}`);
});

/** The figures of everything that is shown, each with the place. */
const shown = [
  ...documents.flatMap(([name, text]) => blocksIn(text).map(({ command, output }) => ({ name, command, output }))),
  ...Object.entries(run.files).map(([name, { command }]) => ({ name, command, output: read(name) })),
].flatMap(({ name, command, output }) =>
  [...figuresIn(command, output)].map(([thing, figure]) => ({ name, thing, figure })),
);

test('no two documents give two figures for one thing', () => {
  const first = new Map<string, { name: string; figure: string }>();
  const contradictions = shown.flatMap(({ name, thing, figure }) => {
    const before = first.get(thing);
    if (before === undefined) first.set(thing, { name, figure });
    return before === undefined || before.figure === figure
      ? []
      : [`${thing}: ${before.figure} in ${before.name}, ${figure} in ${name}`];
  });
  expect(contradictions).toEqual([]);
});

test('the figures of the run are those of its outputs', () => {
  for (const [thing, figure] of Object.entries(run.figures)) {
    expect(shown.filter((one) => one.thing === thing).map((one) => one.figure)).toContain(figure);
  }
  expect(Object.keys(run.figures).length).toBeGreaterThan(50);
  // The ratio that the series is about stands in the README, in scale.md and in protocols.md.
  const places = shown.filter(({ thing }) => thing === 'v4 / old, shared, native, 1 threads').map(({ name }) => name);
  expect(new Set(places).size).toBeGreaterThan(2);
});

test('README and documents are readable at a stretch', () => {
  const bytes = [...documents.map(([, text]) => text), read('CONTRIBUTING.md')].map((text) => Buffer.byteLength(text));
  expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(MOST_BYTES);
});

test(`lines of the README have at most ${COLUMNS} columns, but for tables and pictures`, () => {
  const wide = read('README.md')
    .split('\n')
    .filter((line) => [...line].length > COLUMNS && !/^(?:\||!\[|<!--)/.test(line));
  expect(wide).toEqual([]);
});

describe('a thing has one name', () => {
  const ratio = 'v4 / old, shared, native, 2 threads';

  test('in both kinds of tables', () => {
    const markdown = `| workload | engine | threads | old | v4 | v4 / old |
| --- | --- | --- | --- | --- | --- |
| shared | native | 2 | 67.0 M | 106 M | 1.62 [1.25, 1.71] |`;
    const text = `protocol  threads  shared             free
v4        2        1.62 [1.25, 1.71]  0.50 [0.50, 0.50]`;
    expect(figuresIn('reftorture scale', markdown)).toEqual(new Map([[ratio, '1.62']]));
    expect(figuresIn('reftorture scale', text).get(ratio)).toBe('1.62');
  });

  test('in answers, too', () => {
    const row =
      '| C15 | x | v4 relative to old, in reads of 64 bytes of one page: 1.58x, 2 threads; in get and put alone: 1.51x, 2 threads. |';
    const figures = figuresIn('reftorture claims --markdown', row);
    expect(figures.get('v4 / old, read, native, 2 threads')).toBe('1.58');
    expect(figures.get(ratio)).toBe('1.51');
  });

  test('where one is a race and the other the evidence that rests on it', () => {
    const race = '  stolen free                                   0          33,746';
    const evidence = '    v4, tight loop, 1 page: 33746 stolen of 38100000 frees (11.2 k/s)';
    const raced = figuresIn('reftorture race --protocol old,v4 --duration 5s --expect', race);
    expect([...raced.values()]).toEqual(['33746']);
    expect(figuresIn('reftorture claims C2', evidence)).toEqual(raced);
  });

  test('and checks have theirs by what was checked', () => {
    const check = `check: v4 in email, 3 threads (T1, T2, T3), 1 page, sequentially
consistent

property                       shortest witness               schedule
stolen free          violated  16 steps, 8 on the count word  a5b5c5a
wrong destructor, x  observed  9 steps, 5 on the count word   c5b4
double free          holds

violated: 302 states, 548 transitions`;
    const name = 'v4 in email, 3 threads (T1, T2, T3), 1 page, sequentially consistent';
    expect(figuresIn('reftorture check', check)).toEqual(
      new Map([
        [`${name}: stolen free`, 'violated 16 steps'],
        [`${name}: wrong destructor, x`, 'observed 9 steps'],
        [`${name}: double free`, 'holds'],
        [`${name}: states`, '302 states'],
      ]),
    );
  });
});

describe('what no run may change', () => {
  test('is everything but times, rates and the machine', () => {
    const line = (ms: string, rate: string): string =>
      `clean: 302 states, ${ms} ms (${rate} states/s, 1 thread)\nSome CPU, x64, 2 CPUs · Linux 6 · Node 20 (V8\n11) · reftorture 1.0.0`;
    expect(settled(line('381', '792'))).toBe(settled(line('4.2', '1.08 k')));
    expect(settled(line('381', '792'))).toContain('302 states');
  });

  test('is no measurement', () => {
    expect(isMeasured('reftorture race --protocol v4')).toBe(true);
    expect(isMeasured('npm run -s bench:natural 24 500')).toBe(true);
    expect(isMeasured('reftorture check --protocol v4')).toBe(false);
    expect(isMeasured('reftorture race --help')).toBe(false);
  });
});

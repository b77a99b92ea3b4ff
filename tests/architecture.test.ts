// The shape of the source tree: which way imports go, and how large a file may be.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isOpenName } from '../src/front-end/sources.js';
import { protocols } from '../src/protocols/index.js';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));

/**
 * From the bottom up: a file imports from its own room and from those below. The map in CONTRIBUTING.md is the list, so
 * that there is one. Single files are rooms of their own.
 */
const FLOW = roomsIn(readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8'));

function roomsIn(contributing: string): string[] {
  const map = /## The map\n[\s\S]*?```text\n([\s\S]*?)```/.exec(contributing)?.[1] ?? '';
  return map.split('\n').flatMap((line) => /^(\S+) {2,}\S/.exec(line)?.[1] ?? []);
}

const MOST_LINES = 400;

/** Folders whose every file is portable; of `protocols` it is the protocols of the registry. */
const PORTABLE_FOLDERS = ['runtime', 'pages', 'actors'];

/** Packages that are large, and that most runs do without. */
const LOADED_LATE = /^koffi(?:\/|$)/;

/** Builders of the page, and its scripts: nothing of it runs where the package is installed. */
const BUILDS = /^(?:host\/browser\/|web\/(?:page\/|bundle\.ts$|build-site\.ts$))/;

/** Files of the checker by which the rooms below it get in. */
const DOORS: readonly string[] = [
  'checker/check.ts',
  'checker/contract-trial.ts',
  'checker/judge.ts',
  'checker/litmus.ts',
  'checker/load-witness.ts',
  'checker/simulation.ts',
  'checker/unexplored.ts',
  'checker/unfolded.ts',
  'checker/unfolding/statements.ts', // the language in which unfolded.ts answers: printers take every statement apart
  'checker/verify-proof.ts',
];

interface Import {
  readonly specifier: string;
  /** `import type` and `export type` leave nothing behind at run time. */
  readonly typeOnly: boolean;
  /** The program gets there before it loads what it imports: `import()`, or a worker. */
  readonly late: boolean;
}

/** By path relative to src, with forward slashes. */
const sources = new Map(
  readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path.split(sep).join('/'), readFileSync(join(SOURCE, path), 'utf8')] as const),
);
const files = [...sources.keys()];

function importsOf(file: string): Import[] {
  const text = sources.get(file) as string;
  // One statement on one or several lines, up to its specifier; the formatter keeps `import` at the line's start.
  const statements = text.matchAll(/^(?:import|export)( type)?\s+(?:[\w*\s{},]+?\s+from\s+)?'([^']+)'/gm);
  const calls = [
    ...text.matchAll(/\bimport()\('([^']+)'\)/g),
    // Worker entry points are named by URL.
    ...text.matchAll(/\bnew URL()\('(\.[^']+\.js)', import\.meta\.url\)/g),
  ];
  const found = ([, type, specifier]: RegExpExecArray, late: boolean): Import => ({
    specifier: specifier as string,
    typeOnly: type === ' type',
    late,
  });
  return [...[...statements].map((match) => found(match, false)), ...calls.map((match) => found(match, true))];
}

/** The source file behind a relative import, or undefined for a package, a Node module or an open name. */
function targetOf(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(file), specifier).split(sep).join('/');
  return path.replace(/^\.\.\/dist\//, '').replace(/\.js$/, '.ts'); // a worker's file is named as the build leaves it
}

function targetsOf(file: string): string[] {
  return importsOf(file).flatMap(({ specifier }) => targetOf(file, specifier) ?? []);
}

function levelOf(file: string): number {
  const place = file.includes('/') ? (file.split('/')[0] as string) : file;
  return FLOW.indexOf(place);
}

function isPortable(file: string): boolean {
  if (dirname(file) === 'protocols') return protocols.some((protocol) => protocol.file === basename(file));
  return PORTABLE_FOLDERS.includes(file.split('/')[0] as string);
}

test('every import statement is seen', () => {
  const statements = files.flatMap((file) => [...(sources.get(file) as string).matchAll(/^import\b/gm)]).length;
  expect(statements).toBeGreaterThan(100);
  expect(files.flatMap(importsOf).length).toBeGreaterThanOrEqual(statements);
  // A statement on one line and one on several, of a file whose imports do not grow with a table.
  expect(importsOf('pages/geometry.ts').map(({ specifier }) => specifier)).toEqual(['#memory', '../runtime/layout.js']);
});

test('every relative import leads to a source file', () => {
  expect(files.flatMap((file) => targetsOf(file).filter((target) => !sources.has(target)))).toEqual([]);
});

test('every room of the map is there', () => {
  expect(FLOW.length).toBeGreaterThan(15);
  expect(FLOW.filter((room) => !files.some((file) => file === room || file.startsWith(`${room}/`)))).toEqual([]);
});

test('every file has its place in the flow', () => {
  expect(files.filter((file) => levelOf(file) < 0)).toEqual([]);
});

test('imports go down the flow', () => {
  const against = files.flatMap((file) =>
    targetsOf(file)
      .filter((target) => levelOf(target) > levelOf(file))
      .map((target) => `${file} imports ${target}`),
  );
  expect(against).toEqual([]);
});

test('imports run in no circle', () => {
  expect(circlesOf(files, targetsOf)).toEqual([]);
});

test('imports run in no circle between folders, also inside a room', () => {
  // A single file below src is a room of its own. Where a folder has files and folders, it counts as one beside them.
  const placeOf = (file: string): string => (file.includes('/') ? dirname(file) : file);
  const places = new Map<string, Set<string>>();
  for (const file of files) {
    const targets = places.get(placeOf(file)) ?? new Set();
    for (const target of targetsOf(file)) if (placeOf(target) !== placeOf(file)) targets.add(placeOf(target));
    places.set(placeOf(file), targets);
  }
  expect(places.get('checker')).toContain('checker/memory/sc');
  expect(circlesOf([...places.keys()], (place) => [...(places.get(place) ?? [])])).toEqual([]);
});

/** The circles among `nodes`: one at least, if there is any. */
function circlesOf(nodes: readonly string[], next: (node: string) => readonly string[]): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) circles.push([...path.slice(path.indexOf(node)), node].join(' -> '));
    else if (!done.has(node)) for (const target of next(node)) visit(target, [...path, node]);
    done.add(node);
  };
  for (const node of nodes) visit(node, []);
  return circles;
}

test('the checker has few doors', () => {
  const doors = files
    .filter((file) => levelOf(file) > FLOW.indexOf('checker'))
    .flatMap((file) => targetsOf(file).filter((target) => levelOf(target) === FLOW.indexOf('checker')));
  expect([...new Set(doors)].sort()).toEqual(DOORS);
});

test('portable files import portable files and open names, nothing else', () => {
  const portable = files.filter(isPortable);
  expect(portable).toContain('protocols/v4.ts');
  const foreign = portable.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => {
        const target = targetOf(file, specifier);
        return target ? !isPortable(target) : !isOpenName(specifier);
      })
      .map(({ specifier }) => `${file} imports ${specifier}`),
  );
  expect(foreign).toEqual([]);
});

test('the host loads nothing that an engine would have to bind', () => {
  const open = new Set<string>();
  const known = new Map<string, boolean>(); // there are far more ways through the tree than files
  const reaches = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const found = importsOf(file).some(({ specifier, typeOnly }) => {
      if (typeOnly) return false;
      const target = targetOf(file, specifier);
      return target ? reaches(target) : isOpenName(specifier);
    });
    known.set(file, found);
    return found;
  };
  for (const file of files) if (!isPortable(file) && reaches(file)) open.add(file);
  expect([...open]).toEqual([]);
});

test('what is large is loaded when it is needed', () => {
  const early = new Set<string>();
  const visited = new Set<string>();
  const load = (file: string): void => {
    if (visited.has(file)) return;
    visited.add(file);
    for (const { specifier, typeOnly, late } of importsOf(file)) {
      const target = targetOf(file, specifier);
      if (typeOnly || late) continue;
      if (target) load(target);
      else if (LOADED_LATE.test(specifier)) early.add(`${file} imports ${specifier}`);
    }
  };
  for (const file of files) if (/^(?:cli|index|commands\/.*|workers\/.*)\.ts$/.test(file)) load(file);
  expect(visited.size).toBeGreaterThan(100);
  expect([...early]).toEqual([]);
});

test('what is installed imports nothing that is not', () => {
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as Record<'dependencies' | 'optionalDependencies' | 'peerDependencies', object>;
  const installed = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)]);
  const foreign = files.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !/^(?:[.#]|node:)/.test(specifier))
      .map(({ specifier }) => [file, /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? ''] as const),
  );
  expect(foreign.some(([file]) => BUILDS.test(file))).toBe(true);
  const peers = ['vitest.ts', ...Object.keys(peerDependencies)].join();
  const missing = foreign.filter((one) => !BUILDS.test(one[0]) && !installed.has(one[1]) && one.join() !== peers);
  expect(missing).toEqual([]);
});

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const long = files.filter((file) => (sources.get(file) as string).split('\n').length - 1 > MOST_LINES);
  expect(long).toEqual([]);
});

test('no file is a drawer for the rest', () => {
  expect(files.filter((file) => /^(utils?|helpers?|misc|common)\b/i.test(basename(file)))).toEqual([]);
});

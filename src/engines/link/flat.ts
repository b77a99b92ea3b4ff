// Links portable sources to one flat module: functions and variables at the top level, each under a name of its own.

import { join, relative, sep } from 'node:path';
import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { host } from '#host';
import { SOURCE_ROOT } from '../sources.js';
import type { Rewriting } from './module.js';
import { type Names, namesFor, neededBy } from './names.js';
import { type Meaning, Program, type TargetOf } from './program.js';

export interface FlatModule {
  /** Text of an ES module. */
  readonly text: string;
  /** Source map of `text`, version 3. */
  readonly map: string;
}

/** A flat module in parts. */
export interface FlatParts {
  /** Names that it imports, by what it imports from: as [local name, imported name]. */
  readonly imports: ReadonlyMap<string, readonly (readonly [string, string])[]>;
  /** Its functions and variables. */
  readonly lines: readonly FlatLine[];
  /** As [exported name, local name]. */
  readonly exports: readonly (readonly [string, string])[];
}

const asItIs: Rewriting = (javascript) => javascript;

interface FlatLine {
  readonly text: string;
  readonly file: string;
  /** In that file, from 0 on. */
  readonly line: number;
}

/**
 * The module `entry`, a path relative to the source root, with all that it imports and needs. @throws KernelCompileError
 */
export async function linkFlat(entry: string, targetOf: TargetOf): Promise<FlatModule> {
  const { imports, lines, exports } = await linkParts(entry, targetOf, asItIs);
  const head = [...imports].map(([from, names]) => `import { ${list(names)} } from ${JSON.stringify(from)};`);
  const tail = `export { ${list(exports)} };`;
  const text = [...head, ...lines.map((line) => line.text), tail, ''].join('\n');
  return { text, map: mapOf(head.length, lines) };
}

/** As linkFlat(). @throws KernelCompileError */
export async function linkParts(entry: string, targetOf: TargetOf, rewritten: Rewriting): Promise<FlatParts> {
  const program = await Program.load(join(SOURCE_ROOT, entry), targetOf, rewritten);
  const needed = neededBy(program);
  const names = namesFor(program, needed, ({ file }) => isFixed(file));
  const keys = new Set(needed.map(({ key }) => key));
  const imports = new Map<string, [string, string][]>();
  for (const { key, name, external } of needed) {
    if (external !== undefined)
      imports.set(external, [...(imports.get(external) ?? []), [names.get(key) ?? name, name]]);
  }
  const lines = program.modules.flatMap((module) =>
    [...module.declarations.values()]
      .map((declaration) => ({ key: `${module.file}\0${declaration.name}`, declared: { module, declaration } }))
      .filter(({ key }) => keys.has(key))
      .flatMap(({ declared }) => linesOf(program, declared, names)),
  );
  const exports = program.exportsOf(program.entry).map(([name, { key }]) => [name, names.get(key) ?? name] as const);
  return { imports, lines, exports };
}

/** Whether names of `file` are known elsewhere. Those of protocols are not, so that a copy of one is the same program. */
function isFixed(file: string): boolean {
  return file.startsWith(SOURCE_ROOT) && !file.startsWith(join(SOURCE_ROOT, 'protocols', sep));
}

/** What is declared, in lines that say something. */
function linesOf(
  program: Program,
  { module, declaration }: NonNullable<Meaning['declared']>,
  names: Names,
): FlatLine[] {
  const { text, file } = module;
  const { kind, start, end, references } = declaration;
  let renamed = '';
  let at = start;
  for (const reference of [...references].sort((one, other) => one.start - other.start)) {
    const meaning = program.meaningOf(module, reference);
    if (!meaning) continue;
    renamed += text.slice(at, reference.start) + names.get(meaning.key);
    at = reference.end;
  }
  renamed += text.slice(at, end);
  const first = text.slice(0, start).split('\n').length - 1;
  // A variable that is declared with `let` or `const` would be looked at before each use of it.
  const whole = kind === 'variable' ? `var ${renamed};` : renamed;
  return whole
    .split('\n')
    .map((line, index) => ({ text: withoutGaps(line), file, line: first + index }))
    .filter((line) => line.text !== '');
}

/** `line` without the spaces that types left. */
function withoutGaps(line: string): string {
  return line
    .trimEnd()
    .replace(/(?<=\S) {2,}/g, ' ')
    .replace(/(?<=\S) (?=[),;])/g, '');
}

/** As in `import { ... }` and `export { ... }`: of each pair, the second first. */
function list(names: FlatParts['exports']): string {
  return names.map(([to, from]) => (from === to ? from : `${from} as ${to}`)).join(', ');
}

/** The source map of `lines` below `above` lines that are from no file. */
function mapOf(above: number, lines: readonly FlatLine[]): string {
  const files = [...new Set(lines.map(({ file }) => file))];
  const numbers = new Map(files.map((file, index) => [file, index]));
  const segments = lines.map(({ file, line }): SourceMapSegment[] => [[0, numbers.get(file) as number, line, 0]]);
  return JSON.stringify({
    version: 3,
    sources: files.map((file) => relative(SOURCE_ROOT, file).split(sep).join('/')),
    sourcesContent: files.map((file) => host.readText(file)),
    names: [],
    mappings: encode([...new Array<SourceMapSegment[]>(above).fill([]), ...segments]),
  });
}

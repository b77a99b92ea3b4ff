// The parser for portable files. It is AssemblyScript's own, since a file that it cannot read cannot run. Its syntax
// tree has positions and types.

import { basename } from 'node:path';
import { host } from '#host';
import { SOURCE_ROOT } from '../sources.js';

/** A node of AssemblyScript's syntax tree, as far as it is used here. */
export interface Ast {
  readonly kind: number;
  readonly range: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}

/** One thing that is wrong with a file. */
export interface Complaint {
  /** Offset in the text. */
  readonly at: number;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

export interface Parsed {
  readonly file: string;
  readonly text: string;
  readonly statements: readonly Ast[];
  /** What the parser itself refused. */
  readonly complaints: readonly Complaint[];
}

/**
 * AssemblyScript's parser as its package exports it. The declarations of the package have NodeKind as a const enum,
 * which isolated modules cannot use.
 */
interface Parser {
  readonly NodeKind: Readonly<Record<number, string>>;
  newOptions(): unknown;
  newProgram(options: unknown): { readonly sources: { readonly internalPath: string; readonly statements: Ast[] }[] };
  parse(program: unknown, text: string, path: string, isEntry: boolean): void;
  nextDiagnostic(program: unknown): { readonly message: string; readonly range: Ast['range'] | null } | null;
}

let parser: Promise<Parser> | undefined;
let kinds: Parser['NodeKind'] = {};

/** The package's own files as they were last parsed: each is part of many kernels. */
const known = new Map<string, Parsed>();

/** The same object for as long as one of the package's own files stays as it is. */
export async function parsePortable(file: string): Promise<Parsed> {
  // Loaded on demand: a cached kernel does not need it.
  parser ??= import('assemblyscript') as unknown as Promise<Parser>;
  const loaded = await parser;
  kinds = loaded.NodeKind;
  const text = host.readText(file);
  const before = known.get(file);
  if (before?.text === text) return before;
  const parsed = parsedText(loaded, file, text);
  if (file.startsWith(SOURCE_ROOT)) known.set(file, parsed);
  return parsed;
}

function parsedText({ newOptions, newProgram, parse, nextDiagnostic }: Parser, file: string, text: string): Parsed {
  const program = newProgram(newOptions());
  try {
    parse(program, text, 'file.ts', true);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { file, text, statements: [], complaints: [{ at: 0, message: TOO_DEEP }] }; // the parser ran out of stack
  }
  const complaints: Complaint[] = [];
  for (let found = nextDiagnostic(program); found; found = nextDiagnostic(program)) {
    complaints.push({ at: found.range?.start ?? 0, message: `syntax: ${lowerFirst(found.message)}` });
  }
  const source = program.sources.find(({ internalPath }) => internalPath === 'file');
  const statements = source?.statements ?? [];
  const deep = deepestOf(statements);
  if (deep) complaints.push({ at: deep.range.start, message: TOO_DEEP });
  return { file, text, statements, complaints };
}

/** What reads syntax trees calls itself for each level, and must not run out of stack. */
const MAX_LEVELS = 400;
const TOO_DEEP = `nested too deeply: at most ${MAX_LEVELS} levels are read`;

/** A node that lies too deep, if there is one. */
function deepestOf(statements: readonly Ast[]): Ast | undefined {
  let level: readonly Ast[] = statements;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_LEVELS) return level[0];
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

/** The kind of a node, such as `FunctionDeclaration`. */
export function kindOf(node: Ast): string {
  return kinds[node.kind] ?? 'unknown';
}

/** The nodes directly below `node`, in no particular order. */
export function childrenOf(node: Ast): Ast[] {
  return Object.entries(node).flatMap(([field, value]) =>
    field === 'range' ? [] : (Array.isArray(value) ? value : [value]).filter(isAst),
  );
}

export function isAst(value: unknown): value is Ast {
  return typeof value === 'object' && value !== null && 'kind' in value && 'range' in value;
}

/** The text of an identifier node. */
export function nameOf(node: unknown): string {
  return isAst(node) ? String(node.text) : '';
}

export function textOf({ text }: Parsed, { range }: Ast): string {
  return text.slice(range.start, range.end);
}

/** The place at an offset in the text, as `file:line:column`. */
export function placeIn({ file, text }: Pick<Parsed, 'file' | 'text'>, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `${basename(file)}:${lines.length}:${(lines.at(-1) as string).length + 1}`;
}

/** The operator of a binary expression or of an assignment. */
export function operatorOf({ text }: Parsed, node: Ast): string {
  const between = text.slice((node.left as Ast).range.end, (node.right as Ast).range.start);
  return between.replace(/\/\*.*?\*\/|\/\/.*|[()\s]/g, '');
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

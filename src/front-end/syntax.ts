// The parser for portable files: TypeScript to a syntax tree with types, comments and places. What it refuses is told as a
// complaint, like all that later readers refuse.

import type { AnyNode, Program } from 'acorn';
import { host } from '#host';
import { parseTypeScript } from '#parser';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import { SOURCE_ROOT } from './sources.js';

/** Something that is wrong with a file. */
export interface Complaint {
  /** Offset in the text. */
  readonly at: number;
  /** The mistake, and what to write instead. */
  readonly message: string;
}

export interface ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly body: Program['body'];
  /** The parser stops at the first one. */
  readonly complaints: readonly Complaint[];
}

/** The package's own files as they were last parsed: each is part of many kernels. */
const known = new Map<string, ParsedFile>();

/**
 * The file at `path`: the same object for as long as one of the package's own files stays as it is.
 * @throws UsageError for one that cannot be read
 */
export function parseFile(path: string): ParsedFile {
  const text = textOf(path);
  const before = known.get(path);
  if (before?.text === text) return before;
  const parsed = parseText(path, text);
  if (path.startsWith(SOURCE_ROOT)) known.set(path, parsed);
  return parsed;
}

function textOf(path: string): string {
  try {
    return host.readText(path);
  } catch (error) {
    throw new UsageError(`cannot read "${path}": ${reasonOf(error, 'file')}`);
  }
}

/** Parses a text that is in no file, as parseFile() does. */
export function parseText(path: string, text: string): ParsedFile {
  try {
    const { body } = parseTypeScript(text);
    const deep = path.startsWith(SOURCE_ROOT) ? undefined : deepestOf(body);
    return { path, text, body, complaints: deep ? [{ at: deep.start, message: TOO_DEEP }] : [] };
  } catch (error) {
    return { path, text, body: [], complaints: [complaintOf(error as Error & { readonly pos?: number })] };
  }
}

/** Readers of syntax trees call themselves for each level, and must not run out of stack. */
const MAX_LEVELS = 400;
const TOO_DEEP = `nested too deeply: at most ${MAX_LEVELS} levels are read`;

function complaintOf({ message, pos = 0 }: Error & { readonly pos?: number }): Complaint {
  if (/stack/i.test(message)) return { at: pos, message: TOO_DEEP };
  const plain = message.replace(/ \(\d+:\d+\)$/, '').replace(/\.$/, '');
  return { at: pos, message: `syntax: ${plain.charAt(0).toLowerCase()}${plain.slice(1)}` };
}

/** A node that lies too deep, if there is one. */
function deepestOf(body: readonly AnyNode[]): AnyNode | undefined {
  let level = body;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_LEVELS) return level[0];
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

/** The nodes directly below `node`. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

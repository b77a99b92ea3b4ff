// The parser as the page has it, with its names shortened, beside the one that was installed.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTypeScript as parsed } from '../../src/front-end/parser.js';
import { bundle } from '../../src/web/bundle.js';

const sources = fileURLToPath(new URL('../../src', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
let parsedOnPage: typeof parsed;
beforeAll(async () => {
  await bundle([join(sources, 'front-end/parser.ts')], folder);
  ({ parseTypeScript: parsedOnPage } = await import(pathToFileURL(join(folder, 'parser.js')).href));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Syntax of TypeScript that the package itself does not use. */
const UNUSUAL = `declare module 'a' { export type B<T extends object = {}> = { readonly [K in keyof T]?: T[K] } & typeof import('c') }
abstract class D<in out T> extends (E as any)<T> implements F { static #g = /(?<h>[\\w\\d]|\\p{Script=Greek})+\\k<h>/u; constructor(private i: bigint = 1n) { super(new.target) } declare j?: unique symbol; static { void k } @m() get n(): asserts this is D<T> { return <never>this } abstract o(this: void, ...p: [q?: string, ...r: number[]]): infer U extends 1 ? \`s\${T}\` : -1 }
const enum V { W = 1 << 2, 'X' = W }
namespace Y.Z { export default interface A { new (a: B): C; (b): d; [e: string]: f; get g(): h } }
label: for await (const { a, ...b } of (c?.[d]!).e\`f\${g ??= h}\`) { if (a satisfies B) continue label; else { switch (b) { case (async <T,>(x) => yield_): default: debugger } } }
function* i(j: string): j is 'k'; function* i(j) { try { yield* l?.(); delete m.n; void 0 } catch { throw o } finally { with_: do { p **= 2 } while (!q) } }
import r, { type s as t, default as u } from 'v' with { type: 'json' }; export * as w from 'x'; import y = require('z'); export = y;`;

/** Returns what a parser makes of `text`, or the error. */
function outcomeOf(parse: typeof parsed, text: string): string {
  try {
    return JSON.stringify(parse(text), (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
  } catch (error) {
    return JSON.stringify({ ...(error as object), message: (error as Error).message });
  }
}

const files = ['actors', 'pages', 'protocols', 'runtime', 'front-end'].flatMap((room) =>
  readdirSync(join(sources, room)).map((name) => join(sources, room, name)),
);
const texts = [...files.map((path) => readFileSync(path, 'utf8')), ...UNUSUAL.split('\n')];

test('it reads what the page parses, and other TypeScript, as that does', () => {
  for (const text of texts) expect(outcomeOf(parsedOnPage, text) === outcomeOf(parsed, text), text).toBe(true);
});

test('it complains of what is cut short as that does, at the same place', () => {
  for (const text of texts) {
    for (const share of [0.3, 0.6, 0.9]) {
      const part = text.slice(0, text.length * share);
      expect(outcomeOf(parsedOnPage, part)).toBe(outcomeOf(parsed, part));
    }
  }
});

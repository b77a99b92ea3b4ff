// Programs for what a printer does that inlines functions, moves their arguments and turns conditions into jumps: each means
// the same on every engine, and to AssemblyScript.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { onEveryEngine, resultOf } from './program-engines.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-calls-'));
afterAll(() => rmSync(folder, { recursive: true }));

const VALUES = [0, 1, -1, 2, 3, 5, 31, 100, 2147483647, -2147483648];

/** Functions that read their parameters never, once, often or in a loop, assign to them, return early, and write variables. */
const CALLEES = `
let g: i32 = 0;
let h: i32 = 5;
/** @inline */
function bump(x: i32): i32 { g = g + x; return g; }
/** @inline */
function noted(x: i32): i32 { g = g * 3 + 1; return x; }
function set(x: i32): void { g = x; }
/** @inline */
function twice(x: i32): i32 { return x + x; }
/** @inline */
function swapped(x: i32, y: i32): i32 { return y * 10 + x; }
/** @inline */
function once(x: i32, y: i32): i32 { g = g + 1; if (y > 3) return x; return g; }
/** @inline */
function assigns(x: i32, y: i32): i32 { x = x + y; y = x * 2; if (y > 7) x = x - 1; return x * 100 + y; }
/** @inline */
function inLoop(x: i32, n: i32): i32 { let s = 0; for (let i = 0; i < (n & 7); i++) { s = s + x; if (s > 50) return s * 1000 + i; } return s; }
/** @inline */
function early(x: i32, y: i32): boolean { if (x > y) return true; if (x === y) return false; g = g + 1; return (x & 1) === 0; }
/** @inline */
function either(p: boolean, q: boolean): boolean { return p || q; }
/** @inline */
function both(p: boolean, q: boolean): boolean { return p && q; }
/** @inline */
function not(p: boolean): boolean { return !p; }
/** @inline */
function found(x: i32): boolean { for (let i = 0; i < 4; i++) { if (((x >> i) & 1) === 1) return true; g = g + i; } return false; }
/** @inline */
function pick(p: boolean, x: i32, y: i32): i32 { return p ? x : y; }
/** @inline */
function sideFirst(x: i32): i32 { g = g + 1; return x + g; }
/** @inline */
function nested(x: i32, y: i32): i32 { return swapped(twice(x), sideFirst(y)) + pick(early(x, y), sideFirst(x), g); }
/** @inline */
function shadowed(a: i32, b: i32): i32 { const c = b; { let a = c + 1; a = a * 2; b = a; } return a * 10 + b; }
/** @inline */
function cased(x: i32): i32 { switch (x & 3) { case 0: return 10; case 1: g = g + 1; case 2: { const z = x; return z + g; } } return 7; }
/** @inline */
function nothing(x: i32): void { if (x > 3) return; g = g + x; if (x < 0) { g = g * 2; return; } h = h + 1; }
`;

/** Bodies of functions of a and b. */
const CALLS = [
  'return swapped(g, bump(a));',
  'return swapped(bump(a), g);',
  'return twice(bump(a)) + g;',
  'return swapped(a, a = b);',
  'return swapped(a++, a++) + a;',
  'return swapped(a + 1, (a = 5) + b) + a;',
  'return once(a, b) + once(b + a, a) + g;',
  'return once(bump(a), b) + g;',
  'return assigns(a, b) + a * 7 + b;',
  'return assigns(a, a) + a;',
  'return assigns(assigns(a, 1), assigns(b, a)) + a - b;',
  'return inLoop(a + b, b);',
  'return inLoop(bump(a), bump(b));',
  'if (early(a, b) && early(b, a) || early(a & 7, 3)) { a = a + 1; b = b * 3; g = g + a * 2 + b; } else { a = 0; b = b + g * 3 - a; } return a + b + g;',
  'if (!early(a, b) || !(early(b, 2) && found(a))) { a = a + 1; } return a * 100 + g;',
  'return (either(early(a, b), found(b)) ? 1 : 0) + (both(found(a), early(b, a)) ? 2 : 0) + g * 4;',
  'let n = 0; while (either(found(n), n < 3) && both(n < 20, early(20, n))) { n++; if (not(both(n > 4, found(n)))) continue; g = g + n; if (early(n, 9)) break; } return n * 1000 + g;',
  'return nested(a & 15, b & 15);',
  'return nested(nested(a & 15, b & 7) & 31, nested(b & 3, a & 3) & 63);',
  'return shadowed(b, a) * 3 + shadowed(a, shadowed(a, b)) + a;',
  'return cased(a) * 10 + cased(b) + cased(cased(a)) * 100;',
  'nothing(a); nothing(b); nothing(bump(a)); if (a > 2) nothing(a - 5); else nothing(b + 3); return g * 10 + h;',
  'for (let i = 0; i < 6; i++) { if (found(i + a)) continue; nothing(i); if (early(i, b)) break; } return g * 10 + h;',
  'let f: boolean = either(early(a, b), a === 0); let k: boolean = both(f, not(f)); return (f ? 1 : 0) + (k ? 2 : 0) + (f === !k ? 4 : 0);',
  'return pick(a > b, bump(1), bump(2)) * 10 + g;',
  'return pick(early(a, b), a, b) + pick(found(a), g, h);',
  'return (g = a) + swapped(g, (g = b) + g) + g;',
  'return g + bump(1) * 2 + g + noted(g) * 4 + g;',
  'set(a); return g + g++ + (++g) + g-- + g;',
  'let x = a; x += x++ + bump(x); g += bump(x) + g++; return x + g * 3;',
  'let c = a; { let c = b; c = c + 1; b = c; } return c * 3 + b;',
  'let i = 0; let s = 0; for (; i < 10; i++) { for (let j = i; j < 10; j += 3) { if (j === 5) break; if (((i + j) & 1) === 0) continue; s += early(i, j) ? swapped(i, j) : inLoop(j, i); } } return s + g;',
  'const n = a - b; if (early(0, n)) { if (a > 3) { return a * 3 + b * 7 - 4; } else { return twice(a); } } twice(a + (-(b++))); return b;',
];

const CONDITIONS = [
  'let f: boolean = !(a === 0); return f === true ? 1 : 0;',
  'let f: boolean = !!a; return f === true ? 1 : 0;',
  'let f: boolean = !(a === b); return (f ? 1 : 0) + (f === true ? 2 : 0);',
  'return !!a === !!b ? 1 : 0;',
  'let f: boolean = !(!(!(a === 0))); return f === true ? 1 : 0;',
  'return !(a === 0) !== !(b === 0) ? 1 : 0;',
  'return (!(a === 0) & !(b === 0)) ? 1 : 0;',
  'return (a && b) + (a || b);',
  'if (a) return b ? 1 : 2; return !b ? 3 : 4;',
];

const JUMPS = [
  // A variable that is read at the end of one branch and at the start of the next.
  'return a > b ? g : g + a;',
  'return a > b ? h + g : g + (a > 0 ? g : g - 1);',
  'return g + (early(a, b) ? g : g * 2);',
  'g = a; return pick(found(g), g, g + 1) + g;',
  'if (a > 0) { return 1; } else { return 2; } a = 3; return a;',
  'return 1; a = 3; return a;',
  'a = a & 7; b = b & 15; while (true) { if (a > 5) return a; a = a + 1; if (a > b) return 9; b = b - 3; if (b < 5) break; } return 7;',
  'switch (a) { default: return 5; }',
  'switch (a) {} return 1;',
  'switch (a) { default: } return 1;',
  'switch (a++) { default: b = a; } return b;',
  'switch (a) { default: b = 3; break; case 1: b = 4; case 2: b = b + 1; } return b;',
  'switch (a) { case b: return 1; case 5: return 2; case b + 1: return 3; default: return 4; }',
  'switch (a) { case 1: return 1; case 1: return 2; default: return 4; }',
  'switch (a) { case -2147483648: return 1; case 2147483647: return 2; case 0: return 5; default: return 4; }',
  'switch (a) { case -2147483648: return 1; case -2147483647: return 2; case -2147483646: return 5; default: return 4; }',
  'switch (a > b) { case true: return 1; case false: return 2; default: return 3; }',
  'for (let i = 0; i < 5; i++) { switch (i) { case 1: continue; case 3: break; default: b = b + i; } b = b * 3; } return b;',
  'let i = 0; while (i < 9) { i++; switch (i & 3) { case 0: continue; case 1: { b = b + 1; break; } case 2: while (true) { i++; if (i > 5) break; continue; } } b = b ^ i; } return b;',
];

test.each([
  ['calls', CALLS],
  ['conditions', CONDITIONS],
  ['jumps', JUMPS],
])('%s', async (name, bodies) => {
  const functions = bodies.map((body, index) => `export function f${index}(a: i32, b: i32): i32 { ${body} }\n`);
  const engines = await onEveryEngine(join(folder, `${name}.ts`), CALLEES + functions.join(''));
  const pairs = VALUES.flatMap((a) => VALUES.map((b) => [a, b] as const));
  for (const [index, body] of bodies.entries()) {
    const found = [...engines].map(([engine, start]) => ({
      engine,
      body,
      results: pairs.map(([a, b]) => resultOf(start(), `f${index}`, a, b)),
    }));
    expect(found).toEqual(found.map((one) => ({ ...one, results: found[0]?.results })));
  }
});

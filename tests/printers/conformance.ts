// Tests that every printer must pass: what a source computes, whatever names, scopes and order of operands it has.

import { expect, test } from 'vitest';

export type Functions = Readonly<Record<string, (...values: number[]) => number>>;

/** `start` makes an instance of the module that a source is, over a memory of its own. */
export function passesConformance(start: (source: string) => Functions | Promise<Functions>): void {
  test('names that a printer has a use for are names all the same', async () => {
    const names = [
      ...[
        'int',
        'main',
        'printf',
        'abs',
        'linux',
        'register',
        'größe',
        '$',
        '_x',
        'memory',
        'my',
        'load',
        'trap',
        'KERNEL',
      ],
      ...[
        't',
        'subject',
        'host',
        'unused_x',
        'words',
        'Math',
        'Atomics',
        'divide',
        'undefined',
        'step',
        'global',
        'func',
      ],
    ];
    const functions = await start(`
      ${names.map((name, index) => `function ${name}(a: i32): i32 { return a + ${index}; }`).join('\n')}
      let signed: i32 = 5;
      export function all(auto: i32): i32 {
        ${names.map((name) => `let ${name}1: i32 = auto; signed += ${name}1 + ${name}(1);`).join('\n')}
        return signed * (signed / signed);
      }
    `);
    expect(functions.all?.(3)).toBe(names.reduce((sum, _, index) => sum + 3 + 1 + index, 5));
  });

  test('a name means what its scope says', async () => {
    const functions = await start(`
      const LIMIT: i32 = 3;
      let state: i32 = 100;
      function one(): i32 { return 1; }
      export function f(a: i32): i32 {
        let sum: i32 = 0;
        for (let a: i32 = 0, state: i32 = 5; a < LIMIT; a++) { let sum: i32 = a; state += sum; if (state > 7) { state = 7; } }
        { let a: i32 = 7; sum += a; { let a: i32 = 70; sum += a; } sum += a; }
        { let LIMIT: i32 = 700; let one: i32 = 7000; sum += LIMIT + one; }
        state += one();
        return sum + a + state;
      }
    `);
    expect(functions.f?.(10000)).toBe(7 + 70 + 7 + 700 + 7000 + 10000 + 101);
  });

  test('operands are evaluated in the order of the text', async () => {
    const functions = await start(`
      import { fetchAdd, load } from '#memory';
      let trace: i32 = 0;
      function noted(value: i32): i32 { trace = trace * 10 + value; return value; }
      function three(a: i32, b: i32, c: i32): i32 { return a * 100 + b * 10 + c; }
      export function sum(): i32 { trace = 0; return noted(1) - noted(2) * noted(3) + trace * 0; }
      export function traced(): i32 { return trace; }
      export function called(): i32 { trace = 0; return three(noted(3), noted(1), noted(2)); }
      export function stale(a: i32): i32 { return a + (a = a * 2) + a; }
      export function shared(): i32 { trace = 7; return trace + noted(1) * 0; }
      export function compound(a: i32): i32 { a += (a = 10) + 1; return a; }
      export function counted(): i32 { let i: i32 = 1; return i++ * 100 + i * 10 + ++i; }
      export function itself(a: i32): i32 { a = a++ * 10 + (a = a * 2); return a; }
      export function before(a: i32): i32 { a = a++; trace = 4; trace = trace--; return a * 10 + trace; }
      export function accesses(word: i32): i32 { return fetchAdd(word, 1, 3) * 100 + fetchAdd(word, 1, 3) * 10 + load(word, 0); }
    `);
    expect(functions.sum?.()).toBe(1 - 2 * 3);
    expect(functions.traced?.()).toBe(123);
    expect(functions.called?.()).toBe(312);
    expect(functions.traced?.()).toBe(312);
    expect(functions.stale?.(3)).toBe(3 + 6 + 6);
    expect(functions.shared?.()).toBe(7);
    expect(functions.compound?.(1)).toBe(1 + 11);
    expect(functions.counted?.()).toBe(1 * 100 + 2 * 10 + 3);
    expect(functions.itself?.(3)).toBe(3 * 10 + 4 * 2);
    expect(functions.before?.(3)).toBe(3 * 10 + 4);
    expect(functions.accesses?.(128)).toBe(0 * 100 + 1 * 10 + 2);
  });

  test('a switch looks at its cases in their order, constant or not, and falls through', async () => {
    const functions = await start(`
      let last: i32 = 0;
      function at(value: i32): i32 { last = value; return value; }
      export function f(a: i32): i32 {
        let sum: i32 = 0;
        switch (a) {
          case at(1): sum += 1;
          case 2: { sum += 10; break; }
          case at(3): let own: i32 = 5; sum += own; break;
          default: sum += 100;
          case 3: sum += 1000;
        }
        return sum;
      }
      export function seen(): i32 { return last; }
      export function plain(a: i32): i32 {
        for (;;) {
          switch (a) {
            case -2147483648: return 1;
            case 5: a = 6; continue;
            case 6: break;
            default: return 2;
          }
          return 3;
        }
      }
    `);
    expect([1, 2, 3, 4].map((value) => functions.f?.(value))).toEqual([11, 10, 5, 1100]);
    expect([functions.f?.(2), functions.seen?.()]).toEqual([10, 1]);
    expect([-(2 ** 31), 5, 6, 7].map((value) => functions.plain?.(value))).toEqual([1, 3, 3, 2]);
  });

  test('values are 32-bit integers, and conditions 0 or 1', async () => {
    const functions = await start(`
      export function next(a: i32): i32 { let b: i32 = a++; return a === b + 1 && a < 0 ? a : 0; }
      export function product(a: i32): i32 { return a * a; }
      export function unsigned(a: i32): i32 { return (a >>> 0) < 0 ? a >>> 1 : 0; }
      export function minus(a: i32): i32 { return -a / 2; }
      export function both(a: i32, b: i32): i32 { return a && b; }
      export function either(a: i32, b: i32): i32 { return a || b; }
      export function isBetween(a: i32, b: i32): boolean { return a < b && !(b === 7) || a === b; }
      export function same(a: i32, b: i32): i32 { return (a < b) === !(a < b) ? 1 : a < b === true ? 2 : 3; }
      export function chosen(a: i32, b: i32): i32 { if (a ? b : a + 1) return 1; while (a || b) return 2; return 3; }
    `);
    const most = 2 ** 31 - 1;
    expect(functions.next?.(most)).toBe(-(2 ** 31));
    expect(functions.product?.(most)).toBe(1);
    expect(functions.unsigned?.(-1)).toBe(most);
    expect(functions.minus?.(-(2 ** 31))).toBe(-(2 ** 30));
    expect([functions.both?.(0, 5), functions.both?.(3, 5), functions.both?.(3, 0)]).toEqual([0, 5, 0]);
    expect([functions.either?.(0, 5), functions.either?.(3, 5)]).toEqual([5, 3]);
    expect([functions.isBetween?.(1, 2), functions.isBetween?.(1, 7), functions.isBetween?.(7, 7)]).toEqual([1, 0, 1]);
    expect([functions.same?.(1, 2), functions.same?.(2, 1)]).toEqual([2, 3]);
    expect([functions.chosen?.(1, 1), functions.chosen?.(1, 0), functions.chosen?.(0, 1)]).toEqual([1, 2, 1]);
  });

  test('a division without a result is a trap, and the next call is made', async () => {
    const functions = await start(`
      export function divide(a: i32, b: i32): i32 { return a / b; }
      export function remainder(a: i32, b: i32): i32 { return a % b; }
    `);
    expect(() => functions.divide?.(7, 0)).toThrow('divide by zero');
    expect(() => functions.divide?.(-(2 ** 31), -1)).toThrow('divide result unrepresentable');
    expect(() => functions.remainder?.(7, 0)).toThrow('remainder by zero');
    expect([functions.divide?.(-7, 2), functions.remainder?.(-7, 2), functions.remainder?.(-(2 ** 31), -1)]).toEqual([
      ...[-3, -1, 0],
    ]);
  });

  test('variables have their first values', async () => {
    const functions = await start(`
      let n: i32 = 40 + 1;
      let half: i32 = 10 / 2;
      let isSet: boolean = true;
      export function next(): i32 { n++; isSet = !isSet; return n + half + (isSet ? 1 : 0); }
    `);
    expect([functions.next?.(), functions.next?.()]).toEqual([47, 49]);
  });
}

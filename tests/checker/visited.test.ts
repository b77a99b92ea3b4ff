import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, packInto, unpack } from '../../src/checker/search/packing.js';
import { Visited } from '../../src/checker/search/visited.js';

test('packing keeps every field, whatever its width', () => {
  const fields = fc.array(fc.tuple(fc.integer({ min: 1, max: 32 }), fc.integer()), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fields, (drawn) => {
      const packing = pack(drawn.map(([bits]) => bits));
      const values = Int32Array.from(drawn, ([bits, value]) => (bits === 32 ? value : value & ((1 << bits) - 1)));
      const cells = new Uint32Array(packing.cells).fill(-1);
      expect(packInto(packing, values, cells)).toBe(true);
      const back = new Int32Array(values.length);
      unpack(packing, cells, back);
      expect(back).toEqual(values);
    }),
  );
});

test('a value that does not fit its field is noticed', () => {
  const packing = pack([16, 16, 16, 16]);
  expect(packInto(packing, Int32Array.of(1, 1 << 16, 0, 0), new Uint32Array(2))).toBe(false);
  expect(packInto(packing, Int32Array.of(1, 0xffff, 0, 0), new Uint32Array(2))).toBe(true);
});

test('states keep their numbers and their values while fields widen and the table grows', () => {
  const states = fc.array(fc.array(fc.nat({ max: 70_000 }), { minLength: 5, maxLength: 5 }), { maxLength: 3000 });
  fc.assert(
    fc.property(states, (drawn) => {
      const visited = new Visited(pack([1, 1, 1, 1, 1]), 3);
      const expected: string[] = [];
      for (const state of drawn) {
        visited.add(Int32Array.from(state));
        if (!expected.includes(state.join())) expected.push(state.join());
      }
      visited.flush();
      expect(visited.size).toBe(expected.length);
      const fields = new Int32Array(5);
      expected.forEach((text, number) => {
        visited.read(number, fields);
        expect(fields.join()).toBe(text);
        expect(visited.find(fields)).toBe(number);
      });
      expect(visited.find(Int32Array.of(70_001, 0, 0, 0, 0))).toBe(-1);
    }),
    { numRuns: 30 },
  );
});

test('the table outgrows its first size', () => {
  const visited = new Visited(pack([20]), 1);
  for (let value = 0; value < 50_000; value++) visited.add(Int32Array.of(value));
  for (let value = 0; value < 50_000; value++) visited.add(Int32Array.of(value));
  visited.flush();
  expect(visited.size).toBe(50_000);
  expect(visited.find(Int32Array.of(49_999))).toBe(49_999);
});

test('a state takes at most 16 bytes, however wide it is and however far the table is from its next growth', () => {
  const visited = new Visited(pack([16, 16, 16, 16, 16, 16, 16, 16]), 1);
  let most = 0;
  for (let value = 0; value < 700_000; value++) {
    visited.add(Int32Array.of(value % 829, 1, 2, 3, value % 853, 5, 6, 7));
    if (value > 100_000 && value % 1000 === 0) most = Math.max(most, visited.bytes / visited.size);
  }
  expect(most).toBeGreaterThan(14);
  expect(most).toBeLessThan(16);
});

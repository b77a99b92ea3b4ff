// Operations that are allowed on counts of which the class is known alone, against plain computation with others of the class.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BIG, basesOf, FAR, RESET } from '../../../src/checker/any-threads/count-word.js';
import { countsAlike } from '../../../src/checker/any-threads/counts-alike.js';
import { type BinaryOperator, compute } from '../../../src/front-end/compute-i32.js';
import type { Instruction, Program } from '../../../src/printers/model/instructions.js';
import { UsageError } from '../../../src/usage-error.js';
import { inSlow } from '../../slow.js';

const BASES = basesOf({ resting: -(2 ** 31) });
const OPERATORS: readonly BinaryOperator[] = [
  ...(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '>>>'] as const),
  ...(['<', '<=', '>', '>=', '===', '!=='] as const),
];

/** Tells whether a thread may compute this. */
function isAllowed(operator: BinaryOperator, registers: readonly number[]): boolean {
  const code: Instruction[] = [{ op: 'binary', operator, to: 2, left: 0, right: 1 }];
  const body = { name: 'put', parameters: 2, registers: 3, code };
  const program: Program = { functions: [body], exportedFunctions: new Map(), globals: [], files: [] };
  try {
    countsAlike(program, BASES).execute(code[0] as Instruction, { functionIndex: 0, pc: 0, registers });
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

test('what is allowed has the same result for each count of a class, or one that is as far from it', () => {
  const allowed = new Map<string, number>();
  const constant = fc.oneof(
    fc.integer({ min: -4, max: 40 }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.nat(31).map((bit) => 1 << bit),
    fc.nat(31).map((bit) => ~(1 << bit)),
    fc.constantFrom(...BASES, RESET, RESET - 1, RESET + 1, BIG, BIG - 1),
  );
  const amounts = fc.array(fc.nat(RESET - BIG - 1), { minLength: 1, maxLength: 8 });
  const sums = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(
      ...[
        fc.constantFrom(...OPERATORS),
        constant,
        amounts,
        sums,
        fc.constantFrom(...BASES),
        fc.boolean(),
        fc.boolean(),
      ],
      (operator, other, among, sum, base, isReset, isFirst) => {
        const operands = (count: number): [number, number] => (isFirst ? [count, other] : [other, count]);
        const big = (base + (isReset ? RESET + FAR : FAR) + sum) | 0;
        if (!isAllowed(operator, operands(big))) return;
        allowed.set(operator, (allowed.get(operator) ?? 0) + 1);
        // At the ends of the class, around the other operand, and anywhere.
        const near = [other - 1, other, other + 1].map((value) => (value - base - sum) | 0);
        const chosen = [BIG, RESET - 4, ...among.map((amount) => BIG + amount)].map((one) =>
          isReset ? one + RESET : one,
        );
        const [from, to] = isReset ? [RESET + 3, 2 ** 31 - 4] : [BIG, RESET - 4];
        const counts = [...chosen, ...near].filter((one) => one >= from && one <= to);
        const result = compute(operator, ...operands(big));
        const results = counts.map((one) => [
          (base + one + sum) | 0,
          compute(operator, ...operands((base + one + sum) | 0)),
        ]);
        const isSame = results.every(([, of]) => of === result);
        const isSum = results.every(([count = 0, of = 0]) => ((of - count) | 0) === ((result - big) | 0));
        expect({ operator, other, base, sum, isReset, isFirst, isAlike: isSame || isSum }).toMatchObject({
          isAlike: true,
        });
      },
    ),
    { numRuns: inSlow(300_000, 30_000), seed: 29 },
  );
  for (const operator of ['+', '-', '&', '|', '^', '>>', '>=', '==='])
    expect(allowed.get(operator)).toBeGreaterThan(50);
});

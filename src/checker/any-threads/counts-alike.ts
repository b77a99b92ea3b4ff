// Refusal of sources that tell counts apart which the method takes for the same. It looks at what threads compute while the
// automaton is built. Every value near a representative (count-word.ts) stands for one of each count of its class. Allowed is
// an operation whose result is the same for all of these, as that of most comparisons, or as far from each of them: a sum.
// An operation is tried with the ends of a class, with each single bit added to the lowest, and around the other operand:
// where these are alike, so are all.

import { type BinaryOperator, COMPARISONS, compute } from '../../front-end/compute-i32.js';
import {
  type Access,
  type FunctionBody,
  type Instruction,
  type Program,
  registersRead,
} from '../../printers/model/instructions.js';
import { UsageError } from '../../usage-error.js';
import type { Follower, Frame } from '../program/pause.js';
import { BIG, type BigCount, bigCountsAt, RESET, Undecided } from './count-word.js';

/** Follows threads, and keeps the values that they compute with. */
export interface CountsFollower extends Follower {
  readonly operands: Set<number>;
}

/** `bases`: all that count words are stored with, at any time. @throws UsageError */
export function countsAlike(program: Program, bases: Iterable<number>): CountsFollower {
  const operands = new Set<number>();
  return {
    operands,
    execute(instruction, frame) {
      const body = program.functions[frame.functionIndex] as FunctionBody;
      for (const value of operationOf(instruction, frame.registers)?.slice(1) ?? []) operands.add(value as number);
      const reason = reasonAt(body, instruction, frame, bases);
      if (reason) throw refusal(`${body.name}() ${reason}`);
    },
  };
}

/**
 * Requires of an access to the count word that it does the same whatever the counts are that its operands, and `word`, stand
 * for. `inputs`: address and operands. @throws Undecided
 */
export function requireAlike(
  access: Access,
  [, operand = 0]: readonly number[],
  word: number,
  bases: Iterable<number>,
): void {
  const isKnown = (value: number, other: number, operate: (value: number) => number): boolean =>
    bigCountsAt(value, bases).every((big) => isAlike(big, value, other, operate, bases));
  if (access === 'compareExchange') {
    if (
      bigCountsAt(word, bases).length === 0 &&
      word !== operand &&
      !isKnown(operand, word, (one) => Number(one === word))
    )
      throw new Undecided(
        'a compare-and-swap may find a big count that was computed, and is known to be big, and no more',
      );
  } else if (access.startsWith('fetch')) {
    if (bigCountsAt(operand, bases).length > 0) throw new Undecided('a count is added to a count');
    if (access === 'fetchOr' && !isKnown(word, operand, (one) => one | operand))
      throw new Undecided('bits of a count are changed that is known to be big, and no more');
  }
}

export function refusal(reason: string): UsageError {
  return new UsageError(`nothing can be shown for any number of threads: ${reason}`);
}

function reasonAt(
  { code }: FunctionBody,
  instruction: Instruction,
  { pc, registers }: Frame,
  bases: Iterable<number>,
): string | undefined {
  const operation = operationOf(instruction, registers);
  if (!operation) return undefined;
  const [operator, left, right] = operation;
  const [bigLeft, bigRight] = [bigCountsAt(left, bases), bigCountsAt(right, bases)];
  const isLeft = bigLeft.length > 0;
  if (isLeft && bigRight.length > 0) {
    return operator.endsWith('==') && isOfSwap(code, pc) ? undefined : 'compares two counts, or computes with them';
  }
  const [value, other] = isLeft ? [left, right] : [right, left];
  const operate = (each: number): number => (isLeft ? compute(operator, each, right) : compute(operator, left, each));
  const isBeyond = operator === '/' || operator === '%' || (!isLeft && /<<|>>/.test(operator));
  const unlike = [...bigLeft, ...bigRight].find((big) => isBeyond || !isAlike(big, value, other, operate, bases));
  if (!unlike) return undefined;
  // The constant that is meant: with what was taken off the count before.
  return COMPARISONS.has(operator)
    ? `compares a count with ${other - Math.min(0, unlike.sum)}`
    : 'computes with the bits of a count';
}

/** The operation of an instruction, and the values of its operands. */
function operationOf(
  instruction: Instruction,
  registers: readonly number[],
): readonly [BinaryOperator, left: number, right: number] | undefined {
  const read = (register: number): number => registers[register] as number;
  if (instruction.op === 'binary') return [instruction.operator, read(instruction.left), read(instruction.right)];
  if (instruction.op === 'jumpIfZero') return ['===', read(instruction.condition), 0];
  if (instruction.op !== 'unary') return undefined;
  const value = read(instruction.from);
  return ({ '!': ['===', value, 0], '-': ['-', 0, value], '~': ['^', value, -1] } as const)[instruction.operator];
}

/** Single bits that counts of a class differ by. */
const BITS = Array.from({ length: 30 }, (_, bit) => 1 << bit);

/** Tells whether `operate` does the same with all that `value` may stand for, which is one operand. `other`: the other one. */
function isAlike(
  { base, representative, sum }: BigCount,
  value: number,
  other: number,
  operate: (value: number) => number,
  bases: Iterable<number>,
): boolean {
  // A sum that reaches RESET is of the class behind it: what is left behind is as many as that and more at once.
  const [least, end] = representative < RESET ? [BIG + sum, RESET] : [RESET, 2 ** 31];
  // The method assumes that no count wraps: none of the upper class has another sign than that of its base and the lower one.
  const isWrapped = ((base + RESET) | 0) < 0 !== base < 0 && (base >= 0 || base <= -RESET);
  if (representative >= RESET && isWrapped) return true;
  const amounts = [least, ...BITS.map((bit) => least + bit), end - 1];
  const signs = [-(2 ** 31), -1, 0, 2 ** 31 - 1];
  amounts.push(...[...signs, other - 1, other, other + 1].map((near) => (near - base) | 0));
  const counts = amounts.filter((amount) => amount >= least && amount < end).map((amount) => (base + amount) | 0);
  const result = operate(value);
  if (counts.every((count) => operate(count) === result)) return true;
  const isSum = counts.every((count) => ((operate(count) - count) | 0) === ((result - value) | 0));
  return isSum && bigCountsAt(result, bases).some((big) => big.representative === representative);
}

/** Tells whether the operands of the operation at `pc` are what a compare-and-swap has expected, and what it has found. */
function isOfSwap(code: readonly Instruction[], pc: number): boolean {
  const [left = -1, right = -1] = registersRead(code[pc] as Instruction);
  return isExpected(code, pc, left, right) || isExpected(code, pc, right, left);
}

/**
 * Tells whether at `pc`, by whatever way, `found` is what a compare-and-swap has found that expected `expected`; or with
 * `isOperand`, whether both are the same.
 */
function isExpected(
  code: readonly Instruction[],
  pc: number,
  found: number,
  expected: number,
  isOperand = false,
  seen = new Set<string>(),
): boolean {
  if (isOperand && found === expected) return true;
  const key = [pc, found, expected, isOperand].join();
  if (seen.has(key)) return true; // a loop: it depends on the way to it
  seen.add(key);
  const leadsHere = (one: Instruction, at: number): boolean =>
    ('target' in one && one.target === pc) || (at === pc - 1 && one.op !== 'jump' && one.op !== 'return');
  return (
    pc > 0 &&
    code.every((one, at) => {
      if (!leadsHere(one, at)) return true;
      const earlier = (register: number): number | undefined =>
        'to' in one && one.to === register ? (one.op === 'copy' ? one.from : undefined) : register;
      const isSwap = !isOperand && one.op === 'access' && one.access === 'compareExchange' && one.to === found;
      const [before, other] = [isSwap ? one.inputs[1] : earlier(found), earlier(expected)];
      if (before === undefined || other === undefined) return false;
      return isExpected(code, at, before, other, isOperand || isSwap, seen);
    })
  );
}

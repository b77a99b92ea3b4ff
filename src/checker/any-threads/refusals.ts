// Reasons why nothing can be proved of a check: what the method does not cover, and sources that distinguish counts which it
// takes for the same.

import { COMPARISONS, compute } from '../../front-end/compute-i32.js';
import { type FunctionBody, type Instruction, type Program, registersRead } from '../../printers/model/instructions.js';
import { STAGED } from '../../printers/model/print-expression.js';
import type { ResolvedCheck } from '../../requests/check-request.js';
import { UsageError } from '../../usage-error.js';
import { objectWordsIn } from '../model/kernel-model.js';
import { protocolFunctions } from '../program/holding.js';
import { BIG, RESET } from './count-word.js';

/** @throws UsageError for a check that the method does not cover. `bases`: see basesOf(). */
export function refuse(
  { config, protocol, scenario }: ResolvedCheck,
  program: Program,
  bases: readonly number[],
): void {
  const reason =
    reasonIn(config, protocol.perThreadWords, scenario.userRoles !== undefined) ??
    (objectWordsIn(program) > 0 ? 'objects have words beside their count' : scanned(program, bases));
  if (reason) throw new UsageError(`nothing can be shown for any number of threads: ${reason}`);
}

function reasonIn(
  { memory, pages, width, resetAfter, reclaim }: ResolvedCheck['config'],
  perThreadWords: number,
  hasUserRoles: boolean,
): string | undefined {
  if (memory !== 'sc') return `it takes sequential consistency, not ${memory}: leave --memory out`;
  if (perThreadWords > 0) return 'the protocol counts in words of each worker';
  if (hasUserRoles) return "roles of a user's own may keep something from one round to the next";
  if (reclaim !== undefined) return 'counts lie in descriptors, which other threads wait for';
  if (pages !== 1) return 'it takes one page: leave --pages out';
  if (width !== 32) return 'it takes a count word that does not overflow: leave --width out';
  if (resetAfter !== null) return 'it takes failed gets as the source has them: leave --reset-after out';
  return undefined;
}

/** A count is added to an address as well: what comes of that is not compared. */
const SUMS: readonly string[] = ['+', '-'];
/** Operands of all others but comparisons: the sign, the bit below it, the distance of the sign, and what leaves a value as it is. */
const BITS: readonly number[] = [0, -1, 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 30, -(2 ** 30)];

/** The first thing in the functions of the protocol that is beyond the method. */
function scanned(program: Program, bases: readonly number[]): string | undefined {
  const functions = functionsOfProtocol(program);
  const counts = countsIn(program, functions);
  for (const index of functions) {
    const body = program.functions[index] as FunctionBody;
    const known = { constants: constantsIn(body), counts: counts.get(index) ?? new Map() };
    for (const pc of body.code.keys()) {
      const found = beyond(body, pc, known, bases);
      if (found) return `${body.name}() ${found}`;
    }
  }
  return undefined;
}

/** The functions of the protocol, and what they call, by index. */
function functionsOfProtocol(program: Program): readonly number[] {
  const found = new Set(protocolFunctions(program).keys());
  for (const name of READERS) found.add(program.exportedFunctions.get(name) ?? -1);
  for (const index of found) {
    for (const instruction of program.functions[index]?.code ?? []) {
      if (instruction.op === 'call') found.add(instruction.callee);
    }
  }
  return [...found].filter((index) => index in program.functions);
}

/** Functions that are given a count. */
const READERS = ['countOf', 'isDeadWord'];
/** Stands for what a function returns, among its registers. */
const RESULT = -1;
/** The most that a role gets or puts at once, and so the most that an argument takes off a count: see actors/pinner.ts. */
const ARGUMENT = 2;
/** A sum that is further from a count than this is as far as any. */
const FURTHEST = -8;

/** By register: the least that was added to a count to make its value (0 or below), if it is made of one. */
type Counts = ReadonlyMap<number, number>;

interface Known {
  readonly constants: ReadonlyMap<number, number>;
  readonly counts: Counts;
}

/** The registers that may hold something that is made of a count, by function. Results of comparisons are not. */
function countsIn(program: Program, functions: readonly number[]): ReadonlyMap<number, Counts> {
  const all = new Map(functions.map((index) => [index, new Map<number, number>()]));
  for (const name of READERS) all.get(program.exportedFunctions.get(name) ?? -1)?.set(0, 0);
  let changed = true;
  const add = (index: number, register: number, sum: number | undefined): void => {
    const counts = all.get(index);
    if (!counts || sum === undefined) return;
    const least = Math.max(FURTHEST, Math.min(counts.get(register) ?? 0, sum));
    changed ||= counts.get(register) !== least;
    counts.set(register, least);
  };
  while (changed) {
    changed = false;
    for (const [index, counts] of all) {
      const body = program.functions[index] as FunctionBody;
      const constants = constantsIn(body);
      for (const instruction of body.code) {
        const { op } = instruction;
        if (op === 'access') add(index, instruction.to, 0);
        else if (op === 'copy') add(index, instruction.to, counts.get(instruction.from));
        else if (op === 'binary') add(index, instruction.to, summed(instruction, { constants, counts }));
        else if (op === 'return') add(index, RESULT, counts.get(instruction.from));
        else if (op === 'call') {
          const { callee, inputs, to } = instruction;
          for (const [parameter, input] of inputs.entries()) add(callee, parameter, counts.get(input));
          const isPure = program.functions[callee]?.code.every(({ op }) => op !== 'access' && op !== 'call');
          if (!isPure || inputs.some((input) => counts.has(input))) add(index, to, all.get(callee)?.get(RESULT));
        }
      }
    }
  }
  return all;
}

/** See Counts: of the result of an operation. */
function summed(
  { operator, left, right }: Instruction & { op: 'binary' },
  { constants, counts }: Known,
): number | undefined {
  const sums = [counts.get(left), counts.get(right)].filter((sum) => sum !== undefined);
  if (sums.length === 0 || COMPARISONS.has(operator)) return undefined;
  const least = Math.min(...sums);
  const constant = constants.get(left) ?? constants.get(right);
  if (operator.startsWith('>>') && constant === 31) return undefined; // the sign, which a class has in common
  if (!SUMS.includes(operator)) return least;
  if (constant === undefined) return operator === '-' ? least - ARGUMENT : least;
  return BITS.includes(constant) && Math.abs(constant) > 1 ? least : least + (operator === '-' ? -constant : constant);
}

const MIXED = 'computes with the bits of a count';

/** The reason why the instruction at `pc` is beyond the method, if it is: it keeps something, or tells counts of one class apart. */
function beyond(
  body: FunctionBody,
  pc: number,
  { constants, counts }: Known,
  bases: readonly number[],
): string | undefined {
  const { code, parameters } = body;
  const instruction = code[pc] as Instruction;
  if (instruction.op === 'writeGlobal')
    return instruction.global === STAGED ? undefined : 'keeps something in a variable of its module';
  if (instruction.op === 'access') {
    const expected = instruction.access === 'compareExchange' ? constants.get(instruction.inputs[1] ?? -1) : undefined;
    return expected === undefined || isAlike(expected, bases) ? undefined : `compares a count with ${expected}`;
  }
  if (instruction.op === 'unary')
    return instruction.operator !== '!' && counts.has(instruction.from) ? MIXED : undefined;
  if (instruction.op !== 'binary') return undefined;
  const { operator, left, right } = instruction;
  const compares = COMPARISONS.has(operator);
  const [value, ...others] = [left, right].flatMap((register) => constants.get(register) ?? []);
  if (value === undefined) {
    const isEquality = operator.endsWith('==');
    if (compares && !isEquality && left >= parameters && right >= parameters) return 'compares two counts by size';
    const [one, other] = [counts.has(left), counts.has(right)];
    const isOfSwap = isEquality && (isExpected(code, pc, left, right) || isExpected(code, pc, right, left));
    if (one && other && !isOfSwap) return 'compares two counts, or computes with them';
    if (one === other || isOfSwap) return undefined;
    if (!compares && !SUMS.includes(operator)) {
      return operator === '&' && isSign(body, constants, one ? right : left) ? undefined : MIXED;
    }
    // By size, one of them is an argument.
    return (compares && !isEquality) || isArgument(body, one ? right : left)
      ? undefined
      : 'compares a count with a variable';
  }
  const isOfCount = counts.has(left) || counts.has(right);
  if (isOfCount && !compares && isMixed(operator, value, constants.has(left))) return MIXED;
  const count = value - (counts.get(left) ?? counts.get(right) ?? 0);
  const isWithin = compares
    ? isAlike(value, bases) && isAlike(count, bases, value - count)
    : SUMS.includes(operator) || BITS.includes(value);
  if (isWithin || others.length > 0) return undefined;
  return `compares a count with ${compares && isAlike(value, bases) ? count : value}`;
}

/** Tells whether an operation of a count and `value` leaves something else than a part of it, or a sum. `isFirst`: of the constant. */
function isMixed(operator: string, value: number, isFirst: boolean): boolean {
  if (operator === '+' || operator === '&' || operator === '|') return false;
  return isFirst || !(operator === '-' || operator.startsWith('>>') || (operator === '^' && value !== -1));
}

/** Tells whether `register` holds nothing but an argument, or one with the bits of a base. */
function isArgument(
  { code, parameters }: Pick<FunctionBody, 'code' | 'parameters'>,
  register: number,
  seen = new Set<number>(),
): boolean {
  if (register < parameters || seen.has(register)) return true;
  seen.add(register);
  const writes = code.filter((one) => 'to' in one && one.to === register);
  return writes.every((one) => {
    if (one.op === 'constant')
      return Math.abs(one.value) !== 31 && Math.abs(one.value) !== 1 && BITS.includes(one.value);
    if (one.op !== 'copy' && one.op !== 'binary' && one.op !== 'call') return false;
    return registersRead(one).every((each) => isArgument({ code, parameters }, each, seen));
  });
}

/** Tells whether `register` holds nothing but the sign of something in all bits, or the opposite of it. */
function isSign(body: FunctionBody, constants: Known['constants'], register: number): boolean {
  const [write, ...others] = body.code.filter((one) => 'to' in one && one.to === register);
  if (!write || others.length > 0 || register < body.parameters) return false;
  if (write.op === 'unary') return write.operator === '~' && isSign(body, constants, write.from);
  return write.op === 'binary' && write.operator === '>>' && constants.get(write.right) === 31;
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

/**
 * Tells whether all counts of a class compare with `value` alike, whatever the base. So near RESET may it be as `within`: what
 * is left behind is as many as that and more at once.
 */
function isAlike(value: number, bases: readonly number[], within = 0): boolean {
  return bases.every((base) => {
    const offset = (value - base) | 0;
    return offset < BIG || Math.abs(offset - RESET) <= Math.abs(within);
  });
}

/** The values of registers that have one value only. */
function constantsIn({ code }: FunctionBody): Map<number, number> {
  const writes = new Map<number, number>();
  for (const instruction of code) {
    if ('to' in instruction) writes.set(instruction.to, (writes.get(instruction.to) ?? 0) + 1);
  }
  const constants = new Map<number, number>();
  for (const instruction of code) {
    if (!('to' in instruction) || writes.get(instruction.to) !== 1) continue;
    const value = computed(instruction, (register) => constants.get(register));
    if (value !== undefined) constants.set(instruction.to, value);
  }
  return constants;
}

function computed(instruction: Instruction, constant: (register: number) => number | undefined): number | undefined {
  if (instruction.op === 'constant') return instruction.value;
  if (instruction.op === 'copy') return constant(instruction.from);
  if (instruction.op !== 'binary') return undefined;
  const [left, right] = [constant(instruction.left), constant(instruction.right)];
  return left === undefined || right === undefined ? undefined : compute(instruction.operator, left, right);
}

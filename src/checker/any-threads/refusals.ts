// Reasons why nothing can be proved of a check: what the method does not cover, and sources that distinguish counts which it
// takes for the same.

import { COMPARISONS, compute } from '../../front-end/compute-i32.js';
import type { FunctionBody, Instruction, Program } from '../../printers/model/instructions.js';
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
  for (const body of functionsOfProtocol(program)) {
    const constants = constantsIn(body);
    for (const instruction of body.code) {
      const found = beyond(instruction, body, constants, bases);
      if (found) return `${body.name}() ${found}`;
    }
  }
  return undefined;
}

/** The functions of the protocol, and what they call. */
function functionsOfProtocol(program: Program): FunctionBody[] {
  const found = new Set(protocolFunctions(program).keys());
  for (const name of ['countOf', 'isDeadWord']) found.add(program.exportedFunctions.get(name) ?? -1);
  for (const index of found) {
    for (const instruction of program.functions[index]?.code ?? []) {
      if (instruction.op === 'call') found.add(instruction.callee);
    }
  }
  return [...found].flatMap((index) => program.functions[index] ?? []);
}

/** The reason why `instruction` is beyond the method, if it is: it keeps something, or tells counts of one class apart. */
function beyond(
  instruction: Instruction,
  { parameters }: FunctionBody,
  constants: ReadonlyMap<number, number>,
  bases: readonly number[],
): string | undefined {
  if (instruction.op === 'writeGlobal')
    return instruction.global === STAGED ? undefined : 'keeps something in a variable of its module';
  if (instruction.op === 'access') {
    const expected = instruction.access === 'compareExchange' ? constants.get(instruction.inputs[1] ?? -1) : undefined;
    return expected === undefined || isAlike(expected, bases) ? undefined : `compares a count with ${expected}`;
  }
  if (instruction.op !== 'binary') return undefined;
  const { operator, left, right } = instruction;
  const compares = COMPARISONS.has(operator);
  const [value, ...others] = [left, right].flatMap((register) => constants.get(register) ?? []);
  if (value === undefined) {
    const isOrder = compares && !operator.endsWith('==') && left >= parameters && right >= parameters;
    return isOrder ? 'compares two counts by size' : undefined;
  }
  const isWithin = compares ? isAlike(value, bases) : SUMS.includes(operator) || BITS.includes(value);
  return isWithin || others.length > 0 ? undefined : `compares a count with ${value}`;
}

/** Tells whether all counts of a class compare with `value` alike, whatever the base. */
function isAlike(value: number, bases: readonly number[]): boolean {
  return bases.every((base) => {
    const offset = (value - base) | 0;
    return offset < BIG || offset === RESET;
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

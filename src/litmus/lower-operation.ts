// Lowers the call of a Linux-kernel operation: its arguments, its access, and what it returns.

import type { Emitter } from '../printers/model/emitter.js';
import type { Access, Instruction } from '../printers/model/instructions.js';
import type { KernelOperation } from './operations.js';
import type { Expression, Located } from './syntax.js';

/** Marks of an access instruction. */
export type Marks = Pick<Extract<Instruction, { op: 'access' }>, 'noReturn' | 'lock'>;

/** The lowering of the thread that the operation is in: lower-expression.ts. */
interface Lowering extends Emitter {
  /** The register that has the value of the expression. */
  value(expression: Expression): number;
  /** The register that has the address that the expression stands for. */
  address(expression: Expression): number;
  /** Emits an access to the word at the address in the first of `inputs`. Returns the register of the value before. */
  access(access: Access, inputs: readonly number[], order: number, at: Located, marks?: Marks): number;
  /** @throws LitmusError */
  fail(reason: string, at: Located): never;
  registerOf(name: string): number | undefined;
}

type Call = Extract<Expression, { kind: 'call' }>;

/** The register of what the operation returns; of the value before, if it returns nothing. @throws LitmusError */
export function lowerOperation(lowering: Lowering, operation: KernelOperation, call: Call): number {
  const { access, order, returns, barrier, lock, waits } = operation;
  const { address, values, expected } = lowerInputs(lowering, operation, call);
  const before = lowering.access(access, [address, ...values], order, call, {
    ...(returns === undefined && access !== 'store' && !lock && { noReturn: true }),
    ...(lock && { lock }),
  });
  // A thread that does not get the lock waits for ever: it chooses among no outcomes.
  if (waits) lowering.branch(before, () => chooseAmongNone(lowering, call));
  if (barrier) lowering.push({ op: 'fence', fence: 'full', position: call.offset });
  const result = resultOf(lowering, operation, before, values);
  // A compare-and-swap that fails writes what it found where its caller keeps what it expects.
  if (expected !== undefined) lowering.copy(expected, before);
  return result;
}

function chooseAmongNone(lowering: Lowering, { offset }: Located): void {
  const outcomes = lowering.constant(0);
  lowering.emit((to) => ({ op: 'choose', to, outcomes, position: offset }));
}

function resultOf(
  lowering: Lowering,
  { access, returns }: KernelOperation,
  before: number,
  [first = -1, second = -1]: readonly number[],
): number {
  if (returns === undefined || returns === 'before') return before;
  if (returns === 'success') {
    return access === 'addUnless' ? lowering.binary('!==', before, second) : lowering.binary('===', before, first);
  }
  const after = lowering.binary(access === 'fetchAdd' ? '+' : '-', before, first);
  if (returns === 'zero') return lowering.unary('!', after);
  return returns === 'negative' ? lowering.binary('<', after, lowering.constant(0)) : after;
}

interface Inputs {
  readonly address: number;
  readonly values: readonly number[];
  /** The register of `expected`, which the operation writes. */
  readonly expected?: number;
}

function lowerInputs(lowering: Lowering, operation: KernelOperation, call: Call): Inputs {
  const { inputs: kinds, operands = [], complements } = operation;
  const { name, inputs } = call;
  if (inputs.length !== kinds.length) {
    const wanted = kinds.length === 1 ? '1 argument' : `${kinds.length} arguments`;
    lowering.fail(`${name}() has ${wanted}, not ${inputs.length}`, call);
  }
  let address = -1;
  let expected: number | undefined;
  const values: number[] = [];
  for (const [index, kind] of kinds.entries()) {
    const input = inputs[index] as Expression;
    if (kind === 'location') {
      if (input.kind !== 'at') lowering.fail(`${name}() accesses a location: write ${name}(*x)`, input);
      address = lowering.address((input as Extract<Expression, { kind: 'at' }>).of);
    } else if (kind === 'pointer') {
      address = lowering.address(input);
    } else if (kind === 'expected') {
      expected = expectedRegister(lowering, name, input);
      const value = expected;
      values.push(lowering.emit((to) => ({ op: 'copy', to, from: value })));
    } else {
      values.push(lowering.value(input));
    }
  }
  if (complements) values.push(lowering.unary('~', values.pop() as number));
  for (const operand of operands) values.push(lowering.constant(operand));
  return { address, values, ...(expected !== undefined && { expected }) };
}

function expectedRegister(lowering: Lowering, name: string, input: Expression): number {
  const register =
    input.kind === 'address' && input.of.kind === 'name' ? lowering.registerOf(input.of.name) : undefined;
  return register ?? lowering.fail(`${name}() expects the value of a register: write &r0`, input);
}

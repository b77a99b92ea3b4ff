// Lowers a thread of a litmus test to the instructions that the explorers run.

import type { FunctionBody } from '../printers/model/instructions.js';
import { ExpressionLowering } from './lower-expression.js';
import { registersIn, type ThreadNames } from './names.js';
import type { Statement } from './syntax.js';

export interface Thread {
  readonly body: FunctionBody;
  /** Names of the registers whose final values are known, in the order of the `finish` instruction. */
  readonly registers: readonly string[];
  /** Notes on the thread for a reader of the result. */
  readonly notes: readonly string[];
}

/** `file`: what errors call it. @throws LitmusError */
export function lowerThread(file: string, body: Statement, names: ThreadNames): Thread {
  const lowering = new ExpressionLowering(file, names);
  /** Names that the blocks around a statement declare. */
  const scopes: Set<string>[] = [];
  for (const name of [...names.initial.keys(), ...registersIn(body)]) {
    if (!lowering.registers.has(name)) lowering.registers.set(name, lowering.size++);
  }
  for (const [name, register] of lowering.registers) {
    // A parameter that is assigned to begins as the address that the thread was given.
    const parameter = names.parameters.includes(name) ? names.addresses.get(name) : undefined;
    const value = names.initial.get(name) ?? parameter;
    if (value !== undefined) lowering.push({ op: 'constant', to: register, value });
  }
  lower(body);
  lowering.push({ op: 'finish', inputs: [...lowering.registers.values()] });
  const { code, positions, size } = lowering;
  return {
    body: { name: `P${names.thread}`, parameters: 0, registers: size, code, positions },
    registers: [...lowering.registers.keys()],
    notes: [...lowering.notes],
  };

  function lower(statement: Statement): void {
    switch (statement.kind) {
      case 'block':
        scopes.push(new Set());
        for (const inner of statement.statements) lower(inner);
        scopes.pop();
        break;
      case 'declarations':
        for (const inner of statement.statements) lower(inner);
        break;
      case 'declare': {
        const { name, value } = statement;
        if (names.parameters.includes(name) || scopes.some((scope) => scope.has(name))) {
          lowering.fail(`register "${name}" was declared twice`, statement);
        }
        scopes.at(-1)?.add(name);
        if (value) lowering.copy(lowering.registers.get(name) as number, lowering.value(value));
        break;
      }
      case 'expression':
        lowering.effect(statement.expression);
        break;
      case 'if':
        lowerIf(statement);
        break;
    }
  }

  function lowerIf({ test, yes, no }: Extract<Statement, { kind: 'if' }>): void {
    const condition = lowering.value(test);
    // A register that the branch assigns to must not be what it jumps on: dependencies are those of the test.
    lowering.branch(condition, () => lower(yes), no && (() => lower(no)));
  }
}

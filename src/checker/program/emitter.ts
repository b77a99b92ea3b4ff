// The output of lowering one function: its instructions, and the registers of its local variables by scope.

import type * as acorn from 'acorn';
import { type Instruction, type Jump, ProgramError } from './instructions.js';

/** The meaning of a name that is declared outside the function. */
export type Binding =
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'global'; readonly index: number }
  | { readonly kind: 'intrinsic'; readonly name: string };

/** The global in which the model keeps what resurrected() of the journal tells. No source has such a name. */
export const STAGED = '#staged';

export class Emitter {
  protected readonly code: Instruction[] = [];
  readonly #positions: number[] = [];
  protected readonly scopes: Map<string, number>[] = [new Map()];
  protected registers = 0;

  constructor(protected readonly bindings: ReadonlyMap<string, Binding>) {}

  // Names.

  protected declare(name: string): number {
    const register = this.registers++;
    this.scopes.at(-1)?.set(name, register);
    return register;
  }

  protected registerOf(name: string): number | undefined {
    return this.scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  protected read(node: acorn.Identifier): number {
    const local = this.registerOf(node.name);
    return local ?? this.readGlobal(node.name);
  }

  protected readGlobal(name: string): number {
    const binding = this.bindings.get(name);
    if (binding?.kind !== 'global') throw new ProgramError(`unknown name ${name}`);
    return this.emit((to) => ({ op: 'readGlobal', to, global: binding.index }));
  }

  protected write(name: string, from: number): number {
    const to = this.registerOf(name);
    const binding = this.bindings.get(name);
    if (to !== undefined) this.code.push({ op: 'copy', to, from });
    else if (binding?.kind === 'global') this.code.push({ op: 'writeGlobal', global: binding.index, from });
    else throw new ProgramError(`unknown name ${name}`);
    return to ?? from;
  }

  // Emission.

  /** The position of each instruction so far. */
  protected get positions(): readonly number[] {
    return this.#positions;
  }

  /** What `emit` emits comes from `node`, unless it comes from a node within. */
  protected from<T>(node: acorn.Node, emit: () => T): T {
    const result = emit();
    while (this.#positions.length < this.code.length) this.#positions.push(node.start);
    return result;
  }

  protected emit(make: (to: number) => Instruction): number {
    const to = this.registers++;
    this.code.push(make(to));
    return to;
  }

  protected constant(value: number): number {
    return this.emit((to) => ({ op: 'constant', to, value }));
  }

  /** A jump whose target is not known yet: patch() sets it. */
  protected jump(): Jump {
    const jump: Jump = { op: 'jump', target: -1 };
    this.code.push(jump);
    return jump;
  }

  /** A jump that is taken when register `condition` is 0. */
  protected jumpIfZero(condition: number): Jump {
    const jump: Jump = { op: 'jumpIfZero', condition, target: -1 };
    this.code.push(jump);
    return jump;
  }

  /** Sets the target of `jump` to the instruction that is emitted next. */
  protected patch(jump: Jump): void {
    jump.target = this.code.length;
  }
}

export function identifier(node: acorn.Node): string {
  if (node.type !== 'Identifier') throw unsupported(node);
  return (node as acorn.Identifier).name;
}

export function unsupported(node: acorn.Node): ProgramError {
  return new ProgramError(`${node.type} at offset ${node.start} is not part of the portable subset`);
}

// The portable sources as the checker runs them: each function a list of instructions over numbered registers.

import { UsageError } from '../../usage-error.js';

/** The scheduling points: what happens between two of them is invisible to other threads, so it is one step. */
export const ACCESSES = ['load', 'store', 'fetchAdd', 'fetchSub', 'fetchOr', 'exchange', 'compareExchange'] as const;
export type Access = (typeof ACCESSES)[number];

/** smp_mb, smp_rmb, smp_wmb: a step of its own that touches no word. */
export type Fence = 'full' | 'read' | 'write';

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '>>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '==='
  | '!==';

export type UnaryOperator = '-' | '~' | '!' | '+';

export type Jump =
  | { readonly op: 'jump'; target: number }
  /** Jumps when the register is 0. */
  | { readonly op: 'unless'; readonly condition: number; target: number };

export type Instruction =
  | { readonly op: 'constant'; readonly to: number; readonly value: number }
  | { readonly op: 'copy'; readonly to: number; readonly from: number }
  | {
      readonly op: 'binary';
      readonly to: number;
      readonly operator: BinaryOperator;
      readonly left: number;
      readonly right: number;
    }
  | { readonly op: 'unary'; readonly to: number; readonly operator: UnaryOperator; readonly from: number }
  | Jump
  | { readonly op: 'readGlobal'; readonly to: number; readonly global: number }
  | { readonly op: 'writeGlobal'; readonly global: number; readonly from: number }
  | { readonly op: 'call'; readonly to: number; readonly callee: number; readonly inputs: readonly number[] }
  | { readonly op: 'return'; readonly from: number }
  /** `inputs`: address, operands, ordering, as in the vocabulary. `half`: step 1 or 2 of a two-step put, else 0. */
  | {
      readonly op: 'access';
      readonly to: number;
      readonly access: Access;
      readonly inputs: readonly number[];
      readonly position: number;
      half: 0 | 1 | 2;
    }
  | { readonly op: 'fence'; readonly fence: Fence; readonly position: number }
  /** The end of a thread that leaves these registers behind. */
  | { readonly op: 'finish'; readonly inputs: readonly number[] }
  /** A detector's look at a word: belongs to the step before it. */
  | { readonly op: 'observe'; readonly to: number; readonly address: number }
  /** Read and write of a word that no other thread touches: the run's configuration, or memory before the run. */
  | { readonly op: 'peek'; readonly to: number; readonly address: number }
  | { readonly op: 'poke'; readonly address: number; readonly from: number }
  /** Every outcome below the register's value is explored. */
  | { readonly op: 'choose'; readonly to: number; readonly outcomes: number; readonly position: number }
  | { readonly op: 'violation'; readonly inputs: readonly number[]; readonly position: number };

export interface FunctionBody {
  readonly name: string;
  readonly parameters: number;
  readonly registers: number;
  readonly code: readonly Instruction[];
}

export interface Program {
  readonly functions: readonly FunctionBody[];
  /** Index into `functions` of every exported function. */
  readonly exportedFunctions: ReadonlyMap<string, number>;
  readonly exportedGlobals: ReadonlyMap<string, number>;
  readonly globals: readonly string[];
  /** Evaluates the initial values of all globals, in source order; writes them with `writeGlobal`. */
  readonly initializer: number;
}

/** A source outside the portable subset, or one that the model cannot run; the message names the place. */
export class ProgramError extends UsageError {
  override name = 'ProgramError';
}

// The intermediate representation of the portable sources: each function is a list of instructions over registers.

import type { BinaryOperator, UnaryOperator } from '../../front-end/compute-i32.js';
import type { SourceFile } from '../../front-end/portable-module.js';
import { UsageError } from '../../usage-error.js';

/**
 * Atomic accesses to shared words. Each is a transition of its own. What a thread does between two of them is invisible
 * to other threads, and belongs to the first.
 */
export const ACCESSES = ['load', 'store', 'fetchAdd', 'fetchSub', 'fetchOr', 'exchange', 'compareExchange'] as const;

/**
 * Those that only litmus tests have. addUnless adds its first operand unless the word has the value of its second; then
 * it is a load, like a compare-and-swap that fails (atomic_add_unless).
 */
type LitmusAccess = 'fetchAnd' | 'fetchXor' | 'addUnless';

export type Access = (typeof ACCESSES)[number] | LitmusAccess;

/** The order of an access that is not marked as shared (`*x = 1`), beside those of runtime/order.ts. Litmus tests only. */
export const PLAIN = -1;

/**
 * smp_mb, smp_rmb, smp_wmb; smp_mb__before_atomic, smp_mb__after_atomic; barrier, which binds the compiler alone. A fence
 * is a transition of its own that accesses no word.
 */
export type Fence = 'full' | 'read' | 'write' | 'before-atomic' | 'after-atomic' | 'compiler' | LockFence | RcuFence;

/** Kinds of what a thread holds: a spin lock, or a read-side section of SRCU. Litmus tests only. */
export type Lock = 'spin' | 'srcu';

/** smp_mb__after_spinlock, smp_mb__after_unlock_lock and smp_mb__after_srcu_read_unlock. Litmus tests only. */
export type LockFence = 'after-spinlock' | 'after-unlock-lock' | 'after-srcu-unlock';

/** rcu_read_lock, rcu_read_unlock, synchronize_rcu and synchronize_srcu. Litmus tests only. */
export type RcuFence = 'rcu-lock' | 'rcu-unlock' | 'rcu-sync' | 'srcu-sync';

export type Jump =
  | { readonly op: 'jump'; target: number }
  /** Jumps when the register is 0. */
  | { readonly op: 'jumpIfZero'; readonly condition: number; target: number };

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
  /**
   * `inputs`: registers of address, operands and ordering, as in runtime/atomics.ts. `half`: step 1 or 2 of a two-step
   * put, else 0. `position`: in `files`, or in the file of the litmus test, here and below.
   */
  | {
      readonly op: 'access';
      readonly to: number;
      readonly access: Access;
      readonly inputs: readonly number[];
      readonly position: number;
      half: 0 | 1 | 2;
      /** A read-modify-write that yields nothing to its source, such as atomic_inc(). Litmus tests only. */
      readonly noReturn?: true;
      /**
       * Part of an operation on a lock. The word of a spin lock is 1 while it is held. That of an SRCU domain is loaded where
       * a section begins, and what was loaded is stored where it ends.
       */
      readonly lock?: Lock;
    }
  /** `domain`: byte address of the word whose sections synchronize_srcu() waits for. */
  | { readonly op: 'fence'; readonly fence: Fence; readonly position: number; readonly domain?: number }
  /** The end of a thread. Its final state shows the values of these registers: the outcome of a litmus test. */
  | { readonly op: 'finish'; readonly inputs: readonly number[] }
  /** A detector reads a word. It belongs to the transition before it. */
  | { readonly op: 'observe'; readonly to: number; readonly address: number }
  /** Read and write of a word that no thread writes during the run: the configuration, or memory before the run. */
  | { readonly op: 'peek'; readonly to: number; readonly address: number }
  | { readonly op: 'poke'; readonly address: number; readonly from: number }
  /** A nondeterministic choice: any number below the value of the register `outcomes`. */
  | { readonly op: 'choose'; readonly to: number; readonly outcomes: number; readonly position: number }
  /** `condition`: of a broken assertion, as the sources state it. */
  | {
      readonly op: 'violation';
      readonly inputs: readonly number[];
      readonly position: number;
      readonly condition?: string;
    };

/** The registers that an instruction reads, in the order in which it names them. */
export function registersRead(instruction: Instruction): readonly number[] {
  switch (instruction.op) {
    case 'copy':
    case 'unary':
    case 'return':
    case 'writeGlobal':
      return [instruction.from];
    case 'binary':
      return [instruction.left, instruction.right];
    case 'jumpIfZero':
      return [instruction.condition];
    case 'call':
    case 'access':
    case 'finish':
    case 'violation':
      return instruction.inputs;
    case 'observe':
    case 'peek':
      return [instruction.address];
    case 'poke':
      return [instruction.address, instruction.from];
    case 'choose':
      return [instruction.outcomes];
    default:
      return [];
  }
}

export interface FunctionBody {
  readonly name: string;
  readonly parameters: number;
  readonly registers: number;
  /** Of registers that are variables of the source. */
  readonly names?: readonly (string | null)[];
  readonly code: readonly Instruction[];
  /** Of each instruction. */
  readonly positions?: readonly number[];
}

/** Plain data, so that a thread can be sent it. */
export interface Program {
  readonly functions: readonly FunctionBody[];
  /** Index into `functions` of every exported function. */
  readonly exportedFunctions: ReadonlyMap<string, number>;
  readonly globals: readonly Global[];
  /** The sources, which positions refer to. A litmus test has none. */
  readonly files: readonly SourceFile[];
}

interface Global {
  readonly name: string;
  readonly initial: number;
}

/** A program, and the digest of its sources. */
export interface ModelCode {
  readonly program: Program;
  readonly digest: string;
}

/** A function, and a position in it. */
export interface Place {
  readonly function: string;
  readonly position: number;
}

/** The source is outside the portable subset, or the model cannot run it. The message says where and why. */
export class ProgramError extends UsageError {
  override name = 'ProgramError';

  /** `places`: the active functions, innermost first, then those that were called last. */
  constructor(
    message: string,
    readonly places: readonly Place[] = [],
  ) {
    super(message);
  }
}

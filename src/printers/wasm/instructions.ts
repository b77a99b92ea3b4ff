// Instructions of WebAssembly as the printer makes them: over virtual locals, of which each function has as many as it
// likes until locals.ts gives them numbers.

import type { Intrinsic, PortableFunction, Variable } from '../../front-end/portable-module.js';

/** A variable of a function, a parameter, or a value that is kept for later. */
export interface Slot {
  readonly name: string;
}

/** The end of a block or the start of a loop, as the target of a jump. */
export interface Label {
  readonly name: string;
}

export type Instruction =
  | { readonly op: 'local.get' | 'local.set' | 'local.tee'; readonly slot: Slot }
  | { readonly op: 'global.get' | 'global.set'; readonly variable: Variable }
  | { readonly op: 'i32.const'; readonly value: number }
  | { readonly op: 'call'; readonly callee: PortableFunction | Intrinsic }
  /** `yields`: it leaves a value. */
  | { readonly op: 'block' | 'loop' | 'if'; readonly label: Label; readonly yields: boolean }
  | { readonly op: 'br' | 'br_if'; readonly label: Label }
  /** The last label is the default. */
  | { readonly op: 'br_table'; readonly labels: readonly Label[] }
  | { readonly op: MemoryOp; readonly offset: number }
  | { readonly op: PlainOp };

/** Codes of the binary format. */
const PLAIN_CODES = {
  unreachable: 0x00,
  else: 0x05,
  end: 0x0b,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.gt_s': 0x4a,
  'i32.le_s': 0x4c,
  'i32.ge_s': 0x4e,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_s': 0x6d,
  'i32.rem_s': 0x6f,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
} as const;

const MEMORY_CODES = {
  'i32.load': 0x28,
  'i64.load': 0x29,
  'i32.store': 0x36,
  'i64.store': 0x37,
} as const;

/** They follow the prefix 0xfe. */
export const ATOMIC_CODES = {
  'i32.atomic.load': 0x10,
  'i32.atomic.store': 0x17,
  'i32.atomic.rmw.add': 0x1e,
  'i32.atomic.rmw.sub': 0x25,
  'i32.atomic.rmw.or': 0x33,
  'i32.atomic.rmw.xchg': 0x41,
  'i32.atomic.rmw.cmpxchg': 0x48,
} as const;

export const CODES = {
  ...PLAIN_CODES,
  ...MEMORY_CODES,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  br: 0x0c,
  br_if: 0x0d,
  br_table: 0x0e,
  call: 0x10,
  'local.get': 0x20,
  'local.set': 0x21,
  'local.tee': 0x22,
  'global.get': 0x23,
  'global.set': 0x24,
  'i32.const': 0x41,
} as const;

export type PlainOp = keyof typeof PLAIN_CODES;
export type MemoryOp = keyof typeof MEMORY_CODES | keyof typeof ATOMIC_CODES;

/** A function as it is encoded: its parameters are the first locals. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  readonly yields: boolean;
  /** Number of its other locals. */
  readonly locals: number;
  readonly code: readonly Instruction[];
  /** The number of each slot that is left in `code`. */
  readonly numbers: ReadonlyMap<Slot, number>;
}

export interface WasmModule {
  readonly imports: readonly Intrinsic[];
  readonly variables: readonly Variable[];
  readonly functions: readonly WasmFunction[];
  /** The index of each function that is called, imports first. */
  readonly indexes: ReadonlyMap<PortableFunction | Intrinsic, number>;
  readonly exports: readonly { readonly name: string; readonly index: number }[];
}

// The reads of a litmus test that decide what is written, and the values that they may be imagined to find: so that
// values out of thin air are found (see thin-air.ts).

import type { LitmusTest } from '../../../litmus/parse.js';
import type { Access, Instruction } from '../../../printers/model/instructions.js';

export interface Imagined {
  /** A value for each way in which a thread may branch. */
  readonly values: readonly number[];
  /** Instructions: accesses that find a value on which it depends whether, or where, something is written. */
  readonly deciding: ReadonlySet<unknown>;
  /** Instructions: accesses that find a value which is written, after some computation. */
  readonly copied: ReadonlySet<unknown>;
}

const ORDERINGS: readonly string[] = ['<', '>', '<=', '>='];
const CONDITIONAL: readonly Access[] = ['compareExchange', 'addUnless'];

/**
 * The values: what threads write or compare with, what words hold at the start, 0 and 1, and the neighbours of what is
 * compared by order.
 */
export function imaginedIn({ threads, words }: Pick<LitmusTest, 'threads' | 'words'>): Imagined {
  const codes = threads.map(({ body }) => body.code);
  const used = codes.flatMap((code) => constantsIn(code, (one) => [...operandsOf(one), ...computedFrom(one)]));
  const ordered = codes.flatMap((code) => constantsIn(code, (one) => (isOrdering(one) ? computedFrom(one) : [])));
  const neighbours = ordered.flatMap((value) => [(value - 1) | 0, (value + 1) | 0]);
  return {
    values: [...new Set([0, 1, ...words.map(({ initial }) => initial), ...used, ...neighbours])],
    deciding: new Set(codes.flatMap((code) => accessesFor(code, decides))),
    copied: new Set(codes.flatMap((code) => accessesFor(code, operandsOf))),
  };
}

/** The constants in registers that `used` has of some instruction: not those that are but an address or an order. */
function constantsIn(code: readonly Instruction[], used: (one: Instruction) => readonly number[]): number[] {
  const registers = new Set(code.flatMap(used));
  return code.flatMap((one) => (one.op === 'constant' && registers.has(one.to) ? [one.value] : []));
}

function isOrdering(one: Instruction): boolean {
  return one.op === 'binary' && ORDERINGS.includes(one.operator);
}

/** The accesses that find something from which a register in `wanted` of some instruction is computed. */
export function accessesFor(
  code: readonly Instruction[],
  wanted: (one: Instruction) => readonly number[],
): Instruction[] {
  const registers = new Set(code.flatMap(wanted));
  for (let size = -1; size < registers.size; ) {
    size = registers.size;
    for (const one of code) {
      if ('to' in one && registers.has(one.to)) for (const from of computedFrom(one)) registers.add(from);
    }
  }
  // A lock is taken by an acquire, which nothing passes.
  const takesLock = (one: Instruction): boolean => one.op === 'access' && one.lock === 'spin' && one.access !== 'load';
  return code.filter(
    (one) => one.op === 'access' && !takesLock(one) && (registers.has(one.to) || wanted(one).includes(one.to)),
  );
}

function decides(one: Instruction): readonly number[] {
  if (one.op === 'jumpIfZero') return [one.condition];
  if (one.op !== 'access') return [];
  const address = one.inputs.slice(0, 1);
  return CONDITIONAL.includes(one.access) ? [...address, ...operandsOf(one), one.to] : address;
}

function operandsOf(one: Instruction): readonly number[] {
  return one.op === 'access' ? one.inputs.slice(1, -1) : [];
}

function computedFrom(one: Instruction): readonly number[] {
  if (one.op === 'binary') return [one.left, one.right];
  return one.op === 'copy' || one.op === 'unary' ? [one.from] : [];
}

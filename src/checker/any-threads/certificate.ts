// Certificates: the views of a proof in a file, so that somebody else can verify it. Local states are told by what threads
// have in their registers, and words by their values: the numbers that they have in one search mean nothing in another.

import * as v from 'valibot';
import type { Program } from '../../printers/model/instructions.js';
import { REFCOUNT } from '../../runtime/layout.js';
import { UsageError } from '../../usage-error.js';
import { ENDED, STOPPED } from '../model/automaton.js';
import type { KernelSystem } from '../model/kernel-model.js';
import { NAMES } from '../program/holding.js';
import type { Pause } from '../program/pause.js';
import { KINDS, LOCK, Members, PAGE, Parts, type Shared } from './abstract-state.js';
import { MANY } from './count-word.js';
import { MOST_SHARES } from './ownership.js';
import { type Place, type Proof, restsOf } from './prove.js';

/** A set of views. `rests`: by shared part and two members, in both orders, the rests of their views as a set of bits. */
export interface Certificate {
  /** Number of views. */
  readonly size: number;
  readonly shared: Parts<Shared>;
  readonly members: Members;
  readonly rests: readonly (readonly Uint8Array[])[];
}

const i32 = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(-(2 ** 31)),
  v.maxValue(2 ** 31 - 1),
  v.transform((value) => value | 0), // -0 is written as 0
);
const i32s = v.array(i32);
const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

const frame = v.strictObject({ functionIndex: upTo(1e6), pc: upTo(1e6), registers: i32s });
const call = v.strictObject({
  name: v.picklist(NAMES),
  ...{ depth: upTo(1000), word: i32, references: i32, hasAccessed: v.boolean() },
});
/** A local state: ENDED or STOPPED, a role that begins by looking at memory, or the values of a thread. */
const localState = v.union([
  upTo(STOPPED),
  v.strictObject({ start: upTo(1000) }),
  v.strictObject({
    continuation: v.strictObject({
      frames: v.pipe(v.array(frame), v.minLength(1)),
      globals: i32s,
      call: v.optional(call),
    }),
    inputs: i32s,
    holds: v.optional(
      v.strictObject({ of: v.literal('count'), address: i32, change: v.union([i32, v.literal('unknown')]) }),
    ),
  }),
]);
type LocalState = v.InferOutput<typeof localState>;

/** The parts of a certificate that are views, and what they are made of. */
export const viewsSchema = {
  localStates: v.array(localState),
  shared: v.array(v.strictObject({ base: i32, residue: upTo(MANY), holders: upTo(MOST_SHARES), values: i32s })),
  /** Local state, share, holds, owes. */
  members: v.array(v.tuple([upTo(1e9), upTo(MOST_SHARES), upTo(MOST_SHARES), upTo(PAGE | LOCK)])),
  /** A shared part, a member, and other members, each with the rests of the views as a set of bits. */
  views: v.array(v.array(upTo(1e9))),
};
type Views = { readonly [Key in keyof typeof viewsSchema]: v.InferOutput<(typeof viewsSchema)[Key]> };

/** Yields the text of a certificate in lines, behind `head`: the keys that say what it is of. */
export function* certificateText(
  head: object,
  { places, shared, members }: Proof,
  { automaton, starts }: KernelSystem,
): Generator<string> {
  const { words } = automaton;
  const localStates = [...new Set(members.all.map((member) => member.localState))];
  const rowsOf = (place: Place, others: readonly Place[]): number[][] => {
    const pairs = others.filter((other) => restsOf(place, other) !== 0);
    const row = pairs.flatMap((other) => [other.member, restsOf(place, other)]);
    return row.length === 0 ? [] : [[place.shared, place.member, ...row]];
  };
  yield* [JSON.stringify(head).slice(0, -1), ',"localStates":[\n'];
  yield* lines(localStates.map((state) => encoded(automaton.pauseAt(state), state, starts)));
  yield '],"shared":[\n';
  yield* lines(
    shared.all.map(({ numbers, ...part }) => ({
      ...part,
      values: numbers.map((number, word) => words.value(word, number)),
    })),
  );
  yield '],"members":[\n';
  yield* lines(
    members.all.map(({ localState: of, share, holds, owes }) => [localStates.indexOf(of), share, holds, owes]),
  );
  yield '],"views":[\n';
  yield* lines(places.flatMap((all) => all.flatMap((place, index) => rowsOf(place, all.slice(index)))));
  yield ']}\n';
}

function* lines(items: readonly unknown[]): Generator<string> {
  for (const [index, item] of items.entries()) yield `${JSON.stringify(item)}${index + 1 < items.length ? ',' : ''}\n`;
}

function encoded({ instruction, ...pause }: Pause, state: number, starts: readonly number[]): unknown {
  if (state === ENDED || state === STOPPED) return state;
  return instruction?.op === 'begin' ? { start: starts.indexOf(state) } : pause;
}

/** The views of a certificate of `program`, in the words and local states of `system`. @throws UsageError */
export function certified(
  { localStates, shared, members, views }: Views,
  system: KernelSystem,
  program: Program,
): Certificate {
  const { automaton, geometry, starts } = system;
  const { words } = automaton;
  const countWord = words.at(geometry.pagesBase + REFCOUNT);
  const found = { shared: new Parts<Shared>(), members: new Members(automaton), rests: [] as Uint8Array[][] };
  const states = localStates.map((state) => decoded(state));
  const parts = shared.map(({ values, ...part }) => {
    if (values.length !== words.size) throw damaged();
    const numberOf = (value: number, word: number): number =>
      word === countWord || words.pageHeld(word) ? 0 : words.numberOf(word, value);
    return found.shared.numberOf({ ...part, numbers: values.map(numberOf) });
  });
  const all = members.map(([state, share, holds, owes]) =>
    found.members.numberOf({ localState: among(states, state), share, holds, owes }),
  );
  const { size } = found.members;
  let viewCount = 0;
  for (const [shared, member, ...pairs] of views) {
    const [part, one] = [among(parts, shared), among(all, member)];
    found.rests[part] ??= [];
    const rows = found.rests[part];
    const rowOf = (of: number): Uint8Array => {
      rows[of] ??= new Uint8Array(size);
      return rows[of];
    };
    for (let index = 0; index < pairs.length; index += 2) {
      const [other, rests] = [among(all, pairs[index]), pairs[index + 1] ?? 0];
      if (rests >> KINDS !== 0) throw damaged();
      for (let bits = rests; bits !== 0; bits >>= 1) viewCount += bits & 1;
      rowOf(one)[other] = (rowOf(one)[other] as number) | rests;
      rowOf(other)[one] = rowOf(one)[other] as number;
    }
  }
  return { ...found, size: viewCount };

  function decoded(state: LocalState): number {
    if (typeof state === 'number') return state;
    if ('start' in state) return among(starts, state.start);
    const { functionIndex, pc } = state.continuation.frames.at(-1) as v.InferOutput<typeof frame>;
    const instruction = program.functions[functionIndex]?.code[pc];
    if (instruction?.op !== 'access' && instruction?.op !== 'fence' && instruction?.op !== 'choose') throw damaged();
    return automaton.localStateOf({ ...state, instruction });
  }
}

function among(numbers: readonly number[], index: number | undefined): number {
  const number = numbers[index ?? -1];
  if (number === undefined) throw damaged();
  return number;
}

function damaged(): UsageError {
  return new UsageError('the certificate is damaged: it names what is not in it, or not in the sources');
}

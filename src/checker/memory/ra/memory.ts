// The memory of the weak model, in the terms of view-based semantics (see operations.ts). A *message* is a write that
// some thread may still read. The messages of a word are in modification order. The *position* of a message in that
// order serves as its timestamp. A *view* maps each word to a position: a thread with that view can read that message
// or a newer one, but no older one. Memories and views are immutable.

/** Positions in modification order, by word. */
export type View = readonly number[];

export interface Message {
  /** The number of the value in the domain of its word. */
  readonly value: number;
  /** The view that a reader gains if it acquires. It contains the message's own position. */
  readonly view: View;
  /** True when a read-modify-write has read this message: then no message can be inserted right after it. */
  readonly readByUpdate: boolean;
}

export interface Memory {
  /** By word, oldest first; never empty. */
  readonly messages: readonly (readonly Message[])[];
  /** The view of full barriers. Each full barrier joins it with its thread's acquire view, and both become the join. */
  readonly scView: View;
}

/** The views of a thread. `current`, `release` and `ownWrites` are each at most `acquire`, word by word. */
export interface ThreadViews {
  /** The lower bound of the messages that it may read, and of the positions of its writes. */
  readonly current: View;
  /** `current` joined with the views of all messages that it has read. smp_rmb and full barriers make it current. */
  readonly acquire: View;
  /** The view of its relaxed writes: the acquire view at its last full barrier, and `ownWrites` at its last smp_wmb. */
  readonly release: View;
  /** The views of its own writes, joined: what smp_wmb orders. */
  readonly ownWrites: View;
}

/** A memory in which each word holds its initial value, number 0. */
export function initialMemory(words: number): Memory {
  const initial = initialView(words);
  return { messages: initial.map(() => [{ value: 0, view: initial, readByUpdate: false }]), scView: initial };
}

function initialView(words: number): View {
  return Array<number>(words).fill(0);
}

export function initialThreadViews(words: number): ThreadViews {
  const initial = initialView(words);
  return { current: initial, acquire: initial, release: initial, ownWrites: initial };
}

/** The position of `word`, which must be in range. */
export function positionIn(view: View, word: number): number {
  return view[word] as number;
}

/** The messages of `word`, oldest first. */
export function historyOf({ messages }: Memory, word: number): readonly Message[] {
  const history = messages[word];
  if (!history) throw new Error(`the memory has no word ${word}`);
  return history;
}

export function join(left: View, right: View): View {
  return left.map((position, word) => Math.max(position, positionIn(right, word)));
}

export function raise(view: View, word: number, position: number): View {
  return view.map((own, index) => (index === word ? Math.max(own, position) : own));
}

/** The number of the newest value of each word. */
export function newestOf({ messages }: Memory): Int32Array {
  return Int32Array.from(messages, (history) => history.at(-1)?.value ?? 0);
}

/**
 * `memory` with `message` inserted after the message at `position` of `word`. `readsPrevious`: whether a
 * read-modify-write inserts it, and so has read the message at `position`.
 */
export function insertMessage(
  memory: Memory,
  word: number,
  position: number,
  message: Omit<Message, 'readByUpdate'>,
  readsPrevious: boolean,
): Memory {
  const shift = (view: View): View => shiftedView(view, word, position);
  const before = historyOf(memory, word);
  if (position === before.length - 1) {
    // At the end no position shifts, and the other histories are shared with `memory`.
    const longer = readsPrevious
      ? before.map((old, at) => (at === position ? { ...old, readByUpdate: true } : old))
      : [...before];
    longer.push({ ...message, readByUpdate: false });
    return { messages: memory.messages.map((history, of) => (of === word ? longer : history)), scView: memory.scView };
  }
  const messages = memory.messages.map((history, of) => {
    // The same array when nothing changes: its key is known then.
    if (of !== word && history.every(({ view }) => shift(view) === view)) return history;
    const shifted = history.map((old, at) => ({
      value: old.value,
      view: shift(old.view),
      readByUpdate: old.readByUpdate || (readsPrevious && of === word && at === position),
    }));
    // No read-modify-write has read the new message yet.
    if (of === word) shifted.splice(position + 1, 0, { ...message, readByUpdate: false });
    return shifted;
  });
  return { messages, scView: shift(memory.scView) };
}

/** `memory` in which `word`, which no thread accesses, has the value with the number `value`. */
export function withOnlyMessage(memory: Memory, word: number, value: number): Memory {
  const view = initialView(memory.messages.length);
  const only: readonly Message[] = [{ value, view, readByUpdate: false }];
  return { ...memory, messages: memory.messages.map((history, of) => (of === word ? only : history)) };
}

/** `view` after an insertion after `position` of `word`: positions above it shift by one. */
export function shiftedView(view: View, word: number, position: number): View {
  return positionIn(view, word) > position ? view.map((own, index) => (index === word ? own + 1 : own)) : view;
}

/** The views of a thread after `change` of each. */
export function changed(
  { current, acquire, release, ownWrites }: ThreadViews,
  change: (view: View) => View,
): ThreadViews {
  return { current: change(current), acquire: change(acquire), release: change(release), ownWrites: change(ownWrites) };
}

/** `memory` without the messages below `floors`, which no thread can read any more. Positions count from `floors`. */
export function trimmed(memory: Memory, floors: View): Memory {
  const messages = memory.messages.map((history, word) => trimmedHistory(history, positionIn(floors, word), floors));
  return { messages, scView: trimmedView(memory.scView, floors) };
}

/** As above: the same array when nothing changes. */
function trimmedHistory(history: readonly Message[], floor: number, floors: View): readonly Message[] {
  if (floor === 0 && history.every(({ view }) => trimmedView(view, floors) === view)) return history;
  return history
    .slice(floor)
    .map(({ value, view, readByUpdate }) => ({ value, view: trimmedView(view, floors), readByUpdate }));
}

export function trimmedView(view: View, floors: View): View {
  for (let word = 0; word < floors.length; word++) {
    if (positionIn(view, word) > 0 && positionIn(floors, word) > 0) {
      return view.map((position, at) => Math.max(0, position - positionIn(floors, at)));
    }
  }
  return view;
}

/** Equal for two memories if and only if the memories are equal. */
export function memoryKey({ messages, scView }: Memory): string {
  return `${messages.map(historyKey).join('/')};${viewKey(scView)}`;
}

/** A cache, since most memories share all histories but one with another memory. */
const historyKeys = new WeakMap<readonly Message[], string>();

function historyKey(history: readonly Message[]): string {
  let key = historyKeys.get(history);
  if (key === undefined) {
    key = '';
    for (const { value, view, readByUpdate } of history) key += `${value}${readByUpdate ? '+' : ':'}${viewKey(view)}`;
    historyKeys.set(history, key);
  }
  return key;
}

export function threadViewsKey({ current, acquire, release, ownWrites }: ThreadViews): string {
  return viewKey(current) + viewKey(acquire) + viewKey(release) + viewKey(ownWrites);
}

/** Begins the key of a view that has a position which does not fit into one character. */
const LARGE = '\uffff';

/** One character for each position, since decimal digits take several times as long. No key is the start of another. */
function viewKey(view: View): string {
  return view.every((position) => position < 0xffff) ? String.fromCharCode(...view) : `${LARGE}${view.join()};`;
}

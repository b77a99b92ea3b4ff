// The memory of the weak model: for each word every message (value written) that somebody may still read, in
// modification order, and views over them. A view names, for each word, a position in that order: whoever has the view
// can read no older message. All of this is immutable.

/** Positions in modification order, by word. */
export type View = readonly number[];

export interface Message {
  /** Number of the value in its word's domain. */
  readonly value: number;
  /** What a reader that acquires learns; at the message's own word, its own position. */
  readonly carries: View;
  /** A read-modify-write has read this message, so nothing can come between it and the next one. */
  readonly joined: boolean;
}

export interface Memory {
  /** By word, oldest first; never empty. */
  readonly messages: readonly (readonly Message[])[];
  /** What full barriers have passed on so far: each of them learns all of it, and adds what its thread has seen. */
  readonly fenced: View;
}

/** What a thread knows. Each view is at or behind the next in `current`, `seen`; `released` and `own` are below `seen`. */
export interface ThreadViews {
  /** Bounds what it reads, and where its writes go. */
  readonly current: View;
  /** With what relaxed reads have met besides: becomes `current` at a barrier. */
  readonly seen: View;
  /** What its relaxed writes carry: what it had seen at its last full barrier, or had written at its last smp_wmb. */
  readonly released: View;
  /** Its own writes and what they carried: what smp_wmb orders. Kept only where there is an smp_wmb. */
  readonly own: View;
}

/** A memory in which each word holds its initial value, number 0. */
export function initialMemory(words: number): Memory {
  const nothing = initialView(words);
  return { messages: nothing.map(() => [{ value: 0, carries: nothing, joined: false }]), fenced: nothing };
}

export function initialView(words: number): View {
  return Array<number>(words).fill(0);
}

export function initialThreadViews(words: number): ThreadViews {
  const nothing = initialView(words);
  return { current: nothing, seen: nothing, released: nothing, own: nothing };
}

/** The position at `word`, which must be one of the view's. */
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

export function raised(view: View, word: number, position: number): View {
  return view.map((own, index) => (index === word ? Math.max(own, position) : own));
}

/** Number of the newest value of each word. */
export function newestOf({ messages }: Memory): Int32Array {
  return Int32Array.from(messages, (history) => history.at(-1)?.value ?? 0);
}

/** `memory` with `value` inserted behind the message at `position` of `word`, which a read-modify-write has read or not. */
export function inserted(
  memory: Memory,
  word: number,
  position: number,
  message: Omit<Message, 'joined'>,
  readsPrevious: boolean,
): Memory {
  const shift = (view: View): View => shiftedView(view, word, position);
  const before = historyOf(memory, word);
  if (position === before.length - 1) {
    // At the end no position shifts, and all other histories stay the objects that they are.
    const longer = readsPrevious
      ? before.map((old, at) => (at === position ? { ...old, joined: true } : old))
      : [...before];
    longer.push({ ...message, joined: false });
    return { messages: memory.messages.map((history, of) => (of === word ? longer : history)), fenced: memory.fenced };
  }
  const messages = memory.messages.map((history, of) => {
    const moved = history.map((old, at) => ({
      value: old.value,
      carries: shift(old.carries),
      joined: old.joined || (readsPrevious && of === word && at === position),
    }));
    // The message that now follows the new one was not read by anybody who wrote the new one.
    if (of === word) moved.splice(position + 1, 0, { ...message, joined: false });
    return moved;
  });
  return { messages, fenced: shift(memory.fenced) };
}

/** `view` after an insertion behind `position` of `word`. */
export function shiftedView(view: View, word: number, position: number): View {
  return positionIn(view, word) > position ? view.map((own, index) => (index === word ? own + 1 : own)) : view;
}

export function shiftedThreadViews(
  { current, seen, released, own }: ThreadViews,
  word: number,
  position: number,
): ThreadViews {
  const shift = (view: View): View => shiftedView(view, word, position);
  return { current: shift(current), seen: shift(seen), released: shift(released), own: shift(own) };
}

/** `memory` without the messages below `floors`, which nobody can read any more; positions count from there. */
export function trimmed(memory: Memory, floors: View): Memory {
  const messages = memory.messages.map((history, word) =>
    history
      .slice(floors[word])
      .map(({ value, carries, joined }) => ({ value, carries: trimmedView(carries, floors), joined })),
  );
  return { messages, fenced: trimmedView(memory.fenced, floors) };
}

export function trimmedView(view: View, floors: View): View {
  return view.map((position, word) => Math.max(0, position - positionIn(floors, word)));
}

export function trimmedThreadViews({ current, seen, released, own }: ThreadViews, floors: View): ThreadViews {
  const trim = (view: View): View => trimmedView(view, floors);
  return { current: trim(current), seen: trim(seen), released: trim(released), own: trim(own) };
}

/** Equal for equal memories alone. */
export function memoryKey({ messages, fenced }: Memory): string {
  return `${messages.map(historyKey).join('/')};${fenced.join()}`;
}

/** Most memories differ from another in one history. */
const historyKeys = new WeakMap<readonly Message[], string>();

function historyKey(history: readonly Message[]): string {
  let key = historyKeys.get(history);
  if (key === undefined) {
    key = history.map(({ value, carries, joined }) => `${value}${joined ? '+' : ':'}${carries.join()}`).join(' ');
    historyKeys.set(history, key);
  }
  return key;
}

export function threadViewsKey({ current, seen, released, own }: ThreadViews): string {
  return `${current.join()};${seen.join()};${released.join()};${own.join()}`;
}

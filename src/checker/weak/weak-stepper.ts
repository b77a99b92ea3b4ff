// Moves threads under the weak model. A state is the number of a memory, then for each thread the number of its *stand*:
// the place that it waits in, with its outlook on the memory. Memories and stands are few beside the states that combine
// them, and what a thread in some stand can do to some memory is worked out once.
//
// States are canonical: positions count from the oldest message that a thread can still read, what is older is dropped,
// and a thread that has ended has no outlook. So loops end, and equal states are equal numbers.

import { type Automaton, NO_WORD, UNKNOWN } from '../machine/automaton.js';
import type { Mover } from '../machine/system.js';
import type { Pause } from '../program/interpreter.js';
import { Interned } from './interned.js';
import {
  initialMemory,
  initialOutlook,
  type Memory,
  memoryKey,
  newestOf,
  type Outlook,
  outlookKey,
  shiftedOutlook,
  trimmed,
  trimmedOutlook,
  type View,
} from './memory.js';
import { type Domain, type Outcome, outcomes, passFence } from './operations.js';

interface Stand {
  readonly place: number;
  readonly outlook: Outlook;
}

/** An Outcome by numbers. */
interface Turn extends Pick<Outcome, 'found' | 'newer' | 'squeezed'> {
  readonly memory: number;
  readonly outlook: Outlook;
}

/** The numbers that states are made of; shared by all movers of a system. */
export class Numbers {
  readonly memories = new Interned<Memory>(memoryKey);
  readonly stands = new Interned<Stand>(({ place, outlook }) => `${place};${outlookKey(outlook)}`);
  readonly floors = new Interned<View>((view) => view.join());
  /** By number of a memory. */
  readonly newest: (readonly number[])[] = [];

  numberOf(memory: Memory): number {
    const number = this.memories.numberOf(memory);
    this.newest[number] ??= newestOf(memory);
    return number;
  }
}

/** Most entries of a table of what has been worked out; past it the table starts anew. */
const MOST_KEPT = 1 << 21;
/** Numbers are below this, so that two of them make a key. */
const NUMBERS = 2 ** 26;

export class WeakStepper implements Mover {
  readonly fields: Int32Array;
  violations = 0;
  found = 0;
  newer = 0;
  private readonly ended: Outlook;
  private readonly domain: Domain;
  private readonly turns = new Map<number, readonly Turn[]>();
  private readonly trims = new Map<number, number>();

  constructor(
    private readonly automaton: Automaton,
    private readonly threads: number,
    private readonly firstViolation: number,
    private readonly numbers: Numbers,
  ) {
    this.fields = new Int32Array(1 + threads);
    this.ended = initialOutlook(automaton.words.size);
    this.domain = {
      value: (word, number) => automaton.words.value(word, number),
      numberOf: (word, value) => {
        const number = automaton.words.numberOf(word, value);
        automaton.fit(number);
        return number;
      },
    };
  }

  ways(from: Int32Array, thread: number): number {
    const place = this.place(from, thread);
    const ways = this.automaton.waysOf[place] as number;
    if ((this.automaton.wordOf[place] as number) === NO_WORD) return ways;
    return this.turnsOf(from[0] as number, from[1 + thread] as number).length;
  }

  place(of: Int32Array, thread: number): number {
    return this.stand(of, thread).place;
  }

  newest(of: Int32Array): ArrayLike<number> {
    return this.numbers.newest[of[0] as number] as readonly number[];
  }

  take(from: Int32Array, thread: number, way: number): void {
    const { automaton, numbers, fields } = this;
    const { place } = this.stand(from, thread);
    const choice = (automaton.waysOf[place] as number) > 1;
    const turn = this.turnsOf(from[0] as number, from[1 + thread] as number)[choice ? 0 : way] as Turn;
    this.violations = 0;
    this.found = choice ? way : turn.found;
    this.newer = turn.newer;
    const next = this.placeBehind(place, turn.memory);
    fields.set(from);
    fields[0] = turn.memory;
    const outlook = automaton.waysOf[next] === 0 ? this.ended : turn.outlook;
    fields[1 + thread] = numbers.stands.numberOf({ place: next, outlook });
    if (turn.squeezed) this.shiftOthers(thread, turn.squeezed);
    this.trim();
  }

  private stand(of: Int32Array, thread: number): Stand {
    return this.numbers.stands.at(of[1 + thread] as number);
  }

  /** Where a thread waits that has found `found` in `place`, when that has left `memory` behind. */
  private placeBehind(place: number, memory: number): number {
    const { automaton, found } = this;
    if (automaton.next[(place << automaton.rowShift) | found] === UNKNOWN) automaton.learn(place, found);
    let next = automaton.next[(place << automaton.rowShift) | found] as number;
    while (next < 0) next = this.follow(~next, memory);
    return next;
  }

  private follow(link: number, memory: number): number {
    const { automaton, numbers } = this;
    const word = automaton.linkWord[link] as number;
    if (word < 0) this.violations |= 1 << (~word - this.firstViolation);
    // A detector looks at the truth: the newest message, whatever its thread may read.
    const seen = word < 0 ? 0 : (numbers.newest[memory]?.[word] as number);
    if (automaton.linkNext[(link << automaton.rowShift) | seen] === UNKNOWN) automaton.learnLink(link, seen);
    return automaton.linkNext[(link << automaton.rowShift) | seen] as number;
  }

  private turnsOf(memory: number, stand: number): readonly Turn[] {
    const key = memory * NUMBERS + stand;
    const known = this.turns.get(key);
    if (known) return known;
    const turns = this.outcomesOf(this.numbers.memories.at(memory), this.numbers.stands.at(stand)).map((outcome) => ({
      ...outcome,
      memory: this.numbers.numberOf(outcome.memory),
    }));
    if (this.turns.size >= MOST_KEPT) this.turns.clear();
    this.turns.set(key, turns);
    return turns;
  }

  private outcomesOf(memory: Memory, { place, outlook }: Stand): Outcome[] {
    const { instruction, inputs } = this.automaton.places[place] as Pause;
    if (instruction?.op === 'fence') {
      return [{ ...passFence(memory, outlook, instruction.fence), found: 0, newer: 0 }];
    }
    if (instruction?.op !== 'access') return [{ memory, outlook, found: 0, newer: 0 }];
    const { access } = instruction;
    const word = this.automaton.wordOf[place] as number;
    const [, first = 0, second = 0] = inputs;
    const order = inputs.at(-1) as number;
    return outcomes(memory, outlook, { access, word, order, first, second }, this.domain);
  }

  private shiftOthers(thread: number, { word, position }: { word: number; position: number }): void {
    for (let other = 0; other < this.threads; other++) {
      if (other === thread) continue;
      const { place, outlook } = this.stand(this.fields, other);
      const shifted = { place, outlook: shiftedOutlook(outlook, word, position) };
      this.fields[1 + other] = this.numbers.stands.numberOf(shifted);
    }
  }

  /** Makes the state canonical. */
  private trim(): void {
    const { fields, numbers, threads } = this;
    const floors = this.floors();
    if (floors.every((floor) => floor === 0)) return;
    const floor = numbers.floors.numberOf(floors);
    fields[0] = this.trimmed(floor * NUMBERS * 2 + (fields[0] as number) * 2, () =>
      numbers.numberOf(trimmed(numbers.memories.at(fields[0] as number), floors)),
    );
    for (let thread = 0; thread < threads; thread++) {
      const { place, outlook } = this.stand(fields, thread);
      if (this.automaton.waysOf[place] === 0) continue;
      fields[1 + thread] = this.trimmed(floor * NUMBERS * 2 + (fields[1 + thread] as number) * 2 + 1, () =>
        numbers.stands.numberOf({ place, outlook: trimmedOutlook(outlook, floors) }),
      );
    }
  }

  private trimmed(key: number, make: () => number): number {
    let number = this.trims.get(key);
    if (number === undefined) {
      number = make();
      if (this.trims.size >= MOST_KEPT) this.trims.clear();
      this.trims.set(key, number);
    }
    return number;
  }

  /** By word: the oldest message that some thread can still read; when all have ended, the newest. */
  private floors(): number[] {
    const { messages } = this.numbers.memories.at(this.fields[0] as number);
    const floors = messages.map(({ length }) => length - 1);
    for (let thread = 0; thread < this.threads; thread++) {
      const { place, outlook } = this.stand(this.fields, thread);
      if (this.automaton.waysOf[place] === 0) continue;
      for (let word = 0; word < floors.length; word++) {
        floors[word] = Math.min(floors[word] as number, outlook.current[word] as number);
      }
    }
    return floors;
  }
}

/** The numbers of a system in which nobody has moved; memory 0 is the initial one. */
export function initialNumbers(words: number): Numbers {
  const numbers = new Numbers();
  numbers.numberOf(initialMemory(words));
  return numbers;
}

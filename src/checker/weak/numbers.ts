// The numbers that states of the weak model are made of: of memories, and of *stands*, which are a thread's place with its
// outlook on the memory. Both are few beside the states that combine them, so what is done to them is worked out once.

import type { Automaton } from '../machine/automaton.js';
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

export interface Stand {
  readonly place: number;
  readonly outlook: Outlook;
}

/** Numbers of memories and stands after the same change to all of them; empty where it has not been asked for. */
interface Changed {
  readonly memories: number[];
  readonly stands: number[];
}

/** Shared by all movers of a system. */
export class Numbers {
  private readonly memories = new Interned<Memory>(memoryKey);
  private readonly stands = new Interned<Stand>(({ place, outlook }) => `${place};${outlookKey(outlook)}`);
  /** By number of a memory: numbers of the newest value of each word. */
  private readonly newest: (readonly number[])[] = [];
  private readonly trims = new Map<string, Changed>();
  private readonly shifts = new Map<number, number[]>();
  private readonly nobody: Outlook;

  constructor(private readonly automaton: Automaton) {
    const words = automaton.words.size;
    this.nobody = initialOutlook(words);
    this.ofMemory(initialMemory(words)); // number 0
  }

  ofMemory(memory: Memory): number {
    const number = this.memories.numberOf(memory);
    this.newest[number] ??= newestOf(memory);
    return number;
  }

  memory(number: number): Memory {
    return this.memories.at(number);
  }

  newestIn(memory: number): readonly number[] {
    return this.newest[memory] as readonly number[];
  }

  /** A thread that has ended has no outlook. */
  ofStand(place: number, outlook: Outlook): number {
    return this.stands.numberOf({ place, outlook: this.automaton.waysOf[place] === 0 ? this.nobody : outlook });
  }

  stand(number: number): Stand {
    return this.stands.at(number);
  }

  /** The stand after a message was inserted behind `position` of `word`. */
  shifted(stand: number, word: number, position: number): number {
    const key = position * this.automaton.words.size + word;
    let shift = this.shifts.get(key);
    if (!shift) this.shifts.set(key, (shift = []));
    let number = shift[stand];
    if (number === undefined) {
      const { place, outlook } = this.stand(stand);
      number = this.ofStand(place, shiftedOutlook(outlook, word, position));
      shift[stand] = number;
    }
    return number;
  }

  /** Makes a state canonical, in place: without the messages below `floors`, and with positions that count from there. */
  trim(fields: Int32Array, floors: View): void {
    const key = floors.join();
    let changed = this.trims.get(key);
    if (!changed) this.trims.set(key, (changed = { memories: [], stands: [] }));
    fields[0] = changed.memories[fields[0] as number] ??= this.ofMemory(
      trimmed(this.memory(fields[0] as number), floors),
    );
    for (let field = 1; field < fields.length; field++) {
      fields[field] = changed.stands[fields[field] as number] ??= this.trimmedStand(fields[field] as number, floors);
    }
  }

  private trimmedStand(stand: number, floors: View): number {
    const { place, outlook } = this.stand(stand);
    return this.ofStand(place, trimmedOutlook(outlook, floors));
  }
}

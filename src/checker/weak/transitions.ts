// What a thread in some stand can do to some memory, worked out once, however many states combine the two.

import { type Automaton, UNKNOWN } from '../machine/automaton.js';
import type { Pause } from '../program/interpreter.js';
import type { Memory } from './memory.js';
import type { Numbers, Stand } from './numbers.js';
import { type Domain, type Outcome, outcomes, passFence } from './operations.js';

/** An Outcome by numbers, before the state is made canonical. */
export interface Turn extends Pick<Outcome, 'found' | 'newer' | 'squeezed'> {
  readonly memory: number;
  readonly stand: number;
  /** Reported on the way, a set of bits by `kind - FIRST_VIOLATION`. */
  readonly violations: number;
}

/** Most turns that are kept; past it they are worked out anew. */
const MOST_TURNS = 1 << 22;

export class Turns {
  /** By memory, then by stand. */
  private turns: Map<number, readonly Turn[]>[] = [];
  private kept = 0;
  private readonly domain: Domain;

  constructor(
    private readonly automaton: Automaton,
    private readonly firstViolation: number,
    private readonly numbers: Numbers,
  ) {
    const { words } = automaton;
    this.domain = {
      value: (word, number) => words.value(word, number),
      numberOf: (word, value) => {
        const number = words.numberOf(word, value);
        automaton.fit(number);
        return number;
      },
    };
  }

  of(memory: number, stand: number): readonly Turn[] {
    let byStand = this.turns[memory];
    if (!byStand) this.turns[memory] = byStand = new Map();
    let turns = byStand.get(stand);
    if (!turns) {
      turns = this.workOut(this.numbers.memory(memory), this.numbers.stand(stand));
      byStand.set(stand, turns);
      this.kept += turns.length;
      if (this.kept > MOST_TURNS) {
        this.turns = [];
        this.kept = 0;
      }
    }
    return turns;
  }

  private workOut(memory: Memory, stand: Stand): Turn[] {
    return this.outcomesOf(memory, stand).map(({ memory: remembered, outlook, found, newer, squeezed }) => {
      const number = this.numbers.ofMemory(remembered);
      const { place, violations } = this.behind(stand.place, found, number);
      const turn = { memory: number, stand: this.numbers.ofStand(place, outlook), violations, found, newer };
      return squeezed ? { ...turn, squeezed } : turn;
    });
  }

  private outcomesOf(memory: Memory, { place, outlook }: Stand): Outcome[] {
    const { instruction, inputs } = this.automaton.places[place] as Pause;
    if (instruction?.op === 'fence') {
      return [{ ...passFence(memory, outlook, instruction.fence), found: 0, newer: 0 }];
    }
    if (instruction?.op === 'access') {
      const { access } = instruction;
      const word = this.automaton.wordOf[place] as number;
      const [, first = 0, second = 0] = inputs;
      const order = inputs.at(-1) as number;
      return outcomes(memory, outlook, { access, word, order, first, second }, this.domain);
    }
    // A choice touches nothing; an end has no outcomes.
    return Array.from({ length: this.automaton.waysOf[place] as number }, (_, way) => ({
      ...{ memory, outlook, found: way, newer: 0 },
    }));
  }

  /** Where a thread waits that has found `found` in `place` and left `memory` behind, and what was reported on the way. */
  private behind(place: number, found: number, memory: number): { place: number; violations: number } {
    const { automaton } = this;
    const newest = this.numbers.newestIn(memory);
    let violations = 0;
    if (automaton.next[(place << automaton.rowShift) | found] === UNKNOWN) automaton.learn(place, found);
    let next = automaton.next[(place << automaton.rowShift) | found] as number;
    while (next < 0) {
      const link = ~next;
      const word = automaton.linkWord[link] as number;
      if (word < 0) violations |= 1 << (~word - this.firstViolation);
      // A detector looks at the truth: the newest message, whatever its thread may read.
      const seen = word < 0 ? 0 : (newest[word] as number);
      if (automaton.linkNext[(link << automaton.rowShift) | seen] === UNKNOWN) automaton.learnLink(link, seen);
      next = automaton.linkNext[(link << automaton.rowShift) | seen] as number;
    }
    return { place: next, violations };
  }
}

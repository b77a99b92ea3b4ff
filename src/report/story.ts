// A violation told as what the threads did, in the words of the thread on the list.

import type { RaceEvent, RaceResult } from '../results/race-result.js';
import { time } from './numbers.js';

/** Lines that tell the most telling event of `result`, or none. */
export function story(result: RaceResult): string[] {
  const event = result.events.find(({ violation }) => violation.startsWith('typeConfusion')) ?? result.events[0];
  if (!event) return [];
  const { protocol, engine } = result.config;
  const head = `${TITLES[event.violation]} (${protocol}, ${engine}, ${time(event.timeMs)} after the start, page ${event.page}):`;
  return [head, ...TELL[event.violation](event).map((line) => `  ${line}`)];
}

const TITLES: Readonly<Record<RaceEvent['violation'], string>> = {
  typeConfusionStolenFree: 'A wrong destructor, by a stolen free',
  typeConfusionStaleGet: 'A wrong destructor, by a stale get',
  stolenFree: 'A stolen free',
  doubleFree: 'A double free',
  useAfterFree: 'A use after free',
  underflow: 'An underflow',
  lostOverflow: 'A lost frozen bit',
  brokenFreeze: 'A broken freeze',
};

/** A generation word counts allocations and frees; a reader counts the page's lives. */
function life(generation: number): string {
  const number = Math.ceil(generation / 2);
  return generation % 2 === 0 ? `after life ${number} (free)` : `life ${number}`;
}

function who(event: RaceEvent): string {
  return `worker ${event.worker} (${event.role})`;
}

function stolen(event: RaceEvent): string[] {
  return [
    `${who(event)} put the last reference on ${life(event.heldGeneration)} of the page, in its belief of type ${event.believedType}: step 1, [1 -> 0].`,
    `In its window others took the page back [0 -> 1], put it, won step 2 and freed it; it was allocated again and`,
    `put to 0 in ${life(event.generation)}, of type ${event.type}.`,
    `${who(event)} went on: its step 2 won, [0 -> FROZEN], on a zero that was not its own.`,
  ];
}

const TELL: Readonly<Record<RaceEvent['violation'], (event: RaceEvent) => string[]>> = {
  stolenFree: (event) => [...stolen(event), `It freed somebody else's page.`],
  typeConfusionStolenFree: (event) => [
    ...stolen(event),
    `It ran the destructor of ${event.believedType} on a page of type ${event.type}.`,
  ],
  typeConfusionStaleGet: (event) => [
    `${who(event)} found the page in the index as type ${event.believedType}, and was late: when its get succeeded the page`,
    `had been freed and allocated again as type ${event.type} (${life(event.generation)}).`,
    `Its recheck failed, so it put the reference, and that put was the last.`,
    `It ran the destructor of ${event.believedType} on a page of type ${event.type}.`,
  ],
  doubleFree: (event) => [
    `${who(event)} won the last put of ${life(event.heldGeneration)} of the page, of type ${event.believedType},`,
    `but the page was ${life(event.generation)} by then: somebody else had destroyed it too.`,
  ],
  useAfterFree: (event) => [
    `${who(event)} held a counted reference on ${life(event.heldGeneration)} of the page as type ${event.believedType},`,
    `but the page was ${life(event.generation)}, of type ${event.type}, word ${event.word}.`,
  ],
  underflow: (event) => [
    `${who(event)} held a reference on ${life(event.heldGeneration)} of the page, but its word ${event.word} did not count it:`,
    `somebody put more than they got, or a get was lost.`,
  ],
  lostOverflow: (event) => [
    `${who(event)} found the free page's word ${event.word} without the frozen bit of its resting word.`,
  ],
  brokenFreeze: (event) => [
    `${who(event)} froze the page (${life(event.heldGeneration)}), but the word ${event.word} counts references: a get went through.`,
  ],
};

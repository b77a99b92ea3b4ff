// Each violation told as what the threads did, in the words of the thread on the list. A story says what the detection
// shows and no more: who took the page back, for example, no detector sees.

import { lifeText, type PageType } from './words.js';

/** A violation as a worker saw it: what it acted on, and what the page was. */
export interface Detection {
  readonly worker: number;
  readonly role: string;
  /** Generation in which the worker took its reference (of an allocation: the free one that it claimed). */
  readonly heldGeneration: number;
  readonly generation: number;
  readonly believedType: PageType;
  readonly type: PageType;
  /** The count word, as hexadecimal. */
  readonly word: string;
  /** The broken assertion, if the violation is one. Nothing is known of the page then. */
  readonly assertion?: Assertion;
}

/** A condition that the sources state, and where. */
export interface Assertion {
  /** Of the call of assert(). */
  readonly number: number;
  /** `mine.ts:12`; where several files use the number, all places. */
  readonly source: string;
  /** As it is written there. */
  readonly condition: string;
}

/** Sentences. */
export type Story = (detection: Detection) => readonly string[];

function who({ worker, role }: Detection): string {
  return `worker ${worker} (${role})`;
}

/** Returns when a reference was taken, if that was in `generation`. */
function taken(generation: number): string {
  return generation % 2 === 0 ? `while the page was ${lifeText(generation)}` : `in ${lifeText(generation)} of the page`;
}

function wrongDestructor({ believedType, type }: Detection): string {
  return `It ran the destructor of ${believedType} on a page of type ${type}.`;
}

/** Returns the sentence with which both stolen frees begin. */
function lastPut(detection: Detection): string {
  const { heldGeneration, believedType } = detection;
  return `${who(detection)} took its reference ${taken(heldGeneration)}, as one of type ${believedType}, and put it as the last: step 1, [1 -> 0].`;
}

/** By violation. A leak is seen by nobody. */
export const STORIES = {
  /** The detection does not tell which came too late, the worker's own step 2 or its lookup of the type. */
  typeConfusionStolenFree: (detection) => [
    lastPut(detection),
    `Meanwhile somebody else's step 2 won, and the page was freed and allocated again: ${lifeText(detection.generation)}, of type ${detection.type}.`,
    `${who(detection)} went on, to destroy a page that was no longer its own.`,
    wrongDestructor(detection),
  ],
  stolenFree: (detection) => [
    lastPut(detection),
    `Before its step 2 somebody else's won, and the page was freed and allocated again: ${lifeText(detection.generation)}, of type ${detection.type}.`,
    `${who(detection)} went on: its step 2 won, [0 -> dead], on a zero that was not its own.`,
    `It freed somebody else's page.`,
  ],
  /** Tells of a type that was looked up: with a captured one, no race keeps the event. */
  typeConfusionStaleGet: (detection) => [
    `${who(detection)} took its reference ${taken(detection.heldGeneration)}, and put it as the last.`,
    `The type that it looked up then was ${detection.believedType}; the page, in the same life, was of type ${detection.type}.`,
    wrongDestructor(detection),
  ],
  doubleFree: (detection) => [
    `${who(detection)} took its reference ${taken(detection.heldGeneration)}, as one of type ${detection.believedType}, and its put was the last; but by then the page was ${lifeText(detection.generation)}, and no longer its to free.`,
  ],
  /**
   * In an even generation the worker held nothing: it looked the descriptor up, or claimed it. In an odd one it may have.
   */
  touchedFreed: (detection) => {
    const { heldGeneration, believedType, generation, word } = detection;
    if (heldGeneration % 2 === 0) {
      return [
        `${who(detection)} came to a descriptor, as one of type ${believedType}, whose memory was ${lifeText(heldGeneration)}, and might have been anything: its count word was ${word}, and was touched.`,
      ];
    }
    return [
      `${who(detection)} looked a descriptor up, or took its reference, ${taken(heldGeneration)}, as one of type ${believedType}.`,
      `Meanwhile the memory of the descriptor was freed: ${lifeText(generation)}, word ${word}.`,
      `${who(detection)} touched the count word all the same, where there might have been anything.`,
    ];
  },
  useAfterFree: (detection) => [
    `${who(detection)} held a counted reference, taken ${taken(detection.heldGeneration)}, as one of type ${detection.believedType}; the page was ${lifeText(detection.generation)}, of type ${detection.type}, word ${detection.word}.`,
  ],
  underflow: (detection) => [
    `${who(detection)} held a reference, taken ${taken(detection.heldGeneration)}, but the word ${detection.word} did not count it: somebody put more than they got, or a get was lost.`,
  ],
  lostOverflow: (detection) => [
    `${who(detection)} found a page ${lifeText(detection.heldGeneration)} whose word ${detection.word} was not dead any more.`,
  ],
  brokenFreeze: (detection) => [
    `${who(detection)} froze the page (${lifeText(detection.heldGeneration)}), but its word ${detection.word} counts references.`,
  ],
  payloadRace: (detection) => [
    `${who(detection)} accessed the data of a page, of which it took its reference ${taken(detection.heldGeneration)}: nothing orders that and the access of somebody else, who wrote meanwhile or before, unseen. The page was ${lifeText(detection.generation)}, word ${detection.word}.`,
  ],
  liveReset: (detection) => [
    `${who(detection)} took failed gets back from a page that had long been allocated again, ${lifeText(detection.generation)}, of type ${detection.type}: its reset replaced a word that counted references, and they are lost.`,
  ],
  assertion: (detection) => [`${who(detection)} found that ${assertionText(detection.assertion)}`],
} satisfies Readonly<Record<string, Story>>;

/** `assert(n > 0, 1) does not hold, at mine.ts:12.` */
export function assertionText(broken: Assertion | undefined): string {
  if (!broken) return 'an assertion does not hold.';
  return `assert(${broken.condition}, ${broken.number}) does not hold, at ${broken.source}.`;
}

// Each violation told as what the threads did, in the words of the thread on the list.

import { lifeText, type PageType } from './words.js';

/** A violation as a worker saw it: what it acted on, and what the page was. */
export interface Sighting {
  readonly worker: number;
  readonly role: string;
  /** Generation in which the worker took its reference (of an allocation: the free one that it claimed). */
  readonly heldGeneration: number;
  readonly generation: number;
  readonly believedType: PageType;
  readonly type: PageType;
  /** The count word, as hexadecimal. */
  readonly word: string;
  /** What broke, where that is an assertion. Nothing is known of the page then. */
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
type Story = (sighting: Sighting) => readonly string[];

function who({ worker, role }: Sighting): string {
  return `worker ${worker} (${role})`;
}

function wrongDestructor({ believedType, type }: Sighting): string {
  return `It ran the destructor of ${believedType} on a page of type ${type}.`;
}

/** What both stolen frees have in common. */
function theft(sighting: Sighting): readonly string[] {
  const { heldGeneration, generation, believedType, type } = sighting;
  return [
    `${who(sighting)} put the last reference on ${lifeText(heldGeneration)} of the page, which it believed to be of type ${believedType}: step 1, [1 -> 0].`,
    `In its window others took the page back [0 -> 1], put it, won step 2 and freed it; it was allocated again and put to 0 in ${lifeText(generation)}, of type ${type}.`,
    `${who(sighting)} went on: its step 2 won, [0 -> FROZEN], on a zero that was not its own.`,
  ];
}

export const typeConfusionStolenFree: Story = (sighting) => [...theft(sighting), wrongDestructor(sighting)];

export const stolenFree: Story = (sighting) => [...theft(sighting), `It freed somebody else's page.`];

export const typeConfusionStaleGet: Story = (sighting) => [
  `${who(sighting)} found the page in the index as type ${sighting.believedType}, and was late: when its get succeeded the page had been freed and allocated again as type ${sighting.type} (${lifeText(sighting.generation)}).`,
  `Its recheck failed, so it put the reference, and that put was the last.`,
  wrongDestructor(sighting),
];

export const doubleFree: Story = (sighting) => [
  `${who(sighting)} won the last put of ${lifeText(sighting.heldGeneration)} of the page, of type ${sighting.believedType}, but the page was ${lifeText(sighting.generation)} by then: somebody else had destroyed it too.`,
];

export const useAfterFree: Story = (sighting) => [
  `${who(sighting)} held a counted reference on ${lifeText(sighting.heldGeneration)} of the page as type ${sighting.believedType}, but the page was ${lifeText(sighting.generation)}, of type ${sighting.type}, word ${sighting.word}.`,
];

export const underflow: Story = (sighting) => [
  `${who(sighting)} held a reference on ${lifeText(sighting.heldGeneration)} of the page, but its word ${sighting.word} did not count it: somebody put more than they got, or a get was lost.`,
];

export const lostOverflow: Story = (sighting) => [
  `${who(sighting)} found the free page's word ${sighting.word} without the frozen bit of its resting word.`,
];

export const brokenFreeze: Story = (sighting) => [
  `${who(sighting)} froze the page (${lifeText(sighting.heldGeneration)}), but the word ${sighting.word} counts references: a get went through.`,
];

export const assertion: Story = (sighting) => [`${who(sighting)} found that ${assertionText(sighting.assertion)}`];

/** `assert(n > 0, 1) does not hold, at mine.ts:12.` */
export function assertionText(broken: Assertion | undefined): string {
  if (!broken) return 'an assertion does not hold.';
  return `assert(${broken.condition}, ${broken.number}) does not hold, at ${broken.source}.`;
}

// What the reader chooses of a race.

import { stallAsTyped, stallInWords } from '../../../analysis/stall-words.js';
import { EMBEDDED_ENGINES, type Engine } from '../../../front-end/sources.js';
import { protocols } from '../../../protocols/index.js';
import { html, type Markup } from '../../../report/html/markup.js';
import { time } from '../../../report/numbers.js';
import { NOISE, type RaceRequest } from '../../../requests/race-request.js';
import type { Stall } from '../../../results/race-result.js';
import { scenarios } from '../../../scenarios/index.js';
import type { DestructorPolicy } from '../../../violations/words.js';
import { chosenDescriptors, descriptorChoices, offerDescriptorChoices } from '../descriptors.js';
import { query } from '../elements.js';
import { choiceOf, DESTRUCTORS, named, offer, select } from '../form.js';

const spin = (amount: number): Stall => ({ kind: 'spin', amount, probability: 1 });

const NO_STALL: Stall = { kind: 'none', amount: 0, probability: 0 };
/** From none to rude. The default shows within a moment of the start. */
const STALLS: readonly Stall[] = [
  NO_STALL,
  spin(100),
  spin(1000),
  spin(10_000),
  { kind: 'yield', amount: 0, probability: 1 },
  { kind: 'sleep', amount: 50, probability: 1 },
  NOISE,
];
const DEFAULT_STALL = 'spin:1000';
const DURATIONS_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
const DEFAULT_MS = 2000;

export function raceForm(): Markup {
  const stalls = STALLS.map((stall) => ({ value: stallAsTyped(stall) }));
  const durations = DURATIONS_MS.map((ms) => ({ value: String(ms), text: time(ms) }));
  return html`<form class="choices" aria-label="What races">
${select('protocol', 'Protocol', named(protocols), 'v4')}
${select('scenario', 'Scenario', named(scenarios), 'email')}
${descriptorChoices()}
${select('threads', 'Threads', [], '')}
${select('stall', 'Stall', stalls, DEFAULT_STALL)}
${select('dtor', 'Destructor', DESTRUCTORS, 'captured')}
${select('engine', 'Engine', named(EMBEDDED_ENGINES.map((name) => ({ name }))), 'wasm')}
${select('duration', 'Time', durations, String(DEFAULT_MS))}
</form><p class="notes about"></p>`;
}

/** Has the choices of `root` follow each other, and say what they mean. */
export function bindRaceForm(root: HTMLElement): void {
  const form = query(root, 'form.choices', HTMLFormElement);
  form.addEventListener('submit', (event) => event.preventDefault());
  const follow = (): void => {
    const protocol = protocols.find(({ name }) => name === choiceOf(form, 'protocol'));
    const scenario = scenarios.find(({ name }) => name === choiceOf(form, 'scenario'));
    if (!protocol || !scenario) return;
    offerDescriptorChoices(form, scenario);
    offer(form, 'threads', threadsFor(scenario.minThreads));
    query(root, '.about', HTMLElement).textContent =
      `${protocol.name}: ${protocol.description}. ${scenario.name}: ${scenario.description}. With ${stallInWords(chosenStall(root))}.`;
  };
  form.addEventListener('change', follow);
  follow();
}

/** From the fewest on, and up to twice as many as there are CPUs: more only wait for each other. */
function threadsFor(fewest: number): string[] {
  const least = Math.max(2, fewest);
  const most = Math.max(least, 2 * navigator.hardwareConcurrency);
  return Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
}

function chosenStall(root: HTMLElement): Stall {
  return STALLS.find((stall) => stallAsTyped(stall) === choiceOf(root, 'stall')) ?? NO_STALL;
}

/** What is chosen in `root` now. */
export function chosenRace(root: HTMLElement): RaceRequest {
  return {
    protocol: choiceOf(root, 'protocol'),
    scenario: choiceOf(root, 'scenario'),
    threads: Number(choiceOf(root, 'threads')),
    engine: choiceOf(root, 'engine') as Engine,
    dtor: choiceOf(root, 'dtor') as DestructorPolicy,
    durationMs: Number(choiceOf(root, 'duration')),
    stall: chosenStall(root),
    ...chosenDescriptors(root),
    seed: crypto.getRandomValues(new Uint32Array(1))[0] as number,
  };
}

// Form of a race.

import { stallInWords } from '../../../analysis/stall-words.js';
import { EMBEDDED_ENGINES } from '../../../front-end/sources.js';
import { type RaceRequest, raceOptions } from '../../../options/race-options.js';
import { NO_STALL, NOISE, type Stall } from '../../../options/stall.js';
import type { Markup } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { bindForm, chosenIn, offer, optionForm, optionSelect } from '../frame/form.js';
import { DESTRUCTORS, engineChoices, stallChoice } from '../frame/names.js';
import type { Entrant } from '../frame/page.js';
import {
  aboutChosen,
  descriptorFields,
  followScenario,
  protocolField,
  scenarioField,
} from '../frame/scenario-fields.js';

const spin = (amount: number): Stall => ({ kind: 'spin', amount, probability: 1 });

/** Shows within a moment of the start. */
const DEFAULT_STALL = spin(1000);
/** From none to rude. */
const STALLS: readonly Stall[] = [
  NO_STALL,
  spin(100),
  DEFAULT_STALL,
  spin(10_000),
  { kind: 'yield', amount: 0, probability: 1 },
  { kind: 'sleep', amount: 50, probability: 1 },
  NOISE,
];
const DURATIONS_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
const DEFAULT_MS = 2000;

export function raceForm(): Markup {
  const { threads, stall, dtor, engine, durationMs } = raceOptions;
  const durations = DURATIONS_MS.map((ms) => ({ value: String(ms), text: time(ms) }));
  return optionForm(
    'What races',
    [protocolField, scenarioField, optionSelect(stall, STALLS.map(stallChoice), stallChoice(DEFAULT_STALL).value)],
    [
      optionSelect(threads, []),
      optionSelect(durationMs, durations, String(DEFAULT_MS)),
      optionSelect(dtor, DESTRUCTORS),
      optionSelect(engine, engineChoices(EMBEDDED_ENGINES)),
      ...descriptorFields,
    ],
  );
}

/** Has the choices of `root` follow each other, and say what they mean. */
export function bindRaceForm(root: HTMLElement): void {
  bindForm(root, (form) => {
    const scenario = followScenario(form);
    if (scenario) offer(form, 'threads', threadsFor(scenario.minThreads));
    return `${aboutChosen(form)} With ${stallInWords(chosenIn(root, raceOptions).stall ?? NO_STALL)}.`;
  });
}

/** From the fewest on, and up to twice as many as there are CPUs: more only wait for each other. */
function threadsFor(fewest: number): string[] {
  const least = Math.max(2, fewest);
  const most = Math.max(least, 2 * navigator.hardwareConcurrency);
  return Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
}

/** Returns the race that is chosen in `root` now, and the same with nobody held up. */
export function chosenRaces(root: HTMLElement): Entrant[] {
  return withNatural({ ...chosenIn(root, raceOptions), seed: drawnSeed() });
}

/** Returns the race of `request`, and the same with nobody held up. */
export function withNatural(request: RaceRequest): Entrant[] {
  const natural = { title: 'natural', request: { ...request, stall: NO_STALL } };
  return request.stall?.kind === 'none' ? [natural] : [{ title: 'stalled', request }, natural];
}

/** Returns how a race runs where the page offers no choice. */
export function usualRace(): RaceRequest {
  const engine = typeof WebAssembly === 'undefined' ? 'js' : 'wasm';
  return { engine, durationMs: DEFAULT_MS, stall: DEFAULT_STALL, seed: drawnSeed() };
}

function drawnSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number;
}

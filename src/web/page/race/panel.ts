// Races of the package's protocols on the reader's own cores.

import { stallInWords } from '../../../analysis/stall-words.js';
import { type RaceRequest, raceOptions } from '../../../options/race-options.js';
import { NO_STALL, NOISE, type Stall } from '../../../options/stall.js';
import { html, type Markup } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { bindAddress } from '../frame/address.js';
import { bindForm, choicesOf, chosenIn, offer, optionForm, optionSelect } from '../frame/form.js';
import { destructorChoices, engineChoices, stallChoice } from '../frame/names.js';
import type { Entrant, PageContext } from '../frame/page.js';
import { runButtons, startAndStop } from '../frame/runner.js';
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

function raceForm(): Markup {
  const { threads, stall, dtor, engine, durationMs } = raceOptions;
  return optionForm(
    'What races',
    [protocolField, scenarioField, optionSelect(stall, STALLS.map(stallChoice), stallChoice(DEFAULT_STALL).value)],
    [
      optionSelect(threads, []),
      optionSelect(durationMs, choicesOf(DURATIONS_MS, time), String(DEFAULT_MS)),
      optionSelect(dtor, destructorChoices),
      optionSelect(engine, engineChoices),
      ...descriptorFields,
    ],
  );
}

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Race: real threads</h2>
<p class="lead">Threads of this browser share memory and race on your own cores; detectors watch. A violation is proof. The same race with nobody held up runs next, for the natural rate.</p>
${raceForm()}
${runButtons('Start')}
<div class="raced"></div>`.text;
  bindForm(root, (form) => {
    const scenario = followScenario(form);
    if (scenario) offer(form, 'threads', threadsFor(scenario.minThreads));
    return `${aboutChosen(form)} With ${stallInWords(chosenIn(root, raceOptions).stall ?? NO_STALL)}.`;
  });
  bindAddress(root, { panel: 'race' }); // it takes all cores, so it waits for a click
  const races = (): Entrant[] => withNatural({ ...chosenIn(root, raceOptions), seed: drawnSeed() });
  startAndStop(root, page, (signal) => page.race(root, races(), { signal }));
}

/** From the fewest on, and up to twice as many as there are CPUs: more only wait for each other. */
function threadsFor(fewest: number): string[] {
  const least = Math.max(2, fewest);
  const most = Math.max(least, 2 * navigator.hardwareConcurrency);
  return Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
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

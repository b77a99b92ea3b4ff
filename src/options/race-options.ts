// Options of race.

import { host } from '#host';
import { ENGINES } from '../front-end/sources.js';
import { allowedCpus } from '../machine/cpus.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type ConfigOf, commandOption, each, optionsIn, type RequestOf, type Typed } from './option.js';
import {
  compiler,
  descriptorOptions,
  dtor,
  expect,
  judgedOutput,
  noRoleUses,
  protocol,
  type RunFacts,
  recheck,
  scenario,
  seed,
  tier,
} from './shared.js';
import { NO_STALL, type Stall } from './stall.js';
import { among, name, onOff, powerOfTwo, stall, time, whole } from './value.js';

export const MAX_THREADS = 1024;

const REUSES = ['hot', 'cold'] as const;

export interface RaceFacts extends RunFacts {
  readonly threads: number;
}

const option = optionsIn<RaceFacts>();
const plain = optionsIn<unknown>();

/** Returns the number of threads unless told otherwise. */
export function threadsFor({ minThreads }: Scenario): number {
  return Math.max(2, minThreads);
}

/** Returns one slot for every two pages, as a power of two, unless the scenario is about one page. */
function slotsFor(pages: number | undefined, { slots }: Scenario): number {
  if (pages === undefined || slots === 1) return slots;
  return 2 ** Math.max(1, Math.floor(Math.log2(Math.max(2, pages / 2))));
}

const UNTIL = '--until-violation ends each run at its first violation or after that time';
const withUntil = ({ untilViolation }: Typed): string | undefined => (untilViolation === undefined ? undefined : UNTIL);

export const raceOptions = {
  protocol: each(protocol),
  scenario: each(scenario),
  engine: each(
    plain({
      value: name('engine', ENGINES),
      flag: '--engine <names>',
      help: `how the code runs: ${ENGINES.join(', ')}`,
      default: 'wasm',
      meaning:
        'What the protocol was compiled to. wasm: WebAssembly. js: JavaScript over Atomics. native: C11, by the C compiler of the machine.',
      label: 'Compiled to',
    }),
  ),
  compiler,
  tier,
  threads: option({
    value: whole('threads', 1, MAX_THREADS),
    flag: '--threads <n>',
    help: 'worker threads; may exceed the CPUs',
    default: ({ scenario: own }) => threadsFor(own),
    defaultText: '2, or what the scenario needs',
    meaning: 'Number of worker threads.',
    label: 'Threads',
  }),
  pages: option({
    value: whole('pages', 1, 2 ** 31),
    flag: '--pages <n>',
    help: 'pages in the array',
    default: ({ scenario: { pages } }) => pages,
    defaultText: 'the scenario decides',
    meaning: 'Number of pages.',
  }),
  pageBytes: option({
    value: among('page bytes', [64, 128]),
    flag: '--page-bytes <n>',
    help: 'distance of pages: 64, or 128 to defeat adjacent-line prefetch',
    default: 64,
    meaning: 'Distance from one page to the next in memory, in bytes.',
    inapplicable: ({ values: { pages }, protocol: { perThreadWords } }) =>
      pages === 1 && perThreadWords === 0
        ? '--page-bytes does nothing with one page, which has no next one: ask for more with --pages, or leave it out'
        : undefined,
  }),
  slots: option({
    value: powerOfTwo('slots', 2 ** 24), // one for every two pages of the largest array
    default: ({ asked, scenario: own }) => slotsFor(asked.pages, own),
    meaning: 'Number of index slots, a power of two.',
    inapplicable: noRoleUses('slots', '--slots', 'uses another slot than the first'),
  }),
  durationMs: plain({
    value: time('the duration must be positive and under 24 days', (ms) => ms > 0 && ms < 2 ** 31),
    flag: '--duration <time>',
    help: 'length of each run: 500ms, 5s, 2m, 1h; a bare number is seconds',
    default: 5000,
    meaning: 'Time to run, in milliseconds.',
    inapplicableBeside: withUntil,
    label: 'Length',
  }),
  stall: each(
    plain({
      value: stall,
      flag: '--stall <kinds>',
      help: 'hold workers up between steps 1 and 2: none, spin:N, yield, sleep:US; or anywhere: noise; each @probability',
      default: NO_STALL,
      defaultText: 'none',
      meaning: 'How workers are held up: between steps 1 and 2 of a put, or by noise before any access.',
      label: 'Between the two steps',
    }),
  ),
  dtor,
  recheck,
  reuse: option({
    value: name('reuse', REUSES),
    flag: '--reuse <order>',
    help: 'whether a worker takes the page first (hot) or last (cold) that it freed last',
    default: 'hot',
    meaning: 'hot: a worker takes the page first that it freed last. cold: all others come before it.',
    inapplicable: ({ values: { pages } }) =>
      pages === 1 ? '--reuse cold does nothing with one page: ask for more with --pages, or leave it out' : undefined,
  }),
  ...descriptorOptions,
  seed,
  pin: option({
    value: onOff,
    flag: '--pin',
    help: 'pin each worker to a CPU of its own',
    off: ['--no-pin', 'leave the workers to the scheduler'],
    // Two workers on one CPU hardly ever meet in a window.
    default: ({ threads }) => host.canPinThreads && threads <= allowedCpus().length,
    defaultText: 'when there are as many CPUs as threads',
    meaning: 'Whether each worker is pinned to a CPU.',
  }),
  stopOnViolation: plain({
    value: onOff,
    flag: '--stop-on-violation',
    help: 'end each run at its first violation',
    default: false,
    meaning: 'Whether the race ends at its first violation.',
    inapplicableBeside: withUntil,
  }),
  untilViolation: commandOption(
    time(),
    '--until-violation <time>',
    'instead of a duration: until a violation shows, at most so long',
  ),
  expect,
  ...judgedOutput,
} as const;

export type RaceConfig = ConfigOf<typeof raceOptions>;

/** Request of a caller, who may leave out any key. A stall that is none needs no numbers. */
export type RaceRequest = Omit<RequestOf<typeof raceOptions>, 'stall'> & {
  readonly stall?: Stall | { readonly kind: 'none' };
};

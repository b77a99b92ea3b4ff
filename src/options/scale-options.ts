// Options of scale.

import { host } from '#host';
import { ENGINES } from '../front-end/sources.js';
import { usableCpus } from '../machine/environment.js';
import { PIN_ORDERS } from '../machine/pin-order.js';
import { workloads } from '../scenarios/workloads.js';
import { type ConfigOf, commandOption, optionsIn, type RequestOf } from './option.js';
import { MAX_THREADS } from './race-options.js';
import { compiler, output, protocol, seed, tier } from './shared.js';
import { distinct, name, onOff, text, time, whole } from './value.js';

const plain = optionsIn<unknown>();

/** A gain of the series, and its two losses: neither is to be read without the other. */
const TYPED_WORKLOADS: readonly string[] = ['shared', 'failed-get', 'free'];

/** Workloads for which the number of pages counts. */
const PAGED = workloads.filter(({ pages }) => pages === null).map((workload) => workload.name);

/** Under 1 % is lost to starting two threads; a sweep to 16 threads ends in two minutes. Figures: docs/scale.md. */
const TRIAL_MS = 250;

/** Returns 1, 2, 4, ... and `most` itself. */
export function powersUpTo(most: number): number[] {
  const powers = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, exponent) => 2 ** exponent);
  return powers.at(-1) === most ? powers : [...powers, most];
}

export const scaleOptions = {
  protocols: plain({
    value: distinct('protocol', text),
    flag: '--protocol <names>',
    help: protocol.help ?? '',
    default: ['old', 'v4'],
    meaning: 'Names in the registry, or paths of protocol files.',
    label: 'Protocols',
  }),
  workloads: {
    ...plain({
      value: distinct('workload', text),
      flag: '--workload <names>',
      help: 'what the threads do, with commas between (below)',
      default: ['shared'],
      meaning: 'Names of the workloads.',
      label: 'What the threads do',
    }),
    typedDefault: TYPED_WORKLOADS,
  },
  engines: plain({
    value: distinct('engine', name('engine', ENGINES)),
    flag: '--engine <names>',
    help: `how the code runs: ${ENGINES.join(', ')}`,
    defaultText: 'native, if there is a C compiler, cc or $CC; else wasm',
    meaning: 'What the protocols were compiled to.',
    label: 'Compiled to',
  }),
  native: plain({
    value: onOff,
    flag: '--native',
    help: 'one more engine, native, beside those of --engine, or beside wasm',
    meaning: 'Whether the native engine is one of them.',
  }),
  compiler,
  tier,
  threads: plain({
    value: distinct('threads', whole('threads', 1, MAX_THREADS)),
    flag: '--threads <numbers>',
    help: 'numbers of threads, with commas between',
    default: () => powersUpTo(usableCpus()),
    defaultText: '1, 2, 4, ... up to the CPUs',
    meaning: 'Numbers of threads.',
  }),
  durationMs: plain({
    value: time('a trial must last from 1 ms to 1 hour', (ms) => ms >= 1 && ms <= 3_600_000),
    flag: '--duration <time>',
    help: 'measured time of a trial: 150ms, 1s; a bare number is seconds',
    default: TRIAL_MS,
    meaning: 'Measured time of a trial, in milliseconds.',
    label: 'Time of a trial',
  }),
  trials: plain({
    value: whole('trials', 1, 10_000),
    flag: '--trials <n>',
    help: 'trials of each cell of the table',
    default: 15,
    meaning: 'Number of trials of each cell.',
    label: 'Trials of each point',
  }),
  pages: plain({
    value: whole('pages', 1, 100_000),
    flag: '--pages <n>',
    help: `pages of the workloads ${PAGED.join(', ')}`,
    default: 64,
    meaning: 'Number of pages of the workloads that spread over many.',
    inapplicableBeside: ({ workloads: named = TYPED_WORKLOADS }) =>
      (named as readonly string[]).some((workload) => PAGED.includes(workload))
        ? undefined
        : `only the workloads ${PAGED.join(', ')} have a number of pages`,
  }),
  pin: plain({
    value: onOff,
    flag: '--no-pin',
    help: 'leave the threads to the scheduler',
    default: host.canPinThreads,
    meaning: 'Whether each thread is pinned to a CPU.',
  }),
  pinOrder: plain({
    value: name('pin order', PIN_ORDERS),
    flag: '--pin-order <order>',
    help: 'one thread per core first, SMT siblings first, each next thread as far off as can be, or CPUs as numbered',
    default: 'cores',
    meaning:
      'Order in which CPUs get threads. cores: one thread for each core first, then their SMT siblings. siblings: a core is filled before the next. apart: as cores, but each next thread in another package and behind another cache. numbers: by number.',
    inapplicableBeside: ({ pin }) => (pin === false ? 'threads that are not pinned have no order' : undefined),
  }),
  seed: {
    ...seed,
    help: 'seed of trial order, page tables and intervals',
    meaning: 'Seed of the order of trials, of page tables and of intervals.',
  },
  json: { ...output.json, help: 'print the result, with every sample, as JSON' },
  markdown: commandOption(onOff, '--markdown', 'print one table as Markdown'),
  csv: commandOption(onOff, '--csv', 'print every trial as comma-separated values'),
  benchJson: commandOption(
    text,
    '--bench-json <file>',
    'write the medians to a file, as actions of continuous benchmarking read them (customBiggerIsBetter)',
  ),
  out: output.out,
  force: output.force,
} as const;

export type ScaleConfig = ConfigOf<typeof scaleOptions>;

/** Request of a caller, who may leave out any key. */
export type ScaleRequest = RequestOf<typeof scaleOptions>;

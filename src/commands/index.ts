// The commands by their names, each with what --help says of it. A command is loaded when it is asked for: all of them take
// longer than a small check.

import type { Command } from 'commander';

/** A module of a command: `define` gives it its options, and what it does. */
export interface CommandModule {
  define(command: Command): void;
}

/** In the order in which a newcomer meets them. */
export const COMMANDS: Readonly<Record<string, readonly [summary: string, load: () => Promise<CommandModule>]>> = {
  demo: ['show the reported race: on real threads, in every interleaving, replayed', () => import('./demo.js')],
  race: ['hammer a page array from worker threads and watch for lifetime violations', () => import('./race.js')],
  check: [
    'explore every interleaving of a scenario and print the shortest way to a violation',
    () => import('./check.js'),
  ],
  verify: ['verify a proof for any number of threads, without the search that found it', () => import('./verify.js')],
  replay: ['force a witness onto real worker threads and compare every value', () => import('./replay.js')],
  judge: ['say whether an interleaving that somebody posted can happen', () => import('./judge.js')],
  scale: ['measure throughput across numbers of threads', () => import('./scale.js')],
  claims: ['answer what the thread asked and said, by running it', () => import('./claims.js')],
  report: ['turn result files into a page of tables, charts and interleavings', () => import('./report.js')],
  compare: ['say what changed between two result files', () => import('./compare.js')],
  results: ['list, show and merge result files', () => import('./results.js')],
  new: ['begin a protocol of your own', () => import('./new.js')],
  emit: ['print C for other machines, models for SPIN, tests for herd7, and kernels', () => import('./emit.js')],
  list: ['show protocols, scenarios and workloads', () => import('./list.js')],
  mutants: [
    'test reftorture itself: is every broken protocol found, and no sound one accused?',
    () => import('./mutants.js'),
  ],
  serve: ['open the page that races, checks and measures in a browser', () => import('./serve.js')],
  doctor: ['show what this machine can measure, and what would disturb it', () => import('./doctor.js')],
};

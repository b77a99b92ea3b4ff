// Options of check.

import { MEMORY_MODELS, type MemoryModelName, memoryFacts } from '../memory-facts.js';
import { builtInRoles } from '../scenarios/index.js';
import { properties } from '../violations/table.js';
import {
  type BesideOf,
  type ConfigOf,
  commandOption,
  each,
  eachOnce,
  inapplicableIf,
  optionsIn,
  type RequestOf,
  type Typed,
} from './option.js';
import {
  descriptorOptions,
  dtor,
  expect,
  judgedOutput,
  noRoleUses,
  protocol,
  type RunFacts,
  recheck,
  scenario,
} from './shared.js';
import { budget, listOf, name, onOff, powerOfTwo, text, time, whole, wholeOrAny, wholeOrNull } from './value.js';

export const MAX_ROUNDS = 1000;

const option = optionsIn<RunFacts>();
const plain = optionsIn<unknown>();

/** Returns a function that says why `flag` means nothing to a memory model that was typed. */
const meansNothing =
  (flag: string) =>
  ({ memory = [], litmus }: Typed): string | undefined => {
    if (litmus !== undefined) return undefined;
    const reasons = (memory as readonly MemoryModelName[]).flatMap((named) => memoryFacts[named].withoutEffect);
    return reasons.find(([option]) => option === flag)?.[1];
  };

/** For `--help`: how far a check goes by default. */
function mostStates(model: MemoryModelName): string {
  const { maxStates, counts } = memoryFacts[model];
  return [...(model === 'sc' ? [] : [model]), maxStates, ...(counts ? [counts] : [])].join(' ');
}

const options = {
  protocol: each(protocol),
  scenario: each(scenario),
  threads: plain({
    in: 'request',
    value: wholeOrAny('threads', 1, Number.MAX_SAFE_INTEGER), // the scenario knows how many
    flag: '--threads <n>',
    help: 'threads; any: prove what holds for any number of them, and look for the rest with 2 to 4',
    defaultText: 'the scenario decides',
    label: 'Threads',
  }),
  roles: plain({
    value: listOf('role', text),
    flag: '--roles <names>',
    help: `instead: one thread each of ${builtInRoles()
      .map((role) => role.name)
      .join(', ')}`,
    meaning: 'Role of each thread, in the order of the scenario.',
  }),
  anyThreads: plain({
    in: 'config?',
    value: onOff,
    meaning:
      'True where the check was about any number of threads of each role, and of rounds: `roles` names each once, `rounds` is meaningless. Absent otherwise.',
  }),
  rounds: option({
    value: whole('rounds', 1, MAX_ROUNDS),
    flag: '--rounds <n>',
    help: 'lives that every thread plays',
    default: ({ scenario: { check } }) => check.rounds ?? 1,
    defaultText: '1',
    meaning: 'How often each role is played. An owner that is played once fills its slot and clears it again.',
    label: 'Rounds',
  }),
  pages: option({
    value: whole('pages', 1, 64),
    flag: '--pages <n>',
    help: 'pages in the array',
    default: ({ scenario: { check } }) => check.pages,
    defaultText: 'the scenario decides',
    meaning: 'Number of pages.',
  }),
  slots: option({
    value: powerOfTwo('slots', 64),
    flag: '--slots <n>',
    help: 'index slots, a power of two',
    default: ({ scenario: { check } }) => check.slots,
    defaultText: 'the scenario decides',
    meaning: 'Number of index slots.',
    inapplicable: noRoleUses('slots', '--slots', 'uses another slot than the first'),
  }),
  dtor,
  recheck,
  unmap: option({
    value: name('unmap', ['before-put', 'after-put']),
    flag: '--unmap <when>',
    help: 'when an owner takes its page out of the index',
    default: 'before-put',
    meaning: "When an owner takes its page out of the index: before it puts the index's reference, or after.",
    inapplicable: noRoleUses('unmap', '--unmap', 'asks when to take a page out of the index'),
  }),
  memory: eachOnce(
    plain({
      value: name('memory model', MEMORY_MODELS),
      flag: '--memory <model>',
      help: `${MEMORY_MODELS.map((model) => `${model}: ${memoryFacts[model].description}`).join('; ')}. Of litmus tests, with commas between`,
      default: 'sc',
      meaning:
        'Memory model. sc: sequential consistency. ra: release/acquire with relaxed accesses, as the orders in the sources ask. lkmm: the axioms of the Linux-kernel memory model over whole executions.',
      label: 'Memory ordering',
    }),
  ),
  width: option({
    value: whole('width', 3, 32),
    flag: '--width <bits>',
    help: 'bits of the count word, 3 to 32; its limits scale with it',
    default: ({ protocol: { narrows }, scenario: { check } }) => (narrows ? check.width : undefined) ?? 32,
    meaning: 'Bits of the count word.',
    inapplicable: ({ protocol: { name: named, narrows, perThreadWords } }) => {
      if (narrows) return undefined;
      return perThreadWords > 0
        ? `--width does nothing with "${named}", which counts in words of each worker, too: leave it out`
        : `--width does not narrow "${named}", which does not count through WIDTH and wrap() of reftorture/width: use them, or leave it out`;
    },
  }),
  resetAfter: option({
    value: wholeOrNull('reset after', 1, ({ width }) => 2 ** ((width as number) - 1) - 1),
    flag: '--reset-after <n>',
    help: 'failed gets on one page from which v4 resets its count word',
    default: null,
    defaultText: '2^(width-2)',
    meaning:
      'Number of failed gets from which on the protocol takes them back. Null: as its source has it for this width.',
    inapplicable: ({ protocol: { name: named, entry } }) =>
      entry && !entry.resets
        ? `--reset-after does nothing with "${named}", which has no such limit for failed gets: leave it out`
        : undefined,
  }),
  ...descriptorOptions,
  litmus: commandOption(
    listOf('litmus test', text),
    '--litmus <tests...>',
    'instead: run litmus tests, under lkmm, which decides those that state a result, and what --memory names (default: of those that state none sc, ra and lkmm): files in the C format, folders of them, names of those that come along, such as SB, or all of these',
  ),
  timeLimitMs: commandOption(
    time(),
    '--time-limit <time>',
    'of litmus tests: give up the memory model that one is under after so long, inconclusively, and go on',
    {
      default: 10_000,
      defaultText: '10s',
      inapplicableBeside: ({ litmus }) => (litmus === undefined ? 'only litmus tests have a time limit' : undefined),
    },
  ),
  properties: plain({
    in: 'beside',
    value: listOf('property', name('property', properties)),
    flag: '--property <names>',
    help: `only these: ${properties.join(', ')}`,
  }),
  maxStates: plain({
    in: 'beside',
    value: budget('states'),
    flag: '--max-states <n>',
    help: 'give up, inconclusively, at so many states',
    defaultText: MEMORY_MODELS.map(mostStates).join(', under '),
  }),
  maxMemoryBytes: plain({
    in: 'beside',
    value: budget('bytes'),
    flag: '--max-memory <size>',
    help: 'give up, inconclusively, before it holds more, such as 500M or 4G',
    defaultText: 'half of what the machine or the container has',
    inapplicableBeside: meansNothing('--max-memory'),
  }),
  reduction: commandOption(
    name('reduction', ['symmetry', 'none']),
    '--reduction <kind>',
    'states that need not be explored: of equal threads (symmetry), or none',
    { default: 'symmetry', inapplicableBeside: meansNothing('--reduction') },
  ),
  jobs: commandOption(
    budget('jobs'),
    '--jobs <n>',
    'checks or litmus tests that run at a time, each in one thread, when there are several',
    { defaultText: 'one for each idle CPU; of litmus tests, one for each CPU' },
  ),
  all: commandOption(
    onOff,
    '--all',
    'the matrix: every scenario and destructor policy, and every protocol unless given',
  ),
  witnesses: commandOption(onOff, '--witnesses', 'print the shortest witness of every violated property', {
    inapplicableBeside: ({ all, markdown }) => (all || markdown ? 'a matrix has no room for witnesses' : undefined),
  }),
  witness: commandOption(text, '--witness <file>', 'write the first witness to a file, for replay'),
  proof: commandOption(text, '--proof <file>', 'with --threads any: write the proof to a file, for verify'),
  expect,
  markdown: commandOption(onOff, '--markdown', 'print the matrix as Markdown'),
  ...judgedOutput,
} as const;

/** Options that litmus tests have, too. */
const OF_LITMUS = [
  'memory',
  'litmus',
  'timeLimitMs',
  'maxStates',
  'maxMemoryBytes',
  'jobs',
  ...Object.keys(judgedOutput),
];

export const checkOptions = inapplicableIf(
  ({ litmus }) => (litmus === undefined ? undefined : '--litmus runs litmus tests and nothing else'),
  options,
  OF_LITMUS,
);

export type CheckConfig = ConfigOf<typeof checkOptions>;

/** Request of a caller, who may leave out any key; `threads` is the short way to say how many roles. */
export type CheckRequest = RequestOf<typeof checkOptions>;

/** Reductions of the exploration that lose no violation. */
export interface Reductions {
  /** States that differ only by exchanging equal threads count as one. */
  readonly symmetry: boolean;
}

/** Limits that a caller may give beside a request. */
export interface CheckLimits extends BesideOf<typeof checkOptions> {
  readonly reductions?: Partial<Reductions>;
}

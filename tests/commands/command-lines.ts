// Command lines as people mistype them: known words in any order, wrong values, mangled names.

import { below, type Random } from '../../src/statistics/random.js';

/** Values that run for a moment at most when they are right, and others that are wrong. */
const TIMES = ['1ms', '3ms', '0', '-1s', 'soon', '', '99999999h', '5 s'];
const NUMBERS = ['1', '2', '3', '0', '-1', '1.5', '1e3', 'NaN', '', '0x10', '99999999999999999999'];
const PROTOCOLS = [
  'old',
  'v4',
  'or-freeze',
  'v6',
  'old,v4',
  'old,,v4',
  './none.ts',
  '.',
  '',
  '__proto__',
  'constructor',
];
const SCENARIOS = [
  'email',
  'mixed',
  'stale',
  'folio-email',
  'emial',
  'email,mixed',
  'email,folio-index',
  '',
  'toString',
];
const DESCRIPTORS = {
  '--reclaim': ['type-stable', 'at-once', 'grace', 'rcu', ''],
  '--section': ['put-outside', 'put-inside', 'none', 'outside', ''],
};
const TOKENS = ['v4,email@0:a5', 'v4,email@054b6c999d80:a5b5c5a', '@', 'none.json'];

export interface Places {
  readonly files: readonly string[];
  readonly outputs: readonly string[];
}

interface Command {
  readonly name: string;
  /** Put first, so that a line that is right is also short. */
  readonly limits: readonly string[];
  /** Options with the values to try; none for switches. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly operands: readonly string[];
}

export function commandsFor({ files, outputs }: Places): Command[] {
  const common = { '--json': [], '--out': outputs, '--force': [], '--help': [] };
  return [
    {
      name: 'race',
      limits: ['--duration', '2ms'],
      options: {
        ...common,
        ...{
          '--protocol': PROTOCOLS,
          '--scenario': SCENARIOS,
          '--engine': ['js', 'wasm', 'native', 'jit', ''],
          '--threads': NUMBERS,
        },
        ...{
          '--duration': TIMES,
          '--stall': ['none', 'spin:10', 'sleep:1@0.5', 'noise', 'noise:8@1', 'noise:0', 'spin', 'yield@2', ''],
          '--pages': NUMBERS,
        },
        ...{
          '--dtor': ['captured', 'looked-up', 'lost'],
          '--no-recheck': [],
          '--reuse': ['hot', 'cold', 'warm'],
          '--seed': NUMBERS,
          '--pin': [],
          '--no-pin': [],
        },
        ...DESCRIPTORS,
        '--stop-on-violation': [],
        '--until-violation': ['2ms', '0', 'soon', ''],
        '--expect': ['stolenFree', 'nothing', ''],
      },
      operands: ['extra'],
    },
    {
      name: 'check',
      limits: ['--max-states', '500'],
      options: {
        ...common,
        ...{
          '--protocol': PROTOCOLS,
          '--scenario': SCENARIOS,
          '--threads': NUMBERS,
          '--rounds': NUMBERS,
          '--width': NUMBERS,
        },
        ...{
          '--pages': NUMBERS,
          '--slots': NUMBERS,
          '--max-states': ['1', '100', '0', '-1', 'x'],
          '--memory': ['sc', 'tso', ''],
          '--max-memory': ['1M', '1', '0', 'much', ''],
          '--jobs': ['1', '2', '0', 'x'],
        },
        '--dtor': ['captured', 'looked-up', 'lost'],
        ...DESCRIPTORS,
        '--property': ['leak', 'leek', ''],
        '--witness': outputs,
      },
      operands: ['extra'],
    },
    {
      name: 'scale',
      limits: ['--threads', '1', '--trials', '1', '--duration', '1ms'],
      options: {
        ...common,
        ...{
          '--protocol': PROTOCOLS,
          '--workload': ['shared', 'free', 'fre', ''],
          '--threads': ['1', '1,1', '0', 'x', ''],
        },
        ...{
          '--trials': ['1', '2', '0', 'x', '-1'],
          '--duration': TIMES,
          '--csv': [],
          '--no-pin': [],
          '--seed': NUMBERS,
        },
      },
      operands: ['extra'],
    },
    { name: 'replay', limits: [], options: common, operands: [...TOKENS, ...files] },
    {
      name: 'judge',
      limits: ['--max-states', '100'],
      options: { '--help': [], '--max-states': ['1', '0', '-1', 'x', ''] },
      operands: files,
    },
    {
      name: 'claims',
      limits: ['C99'],
      options: { ...common, '--quick': [], '--markdown': [] },
      operands: ['C0', 'c1x', ''],
    },
    {
      name: 'new',
      limits: [],
      options: { '--help': [], '--from': PROTOCOLS },
      operands: [...outputs, 'mine.ts', 'mine.js'],
    },
    {
      name: 'list',
      limits: [],
      options: { '--json': [], '--emit': ['c', 'js', 'wat', 'asm', ''] },
      operands: ['extra', 'v4', ...PROTOCOLS],
    },
    {
      name: 'report',
      limits: [],
      options: { '--out': outputs, '-o': outputs, '--svg': outputs, '--title': ['<b>', ''] },
      operands: files,
    },
    {
      name: 'compare',
      limits: [],
      options: {
        ...common,
        '--margin': ['0.1', '1', 'x', ''],
        '--fail-below': ['0.9', '0', 'x'],
        '--anyway': [],
        '--markdown': [],
      },
      operands: files,
    },
    {
      name: 'results',
      limits: [],
      options: { ...common, '--merge': [], '--schema': ['race@1', 'race', '', '__proto__'] },
      operands: files,
    },
  ];
}

/** Words that any command may get. */
const STRAY = ['--', '-', '--=', '--version', '-x', '--json=1', 'help', '🦀', '%s', '$(id)', '-o'];

export function commandLine(commands: readonly Command[], random: Random): string[] {
  const one = <T>(items: readonly T[]): T => items[below(random, items.length)] as T;
  if (random() < 0.05) return Array.from({ length: below(random, 4) }, () => one(STRAY));
  const command = one(commands);
  const line = [random() < 0.03 ? mangled(command.name, random) : command.name, ...command.limits];
  for (let words = below(random, 5); words > 0; words--) {
    const option = one(Object.keys(command.options));
    const values = command.options[option] as readonly string[];
    line.push(random() < 0.06 ? mangled(option, random) : option);
    if (values.length > 0 && random() < 0.95) line.push(one(values));
  }
  for (let operands = below(random, 3); operands > 0 && command.operands.length > 1; operands--)
    line.push(one(command.operands));
  if (random() < 0.05) line.push(one(command.operands));
  if (random() < 0.05) line.splice(1 + below(random, line.length), 0, one(STRAY));
  return line;
}

/** A letter missing, doubled or changed. Only names are mangled: a mangled time could last for hours. */
function mangled(word: string, random: Random): string {
  const at = below(random, word.length);
  const letter = ['', word[at]?.repeat(2) ?? '', 'q'][below(random, 3)] as string;
  return word.slice(0, at) + letter + word.slice(at + 1);
}

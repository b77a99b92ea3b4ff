// Command lines as people mistype them: known words in any order, wrong values, mangled names.

import { Command, type Option } from 'commander';
import { COMMANDS } from '../../src/commands/index.js';
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
const TOKENS = ['v4,email@0:a5', 'v4,email@054b6c999d80:a5b5c5a', '@', 'none.json'];

/** Values of options by their flags. Others have their choices, or numbers. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--protocol': PROTOCOLS,
  '--from': PROTOCOLS,
  '--scenario': SCENARIOS,
  '--workload': ['shared', 'free', 'fre', ''],
  '--engine': ['js', 'wasm', 'native', 'jit', ''],
  '--duration': TIMES,
  '--until-violation': ['2ms', '0', 'soon', ''],
  '--stall': ['none', 'spin:10', 'sleep:1@0.5', 'noise', 'noise:8@1', 'noise:0', 'spin', 'yield@2', ''],
  '--expect': ['stolenFree', 'nothing', ''],
  '--property': ['leak', 'leek', ''],
  '--max-states': ['1', '100', '0', '-1', 'x', ''],
  '--max-memory': ['1M', '1', '0', 'much', ''],
  '--margin': ['0.1', '1', 'x', ''],
  '--fail-below': ['0.9', '0', 'x'],
  '--title': ['<b>', ''],
  '--schema': ['race@1', 'race', '', '__proto__'],
};

/** They run for minutes: the whole matrix, all litmus tests. */
const LONG: readonly string[] = ['--all', '--litmus'];

export interface Places {
  readonly files: readonly string[];
  readonly outputs: readonly string[];
}

interface TriedCommand {
  readonly name: string;
  /** Put first, so that a line that is right is also short. */
  readonly limits: readonly string[];
  /** Options with the values to try; none for switches. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly operands: readonly string[];
}

/** Returns the commands that end in a moment, with all their options but the long ones. */
export async function commandsFor({ files, outputs }: Places): Promise<TriedCommand[]> {
  const tried: Readonly<Record<string, Pick<TriedCommand, 'limits' | 'operands'>>> = {
    race: { limits: ['--duration', '2ms'], operands: ['extra'] },
    check: { limits: ['--max-states', '500'], operands: ['extra'] },
    scale: { limits: ['--threads', '1', '--trials', '1', '--duration', '1ms'], operands: ['extra'] },
    replay: { limits: [], operands: [...TOKENS, ...files] },
    judge: { limits: ['--max-states', '100'], operands: files },
    claims: { limits: ['C99'], operands: ['C0', 'c1x', ''] },
    new: { limits: [], operands: [...outputs, 'mine.ts', 'mine.js'] },
    list: { limits: [], operands: ['extra', 'v4', ...PROTOCOLS] },
    report: { limits: [], operands: files },
    compare: { limits: [], operands: files },
    results: { limits: [], operands: files },
  };
  const values = { ...VALUES, '--out': outputs, '--svg': outputs, '--witness': outputs };
  return Promise.all(
    Object.entries(tried).map(async ([name, known]) => ({ name, ...known, options: await optionsOf(name, values) })),
  );
}

async function optionsOf(name: string, values: typeof VALUES): Promise<TriedCommand['options']> {
  const command = new Command(name);
  const [, load] = COMMANDS[name] as (typeof COMMANDS)[string];
  (await load()).define(command);
  const valuesOf = ({ required, optional, long, argChoices }: Option): readonly string[] =>
    required || optional ? (values[long ?? ''] ?? (argChoices ? [...argChoices, 'other', ''] : NUMBERS)) : [];
  const tried = command.options
    .filter(({ long }) => !LONG.includes(long ?? ''))
    .flatMap((option) => [option.short, option.long].flatMap((flag) => (flag ? [[flag, valuesOf(option)]] : [])));
  return { ...Object.fromEntries(tried), '--help': [] };
}

/** Words that any command may get. */
const STRAY = ['--', '-', '--=', '--version', '-x', '--json=1', 'help', '🦀', '%s', '$(id)', '-o'];

export function commandLine(commands: readonly TriedCommand[], random: Random): string[] {
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

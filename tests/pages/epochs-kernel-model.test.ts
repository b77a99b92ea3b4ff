// The barriers of the epoch scheme under the Linux-kernel memory model, which cannot explore the scenarios on
// descriptors: the accesses of its sources as litmus tests, printed from the sources with the orders that these ask
// for. The condition of each is the one mistake that there may not be. The tests of the whole scheme that come along, the
// evidence of claim C19 d, are held to the same sources, access by access.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runLitmus } from '../../src/checker/litmus.js';
import { parseLitmus } from '../../src/litmus/parse.js';
import { litmusFiles } from '../../src/litmus/shipped.js';

type Sources = Readonly<Record<'epochs' | 'reclaim' | 'slots', string>>;

/** `source` without its comments. */
const withoutComments = (source: string): string => source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

const textOf = (name: keyof Sources): string =>
  withoutComments(readFileSync(new URL(`../../src/pages/${name}.ts`, import.meta.url), 'utf8'));
const SOURCES: Sources = { epochs: textOf('epochs'), reclaim: textOf('reclaim'), slots: textOf('slots') };

const WORKERS_SECTION = 'WORKERS_BASE + worker * WORKER_BYTES + WORKER_SECTION';

type Names = Readonly<Record<string, string>>;

/** Of a litmus test: what the addresses and values in the text of the sources are called there. */
const NAMES: Names = {
  EPOCH: 'epoch',
  ownSection: 'section',
  [WORKERS_SECTION]: 'section',
  slot: 'slot',
  'page + REFCOUNT': 'word',
  'page + RETIRED_IN': 'stamp',
  'page + GENERATION': 'generation',
  OUTSIDE: '0',
  '(epoch << 1) | 1': '1',
  epoch: '0',
  '(epoch + 1) | 0': '1',
  POISONED: '2',
  '0': '0',
};

const CALL =
  /\b(load|store|exchange|fetchAdd|compareExchange)\(((?:[^()]|\([^()]*\))*), (RELAXED|ACQUIRE|RELEASE|FULL)\)/g;

const SUFFIXES = { RELAXED: '_relaxed', ACQUIRE: '_acquire', RELEASE: '_release', FULL: '' } as const;

/**
 * The accesses of a function of a source as statements of a litmus test, each by the register that takes its value.
 * Only those at `word`, if given.
 */
function accessesOf(source: string, name: string, word?: string, names = NAMES): ((register: string) => string)[] {
  const body = bodyOf(source, name);
  const accesses = [...body.matchAll(CALL)].map(([, access = '', inputs = '', order = '']) => {
    const [at = '', first = '', second = ''] = inputs.split(', ').map((input) => {
      const known = names[input];
      if (known === undefined) throw new Error(`${name}() has changed, and so must this test: ${access}(${inputs})`);
      return known;
    });
    const suffix = SUFFIXES[order as keyof typeof SUFFIXES];
    const print = (register: string): string => {
      if (access === 'exchange') return `${register} = xchg${suffix}(${at}, ${first});`;
      if (access === 'fetchAdd') return `${register} = atomic_fetch_add${suffix}(${first}, ${at});`;
      if (access === 'compareExchange') return `${register} = cmpxchg${suffix}(${at}, ${first}, ${second});`;
      if (access === 'store')
        return order === 'RELEASE' ? `smp_store_release(${at}, ${first});` : `WRITE_ONCE(*${at}, ${first});`;
      if (order === 'ACQUIRE') return `${register} = smp_load_acquire(${at});`;
      const read = `${register} = READ_ONCE(*${at});`;
      return order === 'FULL' ? `smp_mb(); ${read} smp_mb();` : read;
    };
    return { at, print };
  });
  const found = accesses.filter(({ at }) => word === undefined || at === word).map(({ print }) => print);
  if (found.length === 0) throw new Error(`${name}() accesses ${word ?? 'nothing'}`);
  return found;
}

function bodyOf(source: string, name: string): string {
  return new RegExp(`function ${name}\\b([\\s\\S]*?)\\n}`).exec(source)?.[1] ?? '';
}

/** The only access of accessesOf(). */
function accessOf(source: string, name: string, word?: string): (register: string) => string {
  const [only, ...others] = accessesOf(source, name, word);
  if (!only || others.length > 0) throw new Error(`${name}() has ${others.length + 1} accesses at ${word}`);
  return only;
}

function answerTo(litmus: string): string | undefined {
  const { runs } = runLitmus(parseLitmus('epochs.litmus', litmus), { maxStates: 100_000 });
  return runs.find(({ memory }) => memory === 'lkmm')?.answer;
}

/** Tells whether a reader may have found what was unlinked, and whoever advances behind that not find the reader's section. */
function mayMissSection({ epochs, slots }: Sources): string | undefined {
  const [readEpoch, letGoUp] = accessesOf(epochs, 'advance', 'epoch');
  const stamping = accessesOf(epochs, 'epochAfterUnlinking').map((access, index) => access(`r${index}`));
  return answerTo(
    `C epochs
{}
P0(int *section, int *slot) {
  int r0; int r1; ${accessOf(epochs, 'enterSection', 'section')('r0')} ${accessOf(slots, 'lookup')('r1')}
}
P1(int *slot, int *own, int *epoch) {
  int r0; int r1; WRITE_ONCE(*slot, 1); ${stamping.join(' ').replace('section', 'own')}
}
P2(int *epoch) { int r0; ${letGoUp?.('r0')} }
P3(int *epoch, int *section) { int r0; int r1; ${readEpoch?.('r0')} ${accessOf(epochs, 'advance', 'section')('r1')} }
exists (0:r1=0 /\\ 1:r${stamping.length - 1}=0 /\\ 3:r0=1 /\\ 3:r1=0)
`,
  );
}

/** Tells whether a reader may find the poison that was written after his section. */
function mayReadPoison({ epochs, reclaim }: Sources): string | undefined {
  const [, letGoUp] = accessesOf(epochs, 'advance', 'epoch');
  return answerTo(`C leaving
{ section = 1; }
P0(int *word, int *section) { int r0; int r1; r0 = READ_ONCE(*word); ${accessOf(epochs, 'leaveSection')('r1')} }
P1(int *section, int *epoch) {
  int r0; int r1; ${accessOf(epochs, 'advance', 'section')('r0')} if (r0 == 0) { ${letGoUp?.('r1')} }
}
P2(int *epoch, int *word) {
  int r0; int r1; ${accessOf(epochs, 'advancedEpoch')('r0')} if (r0 == 1) { ${accessOf(reclaim, 'giveBack', 'word')('r1')} }
}
exists (0:r0=2)
`);
}

/** Tells whether the poison may lie over the count of whoever took the memory. */
function mayPoisonCount({ reclaim }: Sources): string | undefined {
  const givingBack = accessesOf(reclaim, 'giveBack').map((access) => access('r0'));
  return answerTo(`C giving_back
{ stamp = 1; }
P0(int *word, int *stamp) { int r0; ${givingBack.join(' ')} }
P1(int *word, int *stamp) {
  int r0; ${accessOf(reclaim, 'isGivenBack', 'stamp')('r0')} if (r0 == 0) { WRITE_ONCE(*word, 1); }
}
exists (1:r0=0 /\\ word=2)
`);
}

/** The sources with a mistake in one place. */
function altered(name: keyof Sources, find: string, replacement: string): Sources {
  const text = SOURCES[name];
  if (text.split(find).length !== 2) throw new Error(`${name}.ts has not once: ${find}`);
  return { ...SOURCES, [name]: text.replace(find, replacement) };
}

test('no section is missed', () => {
  expect(mayMissSection(SOURCES)).toBe('Never');
});

test('what was done in a section comes before memory is given back', () => {
  expect(mayReadPoison(SOURCES)).toBe('Never');
});

test('memory is poisoned before it is taken', () => {
  expect(mayPoisonCount(SOURCES)).toBe('Never');
});

test.each<[what: string, may: (sources: Sources) => string | undefined, ...Parameters<typeof altered>]>([
  [
    'a section that is entered by a release',
    mayMissSection,
    'epochs',
    '(epoch << 1) | 1, FULL)',
    '(epoch << 1) | 1, RELEASE)',
  ],
  [
    'no barrier between the unlinking and the look at the epoch',
    mayMissSection,
    'epochs',
    'fetchAdd(ownSection, 0, FULL);',
    '',
  ],
  ['an epoch that is read by an acquire', mayMissSection, 'epochs', 'load(EPOCH, FULL)', 'load(EPOCH, ACQUIRE)'],
  ['a section that is left by a relaxed store', mayReadPoison, 'epochs', 'OUTSIDE, RELEASE)', 'OUTSIDE, RELAXED)'],
  [
    'a stamp that is taken off by a relaxed store',
    mayPoisonCount,
    'reclaim',
    'RETIRED_IN, 0, RELEASE)',
    'RETIRED_IN, 0, RELAXED)',
  ],
])('with %s it may happen', (_, may, ...alteration) => {
  expect(may(altered(...alteration))).toBe('Sometimes');
});

/** Names in a test that comes along, where the values are those that its thread has read: `seen` is an epoch. */
function symbols(section: string, seen = ''): Names {
  const values = { '(epoch << 1) | 1': `2 * ${seen} + 1`, epoch: seen, '(epoch + 1) | 0': `${seen} + 1` };
  return { ...NAMES, ...values, ownSection: section, [WORKERS_SECTION]: section };
}

/** The threads of a test of the whole scheme. Accesses to other words than those of the scheme are `used`. */
function schemeIn({ epochs, reclaim }: Sources, { advances = 2, helper = false } = {}): string[] {
  const printed = (name: string, names: Names, registers: readonly string[]): string[] =>
    accessesOf(epochs, name, undefined, names).map((print, index) => print(registers[index] ?? ''));
  const guard = 'if (section !== OUTSIDE && section !== ((epoch << 1) | 1)) return false;';
  expect(bodyOf(epochs, 'advance')).toContain(guard);
  expect(bodyOf(epochs, 'advancedEpoch').match(/\badvance\(\)/g)).toHaveLength(2);
  const advance = (time: number): string => {
    const [seen, found] = [`e${time}`, `l${time}0`];
    const [readEpoch, look, letGoUp] = printed('advance', symbols('c0', seen), [seen, found, `a${time}`]);
    return `${readEpoch} ${look} if (${found} == 0 || ${found} == 2 * ${seen} + 1) ${letGoUp}`;
  };
  const [, steps] = /\(\(now - stamp\) \| 0\) < (\d) \* EPOCH_STEP/.exec(bodyOf(reclaim, 'giveBackRetired')) ?? [];
  const entering = printed('enterSection', symbols('c0', 'e'), ['e', 'o']);
  const reader = [...entering, 'used', ...printed('leaveSection', symbols('c0'), [])];
  const stamping = printed('epochAfterUnlinking', symbols('own'), ['b', 's']);
  const advancing = [1, 2].slice(0, advances).map(advance);
  const decided = [...printed('advancedEpoch', symbols('c0'), ['n']), `waited = n - s >= ${steps};`];
  const freer = ['used', ...stamping, ...advancing, ...decided, 'used'];
  return [reader, freer, ...(helper ? [[advance(1)]] : [])].map((statements) => statements.join(' '));
}

/** The same of a test that comes along. */
function schemeOf(name: string): string[] {
  const [file] = litmusFiles([name]).files;
  const text = readFileSync(file?.path ?? '', 'utf8').replace(/\(\*[\s\S]*?\*\)/, '');
  const bodies = [...text.matchAll(/^P\d\(.*\)\n\{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => body);
  return bodies.map((body) =>
    body
      .replace(/int \w+;/g, '')
      .replace(/(\s*(\w+ = READ|WRITE)_ONCE\(\*[xy]\b.*;)+/g, ' used')
      .split(/\s+/)
      .join(' ')
      .trim(),
  );
}

test.each(['2+2W', 'LB', 'MP', 'R', 'S', 'SB'])('epochs+%s is what the sources do', (shape) => {
  expect(schemeOf(`epochs+${shape}`)).toEqual(schemeIn(SOURCES));
});

test('epochs+MP+helper is, too', () => {
  expect(schemeOf('epochs+MP+helper')).toEqual(schemeIn(SOURCES, { advances: 1, helper: true }));
});

test.each<[name: string, advances: number, ...Parameters<typeof altered>]>([
  ['MP+one-epoch', 1, 'reclaim', '< 2 * EPOCH_STEP', '< 1 * EPOCH_STEP'],
  ['MP+no-barrier', 2, 'epochs', '(epoch << 1) | 1, FULL)', '(epoch << 1) | 1, RELAXED)'],
  ['LB+no-release', 2, 'epochs', 'OUTSIDE, RELEASE)', 'OUTSIDE, RELAXED)'],
])('epochs+%s is what they do with less', (name, advances, ...alteration) => {
  expect(schemeOf(`epochs+${name}`)).toEqual(schemeIn(altered(...alteration), { advances }));
});

test.each<Parameters<typeof altered>>([
  ['epochs', 'load(EPOCH, FULL)', 'load(EPOCH, ACQUIRE)'],
  ['epochs', 'WORKER_SECTION, ACQUIRE)', 'WORKER_SECTION, RELAXED)'],
  ['epochs', '(epoch + 1) | 0, FULL)', '(epoch + 1) | 0, RELEASE)'],
  ['epochs', 'load(EPOCH, ACQUIRE)', 'load(EPOCH, RELAXED)'],
  ['epochs', 'fetchAdd(ownSection, 0, FULL);', ''],
])('of %s.ts with another %s they are not', (...alteration) => {
  expect(schemeOf('epochs+MP')).not.toEqual(schemeIn(altered(...alteration)));
});

// A race as a program in C: the kernels of its protocol and scenario, held up in any way or none, tables, and a main().

import { bytesForWords, createArena } from '../arena/arena.js';
import { Counts, totalsOf } from '../arena/counts.js';
import { type Maker, programKernels, sourcesOf } from '../engines/kernels.js';
import type { Variant } from '../front-end/sources.js';
import { COMPILED_WARM_UP_MS, stallMs } from '../harness/race/race.js';
import { MAX_THREADS, raceOptions } from '../options/race-options.js';
import { LONGEST_SLEEP_US, LONGEST_SPIN, NO_STALL, NOISE, type Stall } from '../options/stall.js';
import { printKernels } from '../printers/c/print-kernels.js';
import { stringText } from '../printers/c/print-module.js';
import { NO_PROOF } from '../report/race-report.js';
import type { ResolvedRace } from '../requests/race-request.js';
import type { RaceTotals } from '../results/race-result.js';
import { COUNTERS } from '../runtime/counters.js';
import * as layout from '../runtime/layout.js';
import { descriptorNumbers } from '../scenarios/reclaim.js';
import { FIRST_USER_ROLE, type Scenario } from '../scenarios/scenario.js';
import { judgedAtRest, type ViolationAtRest } from '../violations/at-rest.js';
import { type Assertion, assertionText, type Detection } from '../violations/stories.js';
import { isObservation, observationText, observedBits, violations, violationTable } from '../violations/table.js';
import { type DestructorPolicy, typeName } from '../violations/words.js';
import { BATCH_ROUNDS, WARM_UP_ROUNDS, WORKER_STATES } from '../workers/race.js';
import {
  braces,
  commonDefinitions,
  configDefinition,
  defines,
  handWritten,
  jsonMembers,
  opening,
  texts,
} from './definitions.js';
import { raceHelp } from './help.js';

/** The kernels by their numbers in STALLS_KNOWN. */
const VARIANTS: readonly Variant[] = ['detecting', 'stalled', 'noisy'];

const CALLS = ['setup', 'populate', 'run', 'isDeadWord', 'countOf', 'countAt'];

/** The text of the program. `typed`: the command line that prints it. @throws what `maker` throws */
export async function raceProgram(resolved: ResolvedRace, typed: string, maker: Maker): Promise<string> {
  const { config, protocol, scenario } = resolved;
  const variants = VARIANTS.map((variant) => [`${variant}_`, sourcesOf(resolved), variant] as const);
  const kernels = await programKernels(variants, CALLS, maker);
  return [
    opening(typed, 'race'),
    printKernels(kernels, CALLS, { measured: false }),
    commonDefinitions(),
    defines({
      PROGRAM: 'race',
      PROTOCOL: config.protocol,
      SCENARIO: config.scenario,
      CONFIG_JSON: configJson(resolved),
      RACE_PAGES: config.pages,
      RACE_PAGE_BYTES: config.pageBytes,
      RACE_SLOTS: config.slots,
      WORDS_BYTES: bytesForWords(protocol.perThreadWords),
      LEAST_THREADS: scenario.minThreads,
      OWN_ROLES: Number(scenario.threadRoles.some(({ number }) => number >= FIRST_USER_ROLE)),
      PIN_ORDER: 'apart',
      DURATION_MS: raceOptions.durationMs.default as number,
      TRIALS: 1,
      WARM_UP_MS: COMPILED_WARM_UP_MS,
      WARM_UP_ROUNDS,
      BATCH_ROUNDS,
      NO_PROOF,
      HELP: raceHelp(scenario),
    }),
    `enum { ${WORKER_STATES.map((state) => state.replaceAll(' ', '_').toUpperCase()).join(', ')} };`,
    `static const char *const STATES[] = ${texts(WORKER_STATES)};\n`,
    configTable(resolved),
    totalsTable(),
    stallsTable(),
    rolesTable(scenario),
    violationsTable(config.dtor, kernels[0]?.assertions ?? []),
    atRestTable(),
    handWritten('program.h'),
    handWritten('race.h'),
    storiesText(),
  ].join('\n');
}

/** The part of a configuration that the program does not decide. */
function configJson({ config }: ResolvedRace): string {
  const { protocol, scenario, pages, pageBytes, slots, dtor, recheck, reuse, reclaim, section } = config;
  return jsonMembers({
    ...{ protocol, scenario, engine: 'native', pages, pageBytes, slots, dtor, recheck, reuse, reclaim, section },
  });
}

/** Words of the configuration that depend neither on the number of threads nor on stalls. */
function configTable({ config }: ResolvedRace): string {
  const { words } = createArena({
    ...{ ...config, engine: 'js', workers: 1, pages: 1, slots: 1, observed: observedBits(config.dtor) },
    ...{ ...descriptorNumbers(config), lookedUp: config.dtor === 'looked-up', cold: config.reuse === 'cold' },
    stall: { kind: 0, amount: 0, chance: 0 },
  });
  const { CONFIG_LOOKED_UP, CONFIG_OBSERVED, CONFIG_RECHECK, CONFIG_RECLAIM, CONFIG_SECTION, CONFIG_COLD } = layout;
  return configDefinition(words, {
    ...{ CONFIG_LOOKED_UP, CONFIG_OBSERVED, CONFIG_RECHECK, CONFIG_RECLAIM, CONFIG_SECTION, CONFIG_COLD },
  });
}

/** Kinds of stalls, with the kernel that has each, and what may be given. */
function stallsTable(): string {
  const row = (kind: Stall['kind'], most: number, { amount = 0, probability = 1 }: Partial<Stall> = {}): string => {
    const variant = kind === 'none' ? 'detecting' : kind === 'noise' ? 'noisy' : 'stalled';
    const code = kind === 'spin' ? layout.STALL_SPIN : layout.STALL_SLEEP;
    const least = kind === 'sleep' ? 1 : 0;
    const numbers = [VARIANTS.indexOf(variant), code, Number(most > 0), amount, least, most];
    return braces([stringText(kind), ...numbers, probability, stallMs({ kind, amount: 1, probability: 1 })]);
  };
  const rows = [
    row('none', 0, NO_STALL),
    row('spin', LONGEST_SPIN),
    row('yield', 0),
    row('sleep', LONGEST_SLEEP_US),
    row('noise', LONGEST_SPIN, NOISE),
  ];
  return [
    'static const struct stall {\n  const char *name;\n  int kernel, code, takes_amount, amount, least, most;\n',
    `  double probability, ms; // of one round, microsecond or stall\n} STALLS_KNOWN[] = ${braces(rows)};\n`,
  ].join('');
}

/** The sums of counters that a result has, operations first. */
function totalsTable(): string {
  const names = Object.keys(totalsOf(new Counts())) as (keyof RaceTotals)[];
  const rows = names.map((name) => `  ${braces([stringText(name), braces(weightsOf(name))])},\n`);
  return `static const struct {\n  const char *name;\n  unsigned char weights[COUNTERS];\n} TOTALS[] = {\n${rows.join('')}};\n`;
}

/** Returns the weight of each counter in a total. */
function weightsOf(total: keyof RaceTotals): number[] {
  return Array.from({ length: COUNTERS }, (_, counter) => {
    const counts = new Counts();
    counts.add(Array.from({ length: COUNTERS }, (_, other) => Number(other === counter)));
    return totalsOf(counts)[total] ?? 0;
  });
}

/** So many threads show after how many roles a scenario begins again. */
const SHOWN_THREADS = 64;

/** The role of each worker: of one and of two threads, and of more, which end with the same roles again and again. */
function rolesTable({ name, roles, minThreads }: Scenario): string {
  const few = [1, 2].map((threads) => (threads < minThreads ? [] : roles(threads)));
  const shown = roles(Math.max(SHOWN_THREADS, 2 * minThreads));
  const known = [...new Map([...few.flat(), ...shown].map((role) => [role.number, role])).values()];
  const numbers = (some: readonly { readonly number: number }[]): number[] =>
    some.map(({ number }) => known.findIndex((role) => role.number === number));
  const sequence = numbers(shown);
  const [from, period] = repetitionIn(sequence);
  for (const threads of [Math.max(3, minThreads), 7, SHOWN_THREADS + 1, MAX_THREADS]) {
    if (threads < minThreads) continue;
    const expected = numbers(roles(threads));
    const repeated = expected.every((role, at) => role === sequence[at < from ? at : from + ((at - from) % period)]);
    if (!repeated) throw new Error(`the roles of ${name} do not repeat: a program has no table of them`);
  }
  return [
    'static const struct role {\n  int number;\n  const char *name;\n',
    `} ROLES[] = ${braces(known.map((role) => braces([role.number, stringText(role.name)])))};\n`,
    `static const unsigned char FEW[2][2] = ${braces(few.map((some) => braces([...numbers(some), 0, 0].slice(0, 2))))};\n`,
    `static const unsigned char MORE[] = ${braces(sequence.slice(0, from + period))};\n`,
    `enum { ROLES_FROM = ${from}, ROLES_PERIOD = ${period} };\n`,
  ].join('');
}

/** The place from which a sequence repeats itself, and after how many. */
function repetitionIn(sequence: readonly number[]): [from: number, period: number] {
  for (let length = 1; length < sequence.length; length++) {
    for (let from = 0; from < length; from++) {
      const period = length - from;
      if (sequence.every((role, at) => at < length || role === sequence[at - period])) return [from, period];
    }
  }
  return [0, sequence.length];
}

/** The facts of a story: for each its conversion of printf(), and its value in C. */
const TOLD: Readonly<Record<string, readonly [conversion: string, value: string]>> = {
  worker: ['%d', 'event->worker'],
  role: ['%s', 'event->role'],
  held: ['%u', 'event->held / 2 + event->held % 2'],
  life: ['%u', 'event->generation / 2 + event->generation % 2'],
  believedType: ['%s', 'event->believed_type'],
  type: ['%s', 'event->type'],
  word: ['0x%x', 'event->word'],
  assertion: ['%s', 'event->assertion->text'],
};
/** Returns the placeholder of a fact in a story. */
const mark = (name: string): string => `«${name}»`;
/** Lives that are in no story otherwise. */
const [HELD, LIFE] = [44_444_444, 55_555_555];

/** A call that prints the story of a violation with these generations, even or odd. */
function story(violation: (typeof violations)[number], heldIsOdd: number, isOdd: number): string {
  const assertion: Assertion = { number: 0, source: '', condition: '' };
  const detection = {
    ...Object.fromEntries(Object.keys(TOLD).map((name) => [name, mark(name)])),
    heldGeneration: 2 * HELD - heldIsOdd,
    generation: 2 * LIFE - isOdd,
    assertion,
  } as unknown as Detection;
  const text = violationTable[violation]
    .story(detection)
    .join('\n')
    .replaceAll(String(HELD), mark('held'))
    .replaceAll(String(LIFE), mark('life'))
    .replaceAll(assertionText(assertion), mark('assertion'));
  const values: string[] = [];
  const format = text.replaceAll('%', '%%').replace(/«(\w+)»/g, (_, name: string) => {
    const [conversion, value] = TOLD[name] as (typeof TOLD)[string];
    values.push(value);
    return conversion;
  });
  return `printf(${[stringText(`${format}\n`), ...values].join(', ')});`;
}

/** The function that tells an event. */
function storiesText(): string {
  const labels = new Map<string, string>();
  for (const [index, name] of violations.entries()) {
    for (const parity of [0, 1, 2, 3]) {
      const call = story(name, parity >> 1, parity & 1);
      labels.set(call, `${labels.get(call) ?? '   '} case ${4 * index + parity}:`);
    }
  }
  const cases = [...labels].map(([call, label]) => `${label}\n      ${call}\n      break;\n`);
  const chosen = '4 * event->violation + (int)(2 * (event->held % 2) + event->generation % 2)';
  return `static void tell(const struct event *event) {\n  switch (${chosen}) {\n${cases.join('')}  }\n}\n`;
}

function violationsTable(dtor: DestructorPolicy, stated: readonly Assertion[]): string {
  const rows = violations.map((name) => {
    const { counter, title } = violationTable[name];
    const observed = Number(isObservation(name, dtor));
    return `  ${braces([stringText(name), stringText(title), counter ?? -1, observed, stringText(observed ? observationText(name) : '')])},\n`;
  });
  const unknown: Assertion = { number: -1, source: '', condition: '' };
  const assertions = [unknown, ...stated].map((one) =>
    braces([one.number, stringText(assertionText(one)), stringText(JSON.stringify(one))]),
  );
  return [
    'static const struct {\n  const char *name, *title;\n  int counter, observed;\n  const char *observation;\n',
    `} VIOLATIONS[] = {\n${rows.join('')}};\n`,
    'static const struct assertion {\n  int number;\n  const char *text, *json;\n',
    `} ASSERTIONS[] = {${assertions.join(', ')}};\n`,
    `static const char *const TYPE_NAMES[] = ${texts([0, layout.TYPE_X, layout.TYPE_Y].map(typeName))};\n`,
  ].join('');
}

function atRestTable(): string {
  const numberOf = (found: ViolationAtRest | undefined): number =>
    found === undefined ? -1 : violations.indexOf(found);
  const over = (values: number, of: (value: number) => string | number): string =>
    braces(Array.from({ length: values }, (_, value) => of(value)));
  const table = over(2, (allocated) =>
    over(2, (inSlots) =>
      over(3, (poison) =>
        over(2, (dead) =>
          over(3, (order) =>
            over(2, (any) => numberOf(judgedAtRest({ allocated, inSlots, poison, dead, order, any }))),
          ),
        ),
      ),
    ),
  );
  return `static const signed char AT_REST[2][2][3][2][3][2] = ${table};\n`;
}

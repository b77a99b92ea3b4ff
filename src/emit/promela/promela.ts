// The model that a check explores, as a model for SPIN in Promela: the same threads over the same words, with the same steps,
// and an assertion for each property. It is printed from the program that the checker interprets, and needs nothing of it.

import type { Unfolded } from '../../checker/unfolded.js';
import type { Simplified } from '../../checker/unfolding/statements.js';
import { sourceLines } from '../../front-end/places.js';
import { numberText } from '../../printers/c/print-expression.js';
import { RESERVED } from '../../printers/c/reserved.js';
import { type ModelCode, ProgramError } from '../../printers/model/instructions.js';
import { type ResolvedCheck, roundsOf } from '../../requests/check-request.js';
import type { CheckConfig } from '../../results/check-result.js';
import { POISON } from '../../runtime/layout.js';
import { type CaseAtRest, judgedAtRest } from '../../violations/at-rest.js';
import { violations, violationTable } from '../../violations/table.js';
import { type Printing, WordNames } from './expressions.js';
import { type Around, statementsText, threadText } from './print.js';

const WORDS = `active assert atomic bit bool break byte chan d_step do else empty enabled end ended eval false fi full get_priority
  goto hidden if in inline init int len ltl mtype nempty never nfull notrace np_ od of pc_value pid print printf priority
  proctype provided return run select set_priority short show skip step timeout trace true typedef unless unsigned xr xs now`;

/** SPIN refuses a d_step of more than 2048 statements, of which a line may be two. */
const MOST_LINES_IN_STEP = 1050;

/** The text of the model. @throws ProgramError */
export async function promelaModel(
  resolved: ResolvedCheck,
  { program }: ModelCode,
  { unfold, typed }: Printing,
): Promise<string> {
  const { config, scenario } = resolved;
  const { threads, words, geometry } = await unfold({ program, resolved });
  const names = new WordNames(words);
  const reserved = new Set([...RESERVED, ...WORDS.split(/\s+/), ...violations]);
  const around: Around = { words: names, lineOf: sourceLines(program.files), reserved };
  const rounds = roundsOf(resolved);
  const texts = scenario.threadRoles.map(({ name }, index) => {
    const played = `/* ${name}, ${rounds[index]} ${rounds[index] === 1 ? 'round' : 'rounds'} */\n`;
    return played + threadText(`T${index + 1}`, threads[index] as Simplified, around);
  });
  const isLong = texts.some((text) => text.split('\n').length > MOST_LINES_IN_STEP);
  return [
    heading(config, typed),
    declarations(names, config, isLong ? 'atomic' : 'd_step'),
    ...texts,
    restText(statementsText(threads.at(-1) as Simplified, around), texts.length, geometry, names, config),
  ].join('\n');
}

function heading(config: CheckConfig, typed: string): string {
  const { protocol, scenario, roles, pages, dtor, recheck, width } = config;
  return `/*
 * ${typed}
 *
 * ${protocol} in ${scenario}: ${roles.length} threads (${roles.join(', ')}), ${pages} ${pages === 1 ? 'page' : 'pages'}, ${dtor} destructor, ${recheck ? 'recheck' : 'no recheck'},
 * a count word of ${width} bits, under sequential consistency.
 *
 *   spin -a FILE && cc -O2 -fwrapv -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m1000000 -e -c0
 *
 * prints "assertion violated !(NAME)" for each property that does not hold; spin -t1 -p FILE shows the first way.
 * For livelocks, compile with -DNP in place of -DSAFETY, and run ./pan -l -f: it finds schedules that are fair and never
 * end. A division that may have no result is refused, so there are no traps.
 *
 * A step of a process is an access to shared memory, in capitals, and all that the thread computes until its next one.
 * "at" is the access that comes next. Variables that are not needed any more are 0.
 */
`;
}

/** The shared words, and what only the model sees: see src/checker/monitors. */
function declarations(names: WordNames, { width }: CheckConfig, step: string): string {
  const words = names.kinds.map(({ name, words }) => {
    const size = words.length === 1 ? '' : `[${words.length}]`;
    const initial = words[0]?.initial ?? 0;
    if (words.some((word) => word.initial !== initial))
      throw new ProgramError(`the words ${name} begin with several values, which is not printed`);
    return `int ${name}${size}${initial === 0 ? '' : ` = ${numberText(initial)}`};`;
  });
  const spare = 32 - width;
  return `#ifndef STEP
#define STEP ${step} /* d_step and atomic mean the same here */
#endif
${width === 32 ? '' : `#define WRAPPED(value) (((value) << ${spare}) >> ${spare})\n`}
${words.join('\n')}
byte ended; /* threads */

/* What was violated somewhere. It is no part of a state. */
${violations.map((name) => `hidden byte ${name}; /* ${violationTable[name].title} */`).join('\n')}

inline violates(property) {
  if :: !property -> property = 1; assert(!property) :: else fi
}

/* HOLDERS: references of a page that are held. From the allocation, which holds one, to the free, which must find none. */
inline count_holders(holders, change) {
  if
  :: holders < 0 /* not known */
  :: holders >= 0 && holders + (change) < 0 -> holders = 0
  :: else -> holders = holders + (change)
  fi
}

/* A generation that becomes odd is an allocation, one that becomes even a free. */
inline passes(holders, before, after) {
  if
  :: (before & 1) == 0 && (after & 1) == 1 -> holders = 1
  :: (before & 1) == 1 && (after & 1) == 0 ->
    if :: holders > 0 -> violates(useAfterFree) :: else fi;
    holders = 0
  :: else
  fi
}
${names.has('STAMP') ? TOUCHES : ''}`;
}

const TOUCHES = `
/* The count word of a descriptor was accessed whose memory is free, and does not wait for a grace period. */
inline touches(generation, stamp) {
  if :: (generation & 1) == 0 && stamp == 0 -> violates(touchedFreed) :: else fi
}
`;

/** The process that judges every page when all threads have ended. */
function restText(
  { variables, lines }: { variables: string[]; lines: string[] },
  threads: number,
  { pagesBase, pageBytes, slots }: Unfolded['geometry'],
  names: WordNames,
  { width }: CheckConfig,
): string {
  const slotWords = Array.from({ length: slots }, (_, key) => names.textOf('SLOT', `${key}`));
  const pointing = slotWords.map((slot) => `(${slot} == (page) * ${pageBytes} + ${pagesBase})`).join(' + ');
  const [generation, stamp] = ['GENERATION', 'STAMP'].map((name) => names.textOf(name, 'page'));
  const poison = (POISON << (32 - width)) >> (32 - width);
  const tests: Tests = [
    ['allocated', [`(${generation} & 1) == 0`, `(${generation} & 1) == 1`]],
    ['inSlots', ['POINTING(page) == 0', 'POINTING(page) > 0']],
    ...(names.has('STAMP')
      ? ([
          ['poison', [`${stamp} != 0`, `${stamp} == 0 && word == ${poison}`, `${stamp} == 0 && word != ${poison}`]],
        ] as const)
      : []),
    ['dead', ['!(dead)', '(dead)']],
    ['order', ['references < POINTING(page)', 'references == POINTING(page)', 'references > POINTING(page)']],
    ['any', ['references <= 0', 'references > 0']],
  ];
  return `#define POINTING(page) (${pointing}) /* index slots that point at the page */

inline judge(page, word, references, dead) {
${judgement({ allocated: 0, inSlots: 0, poison: 0, dead: 0, order: 0, any: 0 }, tests, '  ')}
}

/* All threads have ended. */
active proctype at_rest() {
${variables.map((variable) => `  ${variable}\n`).join('')}end:
  STEP {
    ended == ${threads};
${lines.join('\n')}
  }
}
`;
}

/** Conditions for the values from 0 of what a judgement depends on. */
type Tests = readonly (readonly [of: keyof CaseAtRest, conditions: readonly string[]])[];

/** Tells the cases of a page apart, as far as they are judged differently. */
function judgement(known: CaseAtRest, [test, ...rest]: Tests, indent: string): string {
  const found = judgedAtRest(known);
  if (!test) return found ? `${indent}violates(${found})` : '';
  const [of, conditions] = test;
  const ways = conditions.map((_, value) => judgement({ ...known, [of]: value }, rest, `${indent}  `));
  if (new Set(ways).size === 1) return judgement(known, rest, indent);
  const options = ways.flatMap((way, value) => (way === '' ? [] : [`${indent}:: ${conditions[value]} ->\n${way}`]));
  return [`${indent}if`, ...options, ...(ways.includes('') ? [`${indent}:: else`] : []), `${indent}fi`].join('\n');
}

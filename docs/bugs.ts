// The gallery of real bugs as a table: each is checked before and behind its fix, and raced with noise where that can show it.

import { check, race } from '../dist/index.js';
import { NOISE } from '../dist/options/stall.js';
import { type Property, propertyTitle } from '../dist/violations/table.js';
import { type Bug, boundsOf, bugs, canRace, requestOf } from './bug-list.js';

const LONGEST_MS = 10_000;
const CLEAN_MS = 3000;

function checked(bug: Bug, version: 'before' | 'after') {
  return check({ ...requestOf(bug, version, ''), ...boundsOf(bug) });
}

async function cells(bug: Bug): Promise<string[]> {
  const before = await checked(bug, 'before');
  const after = await checked(bug, 'after');
  const witness = before.witnesses.find(({ property }) => property === bug.shows);
  if (!witness || after.verdict !== 'clean') throw new Error(`${bug.name} is not what it should be`);
  return [
    bug.name,
    bug.where,
    `${propertyTitle(bug.shows as Property)}, ${witness.steps.length} steps, \`${witness.schedule}\``,
    `${number(before.states)}, ${number(after.states)}`,
    ...(canRace(bug) ? await raced(bug) : ['-', '-']),
    bug.needs,
  ];
}

async function raced(bug: Bug): Promise<string[]> {
  const request = { stall: NOISE, ...(bug.racePages && { pages: bug.racePages }) };
  const before = await race({
    ...request,
    ...requestOf(bug, 'before', ''),
    durationMs: LONGEST_MS,
    stopOnViolation: true,
  });
  const after = await race({ ...request, ...requestOf(bug, 'after', ''), durationMs: CLEAN_MS });
  if (after.verdict !== 'clean') throw new Error(`${bug.name}: the race behind the fix is ${after.verdict}`);
  const { firstViolationMs } = before;
  return [
    firstViolationMs === null ? `none in ${LONGEST_MS / 1000} s` : `${Number(firstViolationMs.toPrecision(2))} ms`,
    number(after.totals.operations),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

const heads = [
  'bug',
  'where',
  'shows, in the fewest steps',
  'states before, after',
  'race: first after',
  'operations behind the fix, none',
  'needs',
];
const rows = [heads];
const { environment } = await check({ protocol: 'old' });
for (const bug of bugs) rows.push(await cells(bug));
for (const [index, row] of rows.entries()) {
  console.log(`| ${row.join(' | ')} |`);
  if (index === 0) console.log(`|${heads.map(() => '---|').join('')}`);
}
const { cpuModel, cpus, kernel, node, reftorture } = environment;
console.log(`\n${cpuModel}, ${cpus} CPUs · ${kernel} · Node ${node} · reftorture ${reftorture}`);

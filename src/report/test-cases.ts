// Results as test cases, for continuous integration: JUnit's XML, and annotations on lines of source files.

import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CheckResult, Witness } from '../results/check-result.js';
import type { MutantsResult } from '../results/mutants-result.js';
import type { RaceResult } from '../results/race-result.js';
import { isJudgedRight, isRowRight, type Status, witnessOf } from '../results/verdicts.js';
import { isObservation, type Property, propertyTitle, violations } from '../violations/table.js';
import { html } from './markup.js';
import { plural } from './numbers.js';
import { story } from './race-report.js';
import { witnessLines } from './witness.js';

export interface Place {
  /** Path of a file of the user's. */
  readonly file: string;
  readonly line: number;
}

/** A test that failed, was not decided, or else passed. */
export interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly failure?: { readonly message: string; readonly text?: string; readonly place?: Place | undefined };
  readonly undecided?: string;
}

/** Returns a case for each property that was asked for. `files`: the user's own, in which an error may be marked. */
export function checkCases(result: CheckResult, files: readonly string[]): TestCase[] {
  const { config, notes } = result;
  const suite = `check: ${config.protocol} in ${config.scenario}, ${config.dtor} destructor, ${config.memory}`;
  return (Object.entries(result.properties) as [Property, Status][]).map(([property, status]) => {
    const name = propertyTitle(property);
    if (status === 'unknown') return { suite, name, undecided: notes[0] ?? 'not decided' };
    if (status !== 'violated') return { suite, name };
    const witness = witnessOf(result, property);
    if (!witness) return { suite, name, failure: { message: `${name} is possible` } };
    const message = `${name} is possible, in ${witness.steps.length} steps`;
    const text = stripVTControlCharacters(witnessLines(config, witness).join('\n'));
    return { suite, name, failure: { message, text, place: placeOf(witness, files) } };
  });
}

/** Returns the place of step 1 of whoever takes the last step, or else of the last access, in one of `files`. */
function placeOf({ steps }: Witness, files: readonly string[]): Place | undefined {
  const places = steps.flatMap(({ source, half, thread }) => {
    const place = placeFrom(source, files);
    return place ? [{ place, isStep1: half === 1 && thread === steps.at(-1)?.thread }] : [];
  });
  return (places.findLast(({ isStep1 }) => isStep1) ?? places.at(-1))?.place;
}

/** Returns the place that `source` stands for, such as `mine.ts:7`, if it is in one of `files`. */
function placeFrom(source: string, files: readonly string[]): Place | undefined {
  const [name, line] = source.split(':');
  const file = files.find((path) => basename(path) === name);
  return file === undefined ? undefined : { file, line: Number(line) };
}

/** Returns a case for each violation that is no observation. `put`: the place of step 1, if it is in the user's own file. */
export function raceCases(result: RaceResult, files: readonly string[], put: Place | undefined): TestCase[] {
  const { config, verdict, notes } = result;
  const suite = `race: ${config.protocol} in ${config.scenario}, ${config.dtor} destructor, ${config.engine}`;
  const text = story(result).join('\n');
  const cases = violations.flatMap((violation): TestCase[] => {
    if (isObservation(violation, config.dtor)) return [];
    const name = propertyTitle(violation);
    const count = result.violations[violation];
    if (count === 0) return [{ suite, name }];
    const assertion = result.events.find((event) => event.violation === violation)?.assertion;
    const place = assertion ? placeFrom(assertion.source, files) : put;
    return [{ suite, name, failure: { message: `${name}: seen ${plural(count, 'time')}`, text, place } }];
  });
  const trap = result.workers.find((worker) => worker.trap !== undefined)?.trap;
  const end: TestCase = {
    suite,
    name: 'every worker came to its end',
    ...(trap !== undefined && { failure: { message: trap, place: put } }),
    ...(verdict === 'inconclusive' && { undecided: notes[0] ?? 'inconclusive' }),
  };
  return [...cases, end];
}

/** Returns a case for each protocol, and for each way in which memory of descriptors comes back. */
export function mutantsCases({ rows, schemes }: MutantsResult): TestCase[] {
  const caseOf = (name: string, right: boolean): TestCase => ({
    suite: 'mutants',
    name,
    ...(!right && { failure: { message: `${name} was not judged right` } }),
  });
  return [
    ...rows.map((row) => caseOf(row.protocol, isRowRight(row))),
    ...schemes.map((row) => caseOf(`${row.protocol}, ${row.reclaim}, ${row.section}`, isJudgedRight(row))),
  ];
}

/** Returns JUnit's XML for `cases`, a suite for each run. */
export function junitXml(cases: readonly TestCase[]): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))].map((suite) => {
    const its = cases.filter((one) => one.suite === suite);
    return html`  <testsuite name="${suite}" ${countsOf(its)}>
${its.map(caseXml)}  </testsuite>
`;
  });
  // By its beginning output-file.ts knows a file of its own.
  const document = html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="reftorture" ${countsOf(cases)}>
${suites}</testsuites>
`;
  return document.text;
}

function countsOf(cases: readonly TestCase[]) {
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter(({ failure, undecided }) => !failure && undecided !== undefined).length;
  return html`tests="${cases.length}" failures="${failures}" skipped="${skipped}"`;
}

function caseXml({ suite, name, failure, undecided }: TestCase) {
  const inside = failure
    ? html`<failure message="${failure.message}">${failure.text ?? ''}</failure>`
    : undecided !== undefined && html`<skipped message="${undecided}"/>`;
  return html`    <testcase classname="${suite}" name="${name}">${inside}</testcase>
`;
}

/**
 * Returns the workflow commands by which GitHub marks failures, at their lines where `pathOf` gives a file's path in the
 * repository.
 */
export function annotations(cases: readonly TestCase[], pathOf: (file: string) => string): string[] {
  return cases.flatMap(({ suite, name, failure }) => {
    if (!failure) return [];
    const { message, text, place } = failure;
    const at = place ? [`file=${escapedProperty(pathOf(place.file))}`, `line=${place.line}`] : [];
    const told = text ? `${message}\n${text}` : message;
    return [`::error ${[...at, `title=${escapedProperty(`${suite}: ${name}`)}`].join(',')}::${escaped(told)}`];
  });
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

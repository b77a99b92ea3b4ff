// Expectations of what a protocol shows (--expect), and the exit code that says whether it did.

import { type Expectation, expectationOf, mismatch, type Word } from '../analysis/expectation.js';
import type { TestCase } from '../report/test-cases.js';
import type { ResolvedProtocol } from '../requests/resolve-protocol.js';
import type { RaceConfig, Verdict } from '../results/race-result.js';
import { UsageError } from '../usage-error.js';
import { type Property, type Violation, violations } from '../violations/table.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** `true`: what is known of the protocol; names: one of these; undefined: nothing was expected. */
export type Expect = true | readonly Violation[] | undefined;

/** @throws UsageError where what the protocol shows would have to be known and is not. */
export function expectationFor(
  expect: Expect,
  { name, entry }: ResolvedProtocol,
  { dtor, reclaim = 'type-stable' }: Pick<RaceConfig, 'dtor' | 'reclaim'>,
  word?: Word,
): Expectation | undefined {
  if (expect === undefined) return undefined;
  if (expect !== true) return { oneOf: expect, tolerated: violations };
  if (reclaim !== 'type-stable') {
    throw new UsageError(
      `what is known of "${name}" is of type-stable memory: with --reclaim ${reclaim} say what to expect, for example --expect touchedFreed`,
    );
  }
  if (entry) return expectationOf(entry, dtor, word);
  throw new UsageError(`nothing is known of "${name}": say what to expect, for example --expect stolenFree`);
}

/** A run as far as an exit code depends on it. */
export interface Judged {
  /** Its name in complaints. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly shown: readonly Property[];
  readonly expectation: Expectation | undefined;
  /** Test cases where nothing was expected. */
  readonly cases: readonly TestCase[];
}

/** Inconclusive runs before all else; then violations, or what is not as expected. */
export function judge(runs: readonly Judged[]): { exitCode: ExitCode; remarks: string[]; cases: TestCase[] } {
  const remarks: string[] = [];
  const judged: TestCase[] = [];
  let exitCode: ExitCode = EXIT.asExpected;
  for (const { name, verdict, shown, expectation, cases } of runs) {
    const complaint = expectation && mismatch(expectation, shown);
    if (complaint && verdict !== 'inconclusive') remarks.push(`${name}: ${complaint}`);
    if (expectation ? complaint : verdict === 'violated') exitCode = EXIT.violation;
    const asExpected = { suite: name, name: 'shows what is expected' };
    if (!expectation || verdict === 'inconclusive') judged.push(...cases);
    else judged.push(complaint ? { ...asExpected, failure: { message: complaint } } : asExpected);
  }
  if (runs.some(({ verdict }) => verdict === 'inconclusive')) exitCode = EXIT.inconclusive;
  return { exitCode, remarks, cases: judged };
}

// What a check was expected to show, and the exit code that says whether it did.

import { type Expectation, expectationOf, mismatchIn } from '../analysis/expectation.js';
import { type Violation, violations } from '../protocols/index.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import type { CheckResult } from '../results/check-result.js';
import type { DestructorPolicy } from '../results/race-result.js';
import { UsageError } from '../usage-error.js';
import { EXIT } from './exit-codes.js';

interface Expecting {
  readonly expect?: true | Violation[];
  readonly protocol?: string[];
  readonly dtor?: DestructorPolicy;
}

/** What each protocol is to show, when that was asked for. @throws UsageError for an unknown protocol. */
export function expectationsBy({ expect, protocol, dtor }: Expecting): Map<string, Expectation> {
  const names = protocol ?? ['v4'];
  if (expect === undefined) return new Map();
  if (expect !== true) return new Map(names.map((name) => [name, { oneOf: expect, tolerated: violations }]));
  return new Map(
    names.map((name) => {
      const { entry } = resolveProtocol(name);
      if (!entry) throw new UsageError(`nothing is known of "${name}": say what to expect, for example --expect leak`);
      return [name, expectationOf(entry, dtor ?? 'captured')];
    }),
  );
}

export function exitCodeOf(results: readonly CheckResult[], expected: ReadonlyMap<string, Expectation>): number {
  if (results.some(({ verdict }) => verdict === 'inconclusive')) return EXIT.inconclusive;
  let code: number = EXIT.asExpected;
  for (const { config, verdict, witnesses } of results) {
    const expectation = expected.get(config.protocol);
    const complaint =
      expectation &&
      mismatchIn(
        expectation,
        witnesses.map(({ property }) => property),
      );
    if (complaint) process.stderr.write(`${config.protocol} in ${config.scenario}: ${complaint}\n`);
    if (expectation ? complaint : verdict === 'violated') code = EXIT.violation;
  }
  return code;
}

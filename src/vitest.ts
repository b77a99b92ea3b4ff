// Matchers for vitest: `expect('./mine.ts').toHold()` and `.toSurvive()`. vitest is whichever the project has.

import { dirname, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { duration, stall } from './commands/arguments.js';
import {
  type CheckOptions,
  type CheckRequest,
  check,
  type RaceOptions,
  type RaceRequest,
  race,
  type Stall,
} from './index.js';
import { checkReport } from './report/check-report.js';
import { raceReport } from './report/race-report.js';
import { isPath } from './requests/resolve-protocol.js';

/** A check of the protocol that is expected to hold, as the library takes it. */
export type Hold = Omit<CheckRequest, 'protocol'> & CheckOptions;

/** A race that the protocol is expected to survive. Times and stalls may be written as on a command line. */
export type Survive = Omit<RaceRequest, 'protocol' | 'stall'> &
  RaceOptions & {
    readonly stall?: string | Stall;
    /** `2s`, `500ms`; 5 s unless given. */
    readonly duration?: string;
  };

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> {
    /**
     * Passes if every interleaving of a check keeps every property; the failure message is the witness. The protocol is a
     * name, or a path relative to the test file; so is `scenario`. A check that a limit ended fails either way.
     */
    toHold(request?: Hold): Promise<void>;
    /** Passes if a race on real threads ends without a violation; the failure message tells the first one. */
    toSurvive(request?: Survive): Promise<void>;
  }
}

interface State {
  readonly testPath?: string | undefined;
}

interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

/** @throws Error for a verdict that is none, so that `.not` does not pass either */
function matched(verdict: 'clean' | 'violated' | 'inconclusive', report: string): Matched {
  const text = stripVTControlCharacters(report);
  if (verdict === 'inconclusive') throw new Error(text);
  return { pass: verdict === 'clean', message: () => text };
}

/** Returns a name as it is, and a path as it is seen from the test file. */
function fromTest({ testPath }: State, nameOrPath: string): string {
  return testPath !== undefined && isPath(nameOrPath) ? resolve(dirname(testPath), nameOrPath) : nameOrPath;
}

expect.extend({
  async toHold(protocol: string, request: Hold = {}) {
    const { maxStates, maxMemoryBytes, properties, reductions, signal, onProgress, scenario, ...others } = request;
    const result = await check(
      { ...others, protocol: fromTest(this, protocol), ...(scenario && { scenario: fromTest(this, scenario) }) },
      { maxStates, maxMemoryBytes, properties, reductions, signal, onProgress } as CheckOptions,
    );
    return matched(result.verdict, checkReport(result, false));
  },
  async toSurvive(protocol: string, request: Survive = {}) {
    const { signal, onProgress, duration: time, stall: held, scenario, ...others } = request;
    const result = await race(
      {
        stopOnViolation: true,
        ...others,
        protocol: fromTest(this, protocol),
        ...(scenario && { scenario: fromTest(this, scenario) }),
        ...(time !== undefined && { durationMs: duration(time) }),
        ...(held !== undefined && { stall: typeof held === 'string' ? stall(held) : held }),
      },
      { signal, onProgress },
    );
    return matched(result.verdict, raceReport([result]));
  },
});

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
import { isBesideRequest } from './requests/vet.js';

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

/** Parts what a matcher was given: into the request of `command`, with paths as seen from the test file, and the options. */
function parted<Request, Options>(
  command: 'check' | 'race',
  { testPath = '' }: State,
  given: object,
): [Request, Options] {
  const seen = Object.entries(given).map(([key, value]): [string, unknown] => {
    const mayBePath = (key === 'protocol' || key === 'scenario') && typeof value === 'string';
    return [key, mayBePath && isPath(value) ? resolve(dirname(testPath), value) : value];
  });
  const part = (beside: boolean): object =>
    Object.fromEntries(seen.filter(([key]) => isBesideRequest(command, key) === beside));
  return [part(false) as Request, part(true) as Options];
}

expect.extend({
  async toHold(protocol: string, request: Hold = {}) {
    const asked = parted<CheckRequest, CheckOptions>('check', this, { ...request, protocol });
    const result = await check(...asked);
    return matched(result.verdict, checkReport(result, false));
  },
  async toSurvive(protocol: string, request: Survive = {}) {
    const { duration: time, stall: held, ...others } = request;
    const asked = parted<RaceRequest, RaceOptions>('race', this, {
      stopOnViolation: true,
      ...others,
      protocol,
      ...(time !== undefined && { durationMs: duration(time) }),
      ...(held !== undefined && { stall: typeof held === 'string' ? stall(held) : held }),
    });
    const result = await race(...asked);
    return matched(result.verdict, raceReport([result]));
  },
});

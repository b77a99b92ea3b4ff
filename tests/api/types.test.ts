// Tests of what the library promises to a compiler.

import { expectTypeOf, test } from 'vitest';
import {
  type CheckResult,
  check,
  type ProtocolEntry,
  protocols,
  type RaceResult,
  race,
  type ScaleResult,
  type Scenario,
  scale,
  scenarios,
  type Violation,
} from '../../src/index.js';

test('every command is a function of an optional request and options to a promise of its result', () => {
  expectTypeOf(race).returns.resolves.toEqualTypeOf<RaceResult>();
  expectTypeOf(check).returns.resolves.toEqualTypeOf<CheckResult>();
  expectTypeOf(scale).returns.resolves.toEqualTypeOf<ScaleResult>();
  for (const command of [race, check, scale]) {
    expectTypeOf(command).parameter(1).extract<{ signal?: unknown }>().not.toBeNever();
  }
  expectTypeOf(check).toBeCallableWith({ protocol: './mine.ts', dtor: 'looked-up' });
  expectTypeOf(race).toBeCallableWith({ stall: { kind: 'spin', amount: 10, probability: 1 } }, { onProgress() {} });
});

test('names and verdicts are literals', () => {
  expectTypeOf<RaceResult['verdict']>().toEqualTypeOf<'clean' | 'violated' | 'inconclusive'>();
  expectTypeOf<CheckResult['schema']>().toEqualTypeOf<'reftorture/check@1'>();
  expectTypeOf<Violation>().extract<'stolenFree'>().not.toBeNever();
  // @ts-expect-error: there is no such destructor policy
  expectTypeOf(check).toBeCallableWith({ dtor: 'guessed' });
});

test('what is handed out cannot be written to', () => {
  expectTypeOf(protocols).toEqualTypeOf<readonly ProtocolEntry[]>();
  expectTypeOf(scenarios).toEqualTypeOf<readonly Scenario[]>();
});

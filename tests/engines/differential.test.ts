// Whole kernels on all engines, with REFTORTURE_SLOW=1 also as AssemblyScript makes them: the same rounds, by up to four
// workers over one memory, must leave every word of it the same after every round. One thread plays them all, so the
// interleaving is the same too.

import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assemblyScriptKernel } from '../../bench/assemblyscript-compiler.js';
import * as roles from '../../src/actors/role-numbers.js';
import { type ArenaConfig, arenaBytes, createArena } from '../../src/arena/arena.js';
import { Counts, countsOf } from '../../src/arena/counts.js';
import { auditFinalState, restingIn } from '../../src/arena/final-audit.js';
import type { Kernel, KernelCode } from '../../src/engines/kernel.js';
import { EMBEDDED_ENGINES, type Engine, SOURCE_ROOT, VARIANTS, type Variant } from '../../src/front-end/sources.js';
import { type ProtocolEntry, protocols } from '../../src/protocols/index.js';
import { resolveProtocol } from '../../src/requests/resolve-protocol.js';
import * as counters from '../../src/runtime/counters.js';
import {
  RECLAIM_AT_ONCE,
  RECLAIM_GRACE,
  RECLAIM_GRACE_BUT_ONE,
  RECLAIM_TYPE_STABLE,
  SECTION_NONE,
  SECTION_PUT_OUTSIDE,
  STALL_SPIN,
} from '../../src/runtime/layout.js';
import { inSlow, SLOW } from '../slow.js';
import { optimised } from './optimised.js';
import { codeOf, TestBed } from './test-kernel.js';
import { TESTED_ENGINES } from './tested-engines.js';

interface Play {
  readonly config: Omit<ArenaConfig, 'engine'>;
  readonly rounds: readonly { readonly worker: number; readonly role: number }[];
}

const plays: fc.Arbitrary<Play> = fc.integer({ min: 1, max: 4 }).chain((workers) =>
  fc.record({
    config: fc.record({
      workers: fc.constant(workers),
      pages: fc.integer({ min: 1, max: 6 }),
      pageBytes: fc.constantFrom(64, 128),
      slots: fc.constantFrom(1, 2, 4, 8),
      lookedUp: fc.boolean(),
      recheck: fc.boolean(),
      // Mostly RECLAIM_NOTHING.
      reclaim: fc.constantFrom(0, 0, 0, 0, RECLAIM_TYPE_STABLE, RECLAIM_AT_ONCE, RECLAIM_GRACE, RECLAIM_GRACE_BUT_ONE),
      section: fc.integer({ min: SECTION_PUT_OUTSIDE, max: SECTION_NONE }),
      // Read by the stalled kernel alone.
      stall: fc.record({ kind: fc.constant(STALL_SPIN), amount: fc.nat(5), chance: fc.constantFrom(0, 0.5, 1) }),
      seed: fc.integer(),
    }),
    rounds: fc.array(fc.record({ worker: fc.nat(workers - 1), role: fc.nat() }), {
      maxLength: 80,
      size: 'max',
    }),
  }),
);

/** Roles on descriptors, or on pages: where pages have none nobody unlinks, and where they do others find freed memory. */
const rolesOn = (descriptors: boolean): readonly number[] =>
  Object.entries(roles).flatMap(([name, role]) => (name.startsWith('FOLIO_') === descriptors ? [role] : []));

/** Whose violations need no second thread. */
const WRONG_ALONE = [
  'zeroing-allocator',
  'forgot-step-2',
  'get-ignores-frozen',
  'get-takes-zero',
  'freeze-in-place',
  'count-off-by-one',
  'percpu-no-grace',
];

/** Protocols whose put has a single step: nothing to hold up. */
const WITHOUT_WINDOW = ['old', 'freeze-first', 'assume-one'];

/** Work of the plays of a test; less would compare idle kernels. */
const WORK = [
  counters.ALLOCS,
  counters.FREES,
  counters.TRY_GETS,
  counters.GETS,
  counters.PUTS,
  counters.FREEZES,
  counters.DESTRUCTORS_X,
  counters.DESTRUCTORS_Y,
];

/**
 * By default every protocol is played with detectors, and each but the mutants in one more variant, so that each variant
 * meets several: it differs in what protocols import, and is the same text under all of them. v4 is played in every one.
 */
function variantsOf({ name, mutant }: ProtocolEntry, place: number): readonly Variant[] {
  if (mutant) return ['detecting'];
  if (name === 'v4' || SLOW) return VARIANTS;
  const others = VARIANTS.filter((variant) => variant !== 'detecting');
  return ['detecting', others[place % others.length] as Variant];
}

/**
 * A C compiler takes its time. By default it makes each variant of v4, and every fourth design as races run it; two engines
 * are enough for the others.
 */
function enginesOf({ name, mutant }: ProtocolEntry, variant: Variant, place: number): readonly Engine[] {
  const isCompiled = SLOW || name === 'v4' || (!mutant && variant === 'detecting' && place % 4 === 0);
  return isCompiled ? TESTED_ENGINES : EMBEDDED_ENGINES;
}

/** The second opinion takes seconds: by default it is asked for programs (calls.test.ts, arithmetic.test.ts). */
async function secondOpinion({ file }: ProtocolEntry, variant: Variant): Promise<KernelCode[]> {
  if (!SLOW) return [];
  const bytes = await assemblyScriptKernel(join(SOURCE_ROOT, 'protocols', file), variant);
  return [{ engine: 'wasm', module: new WebAssembly.Module(bytes) }];
}

for (const [place, entry] of protocols.entries()) {
  const { name, file } = entry;
  test.each(variantsOf(entry, place))(`${name}, %s: every word is the same after every round`, async (variant) => {
    const make = (): Promise<KernelCode[]> =>
      Promise.all(enginesOf(entry, variant, place).map((engine) => codeOf({ protocol: file, engine, variant })));
    const isOptimised = SLOW || (name === 'v4' && variant === 'bare');
    const codes = [...(await (isOptimised ? optimised(make) : make())), ...(await secondOpinion(entry, variant))];
    const { perThreadWords } = resolveProtocol(name);
    const counts = new Counts();
    const watched = variant === 'detecting' || variant === 'stalled' || variant === 'noisy';
    fc.assert(
      fc.property(plays, ({ config: drawn, rounds }) => {
        const config = { ...drawn, perThreadWords };
        const runs = codes.map((code) => {
          const arena = createArena({ ...config, engine: code.engine });
          const bed = new TestBed<Kernel>(code, arena.memory);
          const workers = Array.from({ length: config.workers }, () => bed.thread());
          for (const [index, worker] of workers.entries()) worker.setup(index);
          for (const worker of workers) worker.populate();
          return { arena, workers, bytes: new Uint8Array(arena.memory.buffer, 0, arenaBytes(config)) };
        });
        const [one, ...others] = runs as [(typeof runs)[number], ...typeof runs];
        rounds.forEach(({ worker, role: any }, index) => {
          const threadRoles = rolesOn(config.reclaim !== undefined && config.reclaim > 0);
          const role = threadRoles[any % threadRoles.length] as number;
          for (const { workers } of runs) workers[worker]?.run(role, 1);
          for (const other of others) {
            if (Buffer.compare(one.bytes, other.bytes) === 0) continue;
            expect({ index, bytes: other.bytes }).toEqual({ index, bytes: one.bytes }); // slow, but names the byte
          }
        });
        const played = countsOf(one.arena, one.workers.keys());
        counts.add(Float64Array.from({ length: counters.COUNTERS }, (_, counter) => played.of(counter)));
        expect(played.of(counters.ROUNDS)).toBe(rounds.length);
        if (!watched) return;
        const resting = restingIn(one.arena, config, played);
        expect(auditFinalState(one.arena.words, resting, one.workers[0] as Kernel).consistent).toBe(true);
      }),
      { numRuns: inSlow(40, 10) },
    );
    expect(WORK.map((counter) => counts.of(counter) > 0)).toEqual(WORK.map(() => watched));
    const heldUp = variant === 'noisy' || (variant === 'stalled' && !WITHOUT_WINDOW.includes(name));
    expect(counts.of(counters.STALLS) > 0).toBe(heldUp);
    expect(counts.violations() > 0).toBe(watched && WRONG_ALONE.includes(name));
  });
}

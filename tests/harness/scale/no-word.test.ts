// Accesses to memory that there is not, in a measurement: native code that is measured does not trap, and the cell fails all
// the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scale as scaleResolved } from '../../../src/harness/scale/scale.js';
import { protocols } from '../../../src/protocols/index.js';
import { resolveScale, type ScaleRequest } from '../../../src/requests/scale-request.js';
import { plays, TESTED_ENGINES } from '../../engines/tested-engines.js';
import { scale } from '../../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NATIVE = TESTED_ENGINES.filter((engine) => engine === 'native');

/** v4, whose put makes `access` first. */
function astray(access: string): string {
  const file = join(folder, `${access.replace(/\W+/g, '-')}.ts`);
  writeFileSync(
    file,
    `import { fetchAdd, load, store } from 'reftorture/memory';
import { FULL, RELAXED } from 'reftorture/order';
import { putMany } from 'reftorture/protocols/v4';
export { count, FREE, freeze, get, init, tryGet, unfreeze } from 'reftorture/protocols/v4';
export function put(word: i32): boolean {
  ${access};
  return putMany(word, 1);
}
`,
  );
  return file;
}

const QUICK = { workloads: ['shared'], threads: [1], trials: 1, durationMs: 10 } satisfies ScaleRequest;

describe.each(TESTED_ENGINES)('on %s', (engine) => {
  // Native code has a check of its own for each, and the first is like the one below; the others trap by themselves.
  const accesses = [
    'store(-4, 7, RELAXED)',
    'store(-4, 0, RELAXED)',
    'load(-4, RELAXED)',
    'fetchAdd(word + 3, 0, FULL)',
  ];
  test.each(accesses.filter((_, row) => (engine === 'native' && row > 0) || plays(engine, row, 0)))(
    '%s fails its cell',
    async (access) => {
      const { series } = await scale({ ...QUICK, protocols: [astray(access)], engines: [engine] });
      expect(series[0]?.samples).toEqual([]);
      expect(series[0]?.failures[0]).toMatch(/memory access out of bounds, or of no whole word$/);
    },
  );
});

test.each(NATIVE)(
  'on %s a write that comes later than the short round shows in the word behind the memory',
  async () => {
    const resolved = await resolveScale({
      ...QUICK,
      protocols: [astray('store(-8, 7, RELAXED)')],
      engines: ['native'],
    });
    // One of the package's own is not tried beforehand.
    const own = { ...resolved, protocols: resolved.protocols.map((one) => ({ ...one, entry: protocols[0] })) };
    const { series } = await scaleResolved(own as typeof resolved, {});
    expect(series[0]?.failures[0]).toMatch(/^a worker wrote where nothing is: memory access out of bounds/);
  },
);

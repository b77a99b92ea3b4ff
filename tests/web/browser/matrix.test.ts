// The matrix of checks, asked of the page: its verdicts, states, caveats and shortest witnesses are those of Node. By
// default a few cells of each memory model; REFTORTURE_SLOW=1 asks for every protocol and every row, REFTORTURE_MATRIX=1 for
// every cell.

import { writeSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { MemoryModelName } from '../../../src/memory-facts.js';
import { MEMORY_MODELS, suits } from '../../../src/memory-facts.js';
import { rolesUse } from '../../../src/options/shared.js';
import { protocols } from '../../../src/protocols/index.js';
import { propertiesTable, sizeOf } from '../../../src/report/check-report.js';
import { textOf } from '../../../src/report/table.js';
import { type CheckRequest, matrixCells, resolveCheck } from '../../../src/requests/check-request.js';
import { resolveScenario } from '../../../src/requests/scenario-file.js';
import type { CheckResult } from '../../../src/results/check-result.js';
import { scenarios } from '../../../src/scenarios/index.js';
import { type DescriptorOptions, RECLAIMS, SECTIONS } from '../../../src/scenarios/reclaim.js';
import { browserOr, browserPath } from '../../browser.js';
import { explored } from '../../runs.js';
import { inSlow, SLOW, slice } from '../../slow.js';
import { site } from './page.js';

/** True if every cell is asked: some minutes for those under sc, hours for the others. */
const WHOLE = Boolean(process.env.REFTORTURE_MATRIX);
/**
 * A cell of more states or partial executions is asked with fewer rounds or threads: what a page says of many, it says of
 * fewer. Under weak memory some have more than anybody waits for.
 */
const AFFORDABLE: Readonly<Record<MemoryModelName, number>> = {
  sc: 60_000,
  ra: 50_000,
  lkmm: 20_000,
};
const CHEAP: Readonly<Record<MemoryModelName, number>> = inSlow(
  { sc: AFFORDABLE.sc, ra: 5_000, lkmm: 4_000 },
  { sc: 5_000, ra: 2_000, lkmm: 2_000 },
);
/** By default every so many places of the diagonal are asked: what a page does otherwise, it does with any protocol. */
const STEP: Readonly<Record<MemoryModelName, number>> = { sc: 19, ra: 29, lkmm: 29 };
/** Cells that a page answers before another takes its place: it keeps all results of a visit. */
const VISIT = 50;
/** Pages that answer at the same time where every cell is asked: each waits for its workers, and they for scripts. */
const PAGES = 2;

/** For the page: asks for a check by the form, and reads the answer off it. */
const ASK = `async ({ threads, rounds, ...choices }) => {
  const panel = document.querySelector('#panel-check');
  for (const [name, value] of Object.entries(choices)) panel.querySelector('select[name=' + name + ']').value = value;
  panel.querySelector('form').dispatchEvent(new Event('change'));
  panel.querySelector('select[name=threads]').value = threads;
  panel.querySelector('input[name=rounds]').value = rounds;
  const start = panel.querySelector('.start');
  start.click();
  while (start.disabled) await new Promise((resolve) => setTimeout(resolve, 2));
  const texts = (parent, selector) => [...parent.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return {
    problem: panel.querySelector('.problem').textContent,
    size: texts(panel, '.answer .verdict, .answer .size').join(' '),
    notes: texts(panel, '.warnings li'),
    rows: [...panel.querySelectorAll('.outcome .wide tbody tr')].map((row) => texts(row, 'th, td')),
  };
}`;

interface Told {
  readonly problem: string;
  readonly size: string;
  readonly notes: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function ask(page: Page, cell: CheckRequest): Promise<Told> {
  return page.evaluate(`(${ASK})(${JSON.stringify(cell)})`);
}

/** All but the signs and the time, which nobody can foretell. */
function plain({ problem, size, notes, rows }: Told): Told {
  const withoutSign = (text: string): string => text.replace(/^[✓✗•?] /, '');
  return {
    problem,
    size: withoutSign(size).replace(/, [\d.]+ (?:µs|ms|s) \(.*\)$/, ''),
    notes,
    rows: rows.map((row) => row.map(withoutSign)),
  };
}

/** Returns what Node has to say, in the same words. */
function toldOf(result: CheckResult): Told {
  const { verdict, notes } = result;
  const rows = propertiesTable(result).rows.map((row) => row.map(textOf));
  return plain({ problem: '', size: `${verdict} ${sizeOf(result)}`, notes, rows });
}

/** Returns what a reader can choose of descriptors: sections matter where memory waits for them. All is said: a form remembers. */
const DESCRIPTORS: readonly DescriptorOptions[] = RECLAIMS.flatMap((reclaim) =>
  (reclaim === 'grace' ? SECTIONS : SECTIONS.slice(0, 1)).map((section) => ({ reclaim, section })),
);
/** Scenarios, and those with descriptors by what is chosen of these. */
const ROWS = scenarios.flatMap(({ name, minThreads, roles }): (DescriptorOptions & { readonly scenario: string })[] =>
  rolesUse('reclaim', roles(minThreads))
    ? DESCRIPTORS.map((chosen) => ({ scenario: name, ...chosen }))
    : [{ scenario: name }],
);
const NAMES = protocols.map(({ name }) => name);

/** The rows of `memory`. Left out is getters under lkmm, whose four threads have more executions than anybody waits for. */
function rowsOf(memory: MemoryModelName): typeof ROWS {
  return ROWS.filter(({ scenario }) => suits(memory, scenario) && !(memory === 'lkmm' && scenario === 'getters'));
}

/** Those that have few executions under lkmm. */
const LKMM_CHEAP: readonly string[] = ['email', 'walker'];

/** A protocol in the rows that it may be asked in, from the first on: a diagonal, so that each row comes first somewhere. */
function diagonalOf(memory: MemoryModelName): CheckRequest[][] {
  const rows = rowsOf(memory).filter(({ scenario }) => memory !== 'lkmm' || LKMM_CHEAP.includes(scenario));
  return Array.from({ length: Math.max(rows.length, NAMES.length) }, (_, place) => {
    const protocol = NAMES[place % NAMES.length] as string;
    const dtor = place % 2 === 0 ? 'looked-up' : 'captured';
    const start = place % rows.length;
    return [...rows.slice(start), ...rows.slice(0, start)].map((row) => ({ ...row, memory, protocol, dtor }));
  });
}

type Cell = readonly [request: CheckRequest, result: CheckResult];

/** `request` with as many threads and rounds as it has within `most` states, and what Node says of it. */
async function decided(request: CheckRequest, most: number): Promise<Cell | undefined> {
  const { config, protocol } = resolveCheck(request);
  const { roles, rounds: mostRounds } = config;
  const { minThreads } = resolveScenario(request.scenario as string, protocol);
  for (let threads = roles.length; threads >= minThreads; threads--) {
    for (let rounds = mostRounds; rounds > 0; rounds--) {
      const smaller = { ...request, threads, rounds };
      const result = await explored(resolveCheck(smaller), { maxStates: most });
      if (result.complete) return [smaller, result];
    }
  }
  return undefined;
}

/** The first of `requests` that is decided within `most` states. */
async function firstDecided(requests: readonly CheckRequest[], most: number): Promise<Cell[]> {
  for (const request of requests) {
    const cell = await decided(request, most);
    if (cell) return [cell];
  }
  return [];
}

/** Returns the cells of one page's visit, of the first of those that are `left`. */
async function nextVisit(left: Iterator<CheckRequest>, memory: MemoryModelName): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (let next = left.next(); !next.done; next = left.next()) {
    cells.push(...(await firstDecided([next.value], AFFORDABLE[memory])));
    if (cells.length === VISIT) break;
  }
  return cells;
}

/** Cells of the diagonal; and where all is played, one for each scenario and each protocol that are too large for that. */
async function sliceOf(memory: MemoryModelName): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const requests of slice(diagonalOf(memory), STEP[memory])) {
    cells.push(...(await firstDecided(requests, CHEAP[memory])));
  }
  if (!SLOW) return cells;
  const rows = rowsOf(memory);
  const scenariosAsked = new Set(cells.map(([{ scenario }]) => scenario));
  const protocolsAsked = new Set(cells.map(([{ protocol }]) => protocol));
  const others = [
    ...rows
      .filter(({ scenario }) => !scenariosAsked.has(scenario))
      .map((row) => matrixCells({ ...row, memory }, NAMES, [row.scenario])),
    // The last scenario, walker, has the fewest accesses.
    ...NAMES.filter((name) => !protocolsAsked.has(name)).map((protocol) =>
      rows.toReversed().map((row) => ({ ...row, memory, protocol, dtor: 'looked-up' as const })),
    ),
  ];
  for (const requests of others) cells.push(...(await firstDecided(requests, AFFORDABLE[memory])));
  return cells;
}

describe.skipIf(!browserPath)(`the matrix on the page${browserOr}`, () => {
  const { open } = site();

  /** Asks one page for every cell, and gives back those with another answer than Node's. */
  async function differing(cells: readonly Cell[]): Promise<unknown[]> {
    const page = await open('#check');
    const different: unknown[] = [];
    for (const [cell, result] of cells) {
      const [said, expected] = [plain(await ask(page, cell)), toldOf(result)];
      if (JSON.stringify(said) !== JSON.stringify(expected)) different.push({ cell, said, expected });
    }
    await page.context().close();
    return different;
  }

  test.skipIf(WHOLE).each(MEMORY_MODELS)(
    'under %s the page says what Node says: a slice',
    async (memory) => {
      const cells = await sliceOf(memory);
      expect(cells.length).toBeGreaterThan(0);
      expect(await differing(cells)).toEqual([]);
      if (!SLOW) return;
      expect(new Set(cells.map(([{ protocol }]) => protocol))).toEqual(new Set(NAMES));
      expect(new Set(cells.map(([{ scenario }]) => scenario))).toEqual(
        new Set(rowsOf(memory).map(({ scenario }) => scenario)),
      );
    },
    600_000,
  );

  test.skipIf(!WHOLE).each(MEMORY_MODELS)(
    'under %s the page says what Node says: every cell',
    async (memory) => {
      const requests = rowsOf(memory).flatMap((row) => matrixCells({ ...row, memory }, NAMES, [row.scenario]));
      let asked = 0;
      const left = requests.values();
      const askRest = async (): Promise<void> => {
        for (let cells = await nextVisit(left, memory); cells.length > 0; cells = await nextVisit(left, memory)) {
          expect(await differing(cells)).toEqual([]);
          asked += cells.length;
          writeSync(2, `${memory}: ${asked} of ${requests.length} cells asked, no difference\n`);
        }
      };
      await Promise.all(Array.from({ length: PAGES }, askRest));
      expect(asked).toBeGreaterThan(0.7 * requests.length);
    },
    24 * 3_600_000,
  );
});

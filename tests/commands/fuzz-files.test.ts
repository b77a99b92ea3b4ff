// Tests that, whatever is in a file or a token, the answer is a known exit code and at most a line of complaint, in
// time. REFTORTURE_FUZZ=10000 tries that many instead of twenty, REFTORTURE_SLOW=1 twice as many, REFTORTURE_FUZZ_SEED=n others.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SOURCE_ROOT } from '../../src/front-end/sources.js';
import { seededRandom } from '../../src/statistics/random.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';
import { SEED } from '../seed.js';
import { inSlow } from '../slow.js';
import { KeptCli } from './kept-cli.js';
import { mutated } from './mutations.js';
import type { Finished } from './run-cli.js';

const FILES = Number(process.env.REFTORTURE_FUZZ ?? inSlow(40, 20));
/** No line takes longer. */
const DEADLINE_MS = 30_000;
const LITMUS = fileURLToPath(new URL('../litmus/MP+release+acquire.litmus', import.meta.url));
const PINS = fileURLToPath(new URL('../../examples/pins.ts', import.meta.url));

/** A kind of file: its ending, a right one, and the commands that read it. */
interface Kind {
  readonly ending: string;
  readonly text: string;
  readonly commands: (file: string, text: string) => readonly string[][];
}

let folder: string;
let cli: KeptCli;
let kinds: readonly Kind[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  cli = new KeptCli({ env: { XDG_CACHE_HOME: folder }, deadlineMs: DEADLINE_MS });
  const [witness, checked] = [join(folder, 'witness.json'), join(folder, 'check.json')];
  await cli.ask(['check', '--witness', witness, '--out', checked]);
  const token = String(JSON.parse(readFileSync(witness, 'utf8')).witness.token);
  const page = join(folder, 'page.html');
  const results = (text: string): Kind => ({
    ending: 'json',
    text,
    commands: (file) => [
      ['report', file, '-o', page],
      ['results', file],
      ['compare', file, checked],
    ],
  });
  const limits = ['--max-states', '20000', '--jobs', '1'];
  const short = ['--duration', '3ms'];
  kinds = [
    results(JSON.stringify(raceFixture({ stolenFree: 2 }))),
    results(JSON.stringify(scaleFixture({ 'old 1': [1, 2, 3, 4, 5], 'v4 1': [2, 3, 4, 5, 6] }))),
    results(readFileSync(checked, 'utf8')),
    { ending: 'json', text: readFileSync(witness, 'utf8'), commands: (file) => [['replay', file]] },
    { ending: 'txt', text: token, commands: (_, text) => [['replay', text.replaceAll('\0', '')]] },
    {
      ending: 'litmus',
      text: readFileSync(LITMUS, 'utf8'),
      commands: (file) => [['check', '--litmus', file, ...limits.slice(0, 2)]],
    },
    {
      ending: 'ts',
      text: readFileSync(join(SOURCE_ROOT, 'protocols/v4.ts'), 'utf8').replace(/'\.\.\/runtime\//g, "'reftorture/"),
      commands: (file) => [
        ['check', '--protocol', file, ...limits],
        ['race', '--protocol', file, '--engine', 'js', ...short],
      ],
    },
    {
      ending: 'ts',
      text: readFileSync(PINS, 'utf8'),
      commands: (file) => [
        ['check', '--scenario', file, ...limits],
        ['race', '--scenario', file, '--engine', 'js', ...short],
      ],
    },
  ];
});
afterAll(() => {
  cli.end();
  rmSync(folder, { recursive: true });
});

/** Returns what is wrong with an answer. */
function troubles({ code, stdout, stderr }: Finished): string[] {
  return [
    ...([0, 1, 2, 3, 130].includes(code ?? -1) ? [] : [`exit code ${code}`]),
    ...(/internal error|^\s+at .*:\d+/m.test(stderr + stdout) ? ['a stack trace or an internal error'] : []),
    ...(code === 2 && !/^(reftorture: [^\n]+\n$|Usage: )/.test(stderr) ? ['bad input without one clear line'] : []),
  ];
}

test(
  `${FILES} files with mistakes never end in a stack trace, and none of them hangs`,
  async () => {
    const random = seededRandom(SEED);
    const wrong: unknown[] = [];
    const codes = new Map<number | null, number>();
    for (let number = 0; number < kinds.length + FILES; number++) {
      const { ending, text, commands } = kinds[number % kinds.length] as Kind;
      // Each kind comes as it is first: that is read.
      const contents = number < kinds.length ? text : mutated(text, random);
      const file = join(folder, `mutant${number}.${ending}`);
      writeFileSync(file, contents);
      for (const line of commands(file, contents)) {
        const answer = await cli.ask(line).catch((error: Error) => error);
        if (answer instanceof Error) {
          wrong.push({ number, line, error: answer.message });
          continue;
        }
        codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
        const found = troubles(answer);
        if (found.length > 0) wrong.push({ number, line, found, stderr: answer.stderr.slice(0, 500) });
      }
      rmSync(file);
    }
    expect(wrong).toEqual([]);
    // Some were read, and some were turned down.
    expect(codes.get(0)).toBeGreaterThan(0);
    expect(codes.get(2)).toBeGreaterThan(0);
  },
  60_000 + FILES * 2000,
);

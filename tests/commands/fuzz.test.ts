// Tests that, whatever is typed, the answer is a known exit code and at most a line of complaint. REFTORTURE_FUZZ=10000
// tries that many lines instead of 75, REFTORTURE_SLOW=1 twice as many, REFTORTURE_FUZZ_SEED=n others.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../../src/statistics/random.js';
import { raceFixture, scaleFixture } from '../results/result-fixtures.js';
import { SEED } from '../seed.js';
import { inSlow } from '../slow.js';
import { V8_FLAGS } from '../v8-flags.js';
import { commandLine, commandsFor, type Places } from './command-lines.js';

const LINES = Number(process.env.REFTORTURE_FUZZ ?? inSlow(150, 75));
const RUNNER = fileURLToPath(new URL('../fixtures/many-lines.js', import.meta.url));

interface Answer {
  readonly code: number;
  readonly thrown?: string;
  readonly stdout: string;
  readonly stderr: string;
}

let folder: string;
let places: Places;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-'));
  const file = (name: string, contents: unknown): string => {
    writeFileSync(join(folder, name), typeof contents === 'string' ? contents : JSON.stringify(contents));
    return name;
  };
  mkdirSync(join(folder, 'folder'));
  places = {
    files: [
      file('race.json', raceFixture({ stolenFree: 2 })),
      file('scale.json', scaleFixture({ 'old 1': [1, 2, 3, 4, 5], 'v4 1': [2, 3, 4, 5, 6] })),
      file('scale2.json', scaleFixture({ 'old 1': [2, 2, 3, 4, 5], 'v4 1': [2, 3, 4, 5, 6] })),
      file('cut.json', '{"schema":"reftorture/race@1"'),
      file('hostile.json', '{"__proto__":{"x":1},"schema":"reftorture/race@1"}'),
      ...['none.json', 'folder', '', '.'],
    ],
    outputs: ['out.json', join('nowhere', 'out.json'), 'folder', '', 'x'.repeat(300)],
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Feeds `lines` to one process, one after another. */
async function answersTo(lines: readonly string[][]): Promise<Answer[]> {
  const child = spawn(process.execPath, [...V8_FLAGS, RUNNER], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  for (const line of lines) child.stdin.write(`${JSON.stringify(line)}\n`);
  child.stdin.end();
  const answers: Answer[] = [];
  for await (const answer of createInterface({ input: child.stdout })) answers.push(JSON.parse(answer) as Answer);
  return answers;
}

test(
  `${LINES} random command lines never end in a stack trace`,
  async () => {
    const random = seededRandom(SEED);
    const commands = await commandsFor(places);
    const lines = Array.from({ length: LINES }, () => commandLine(commands, random));
    const answers = await answersTo(lines);
    expect(answers).toHaveLength(LINES);
    const wrong = answers.flatMap(({ code, thrown, stdout, stderr }, index) => {
      const troubles = [
        ...([0, 1, 2, 3, 130].includes(code) ? [] : [`exit code ${code}`]),
        ...(thrown === undefined ? [] : [thrown]),
        ...(/internal error|^\s+at .*:\d+/m.test(stderr + stdout) ? ['a stack trace or an internal error'] : []),
        ...(code === 2 && !/^(reftorture: [^\n]+\n$|Usage: )/.test(stderr) ? ['bad usage without one clear line'] : []),
      ];
      return troubles.length > 0 ? [{ line: lines[index], troubles, stderr: stderr.slice(0, 500) }] : [];
    });
    expect(wrong).toEqual([]);
    // Lines that do something, and lines that are turned down, have both been tried.
    for (const code of [0, 1, 2])
      expect(answers.filter((answer) => answer.code === code).length).toBeGreaterThan(LINES / 100);
  },
  60_000 + LINES * 500,
);

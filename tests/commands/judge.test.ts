// Posted interleavings: what is possible as written, otherwise, and not at all, and files that hold none.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { askCli } from './kept-cli.js';

const CLAIMS = fileURLToPath(new URL('../../examples/claims/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reftorture-claims-'));
afterAll(() => rmSync(folder, { recursive: true }));

const JUDGED: Readonly<Record<string, readonly [code: number, text: RegExp]>> = {
  'stolen-free.md': [
    0,
    /^Possible as written\. The steps of the claim are 5, 6, 9, 14, 15, 16 of these[\s\S]*:a5b5c5a$/m,
  ],
  'imbalanced-put.md': [0, /^Possible as written\. The steps of the claim are 10, 14, 16, 17, 18, 19 of these/m],
  'step-2-too-early.md': [
    1,
    /^Not possible as written: step 3, T1: [\s\S]*\n {2}T1: put: compareExchange refcount \[1 -> 1\], fails {2}v4\.ts:\d+\nPossible otherwise:[\s\S]*:a5b5c5a$/m,
  ],
  'freeze-first.md': [
    1,
    /^Not possible as written: step 1, T1: [\s\S]*\[1 -> FROZEN\][\s\S]*^Impossible in these bounds: there is no stolen free at all\.$/m,
  ],
  'old-from-zero.json': [
    1,
    /^Not possible as written: step 2, T2: [\s\S]*\[0 -> 0\], fails[\s\S]*^Impossible in these bounds: there is no double free at all\.$/m,
  ],
};

test('every claim of the examples is judged', () => {
  expect(Object.keys(JUDGED).sort()).toEqual(readdirSync(CLAIMS).sort());
});

test.each(Object.entries(JUDGED))('%s', async (name, [code, text]) => {
  const finished = await askCli(['judge', join(CLAIMS, name)]);
  expect(finished.stdout.trimEnd()).toMatch(text);
  expect(finished.code).toBe(code);
});

function claim(text: string): string {
  const file = join(folder, 'claim.md');
  writeFileSync(file, text);
  return file;
}

function block(...lines: readonly string[]): string {
  return claim(`\`\`\`claim\nprotocol: v4\nscenario: email\n\n${lines.join('\n')}\n\`\`\`\n`);
}

describe('the token of a judgement is one that replay takes', () => {
  const STOLEN = 'protocol: v4\nscenario: email\nshows: stolenFree\n\n';
  test.each([
    ['of a claim that ends with what it shows', `${STOLEN}T1: put compareExchange [0 -> FROZEN]`, 16],
    [
      'of a claim that goes on behind it',
      `${STOLEN}T2: put compareExchange [0 -> FROZEN]\nT1: put compareExchange [0 -> FROZEN]\nT1: advanceGeneration compareExchange`,
      17,
    ],
    ['of another way', `${STOLEN}T2: tryGet fetchAdd [7 -> 8]`, 16],
    ['of what shows at the end', 'protocol: undo-failed-get\nshows: leak\n\nT2: fetchAdd\nT1: init\nT2: fetchSub', 8],
  ])('%s', async (_name, text, steps) => {
    const judged = await askCli(['judge', claim(`\`\`\`claim\n${text}\n\`\`\`\n`)]);
    const token = /reftorture replay (\S+)$/m.exec(judged.stdout)?.[1] ?? '';
    const replayed = await askCli(['replay', token]);
    expect(replayed.stdout).toMatch(new RegExp(`^confirmed: 1 of 1 replay agreed in all ${steps} steps`, 'm'));
    expect(replayed.code).toBe(0);
  });
});

describe('a claim that names no violation', () => {
  test('is about its steps alone', async () => {
    const { stdout, code } = await askCli(['judge', block('T2: tryGet FROZEN+1')]);
    expect(stdout).toMatch(/Not possible as written: step 1, T2/); // a word is a value with its bracket
    expect(code).toBe(1);
    const possible = await askCli(['judge', block('T2: tryGet fetchAdd [FROZEN -> FROZEN+1]')]);
    expect(possible.stdout).toMatch(/Possible as written\. The steps of the claim are 1 of these/);
    expect(possible.code).toBe(0);
  });

  test('ends undecided at --max-states', async () => {
    const { stdout, code } = await askCli(['judge', block('T1: begin'), '--max-states', '5']);
    expect(stdout).toMatch(/Not decided: there are more states than --max-states allows\./);
    expect(code).toBe(3);
  });
});

test('what shows when everything has ended is seen, too', async () => {
  const { stdout, code } = await askCli([
    'judge',
    claim('```claim\nprotocol: undo-failed-get\nshows: leak\n\nT2: fetchAdd\nT1: init\nT2: fetchSub\n```\n'),
  ]);
  expect(stdout).toMatch(/^Possible as written\.[\s\S]*^leak: 8 steps/m);
  expect(code).toBe(0);
});

test('an old value is found under ra', async () => {
  const text = `protocol: v4
dtor: looked-up
memory: ra
shows: typeConfusionStolenFree

T3: setUp store type
T1: compareExchange [0 -> FROZEN]
T1: destroyedAs load type [X]`;
  const ra = await askCli(['judge', claim(`\`\`\`claim\n${text}\n\`\`\`\n`)]);
  expect(ra.stdout).toMatch(
    /^Possible as written\.[\s\S]*is older than 1 other write[\s\S]*real threads cannot replay it/m,
  );
  expect(ra.code).toBe(0);
});

describe('steps that are possible and show nothing', () => {
  test('are told so', async () => {
    const file = claim('```claim\nprotocol: old\nscenario: email\nshows: stolenFree\n\nT1: put fetchSub\n```\n');
    const { stdout, code } = await askCli(['judge', file]);
    expect(stdout).toMatch(
      /The steps are possible in this order, and show no such thing\.\nImpossible in these bounds/,
    );
    expect(code).toBe(1);
  });
});

test.each([
  ['no block', 'text\n', /has no block that begins with ```claim/],
  ['no steps', '```claim\nprotocol: v4\n```\n', /has no steps: write them as THREAD: WORDS/],
  [
    'a line of another form',
    '```claim\nprotocol v4\n\nT1: put\n```\n',
    /a line of a claim is NAME: TEXT, not "protocol v4"/,
  ],
  ['a thread that is none', '```claim\nprotocol: v4\n\nT4: put\n```\n', /unknown thread "T4"/],
  ['an unknown key', '```claim\nprotocl: v4\n\nT1: put\n```\n', /unknown key of a check request "protocl"/],
  ['a property that is none', '```claim\nshows: leek\n\nT1: put\n```\n', /unknown property "leek"/],
  [
    'a value of another type',
    '{ "protocol": 1, "steps": [{ "thread": "T1", "does": "put" }] }',
    /protocol must be a string/,
  ],
  ['broken JSON', '{ "steps": [', /is no JSON: /],
  ['a livelock', '```claim\nshows: livelock\n\nT1: put\n```\n', /^reftorture: a livelock is of a state/],
  [
    'any number of threads',
    '{ "threads": "any", "steps": [{ "thread": "T1", "does": "put" }] }',
    /^reftorture: a claim has a number of threads/,
  ],
  [
    'a key of every object',
    '```claim\nconstructor: v4\n\nT1: put\n```\n',
    /unknown key of a check request "constructor"/,
  ],
  ['lkmm', '```claim\nmemory: lkmm\n\nT1: put\n```\n', /under lkmm/],
])('%s', async (_name, text, complaint) => {
  const { code, stderr } = await askCli(['judge', claim(text)]);
  expect(stderr).toMatch(complaint);
  expect(code).toBe(2);
});

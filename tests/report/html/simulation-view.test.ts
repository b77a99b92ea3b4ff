// A schedule made by hand, as the reader sees it: before each choice, and when something has gone wrong.

import { expect, test } from 'vitest';
import { Simulation } from '../../../src/checker/simulation.js';
import { parseSchedule } from '../../../src/checker/trace/schedule.js';
import { codeOf } from '../../../src/checker/unexplored.js';
import { simulationView } from '../../../src/report/html/simulation-view.js';
import { SourceTexts } from '../../../src/report/html/sources.js';
import { type CheckRequest, resolveCheck } from '../../../src/requests/check-request.js';
import { check, here } from '../../runs.js';

async function handMade(request: CheckRequest = {}) {
  const resolved = resolveCheck(request);
  const simulation = new Simulation(resolved, await codeOf(resolved, here));
  const sources = new SourceTexts();
  return { simulation, view: () => simulationView('hand', resolved.config, simulation, sources) };
}

/** The text of markup, blanks as one. */
function textOf(markup: { readonly text: string }): string {
  return markup.text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

test('at the start every thread can move, and its line is shown', async () => {
  const { view } = await handMade();
  const { threads, memory, said, wrong, history } = view();
  expect([...threads.text.matchAll(/data-thread="(\d)"/g)].map(([, thread]) => thread)).toEqual(['0', '1', '2']);
  expect([...threads.text.matchAll(/class="line current"/g)]).toHaveLength(3);
  expect(textOf(threads)).toContain('allocator.ts:');
  expect(textOf(memory)).toBe('refcount FROZEN frozen generation 0, free slot empty type none');
  expect(said).toBe('Nobody has moved yet: every page is free.');
  expect(wrong.text).toBe('');
  expect(history.text).not.toContain('data-step="1"');
});

test('the window, the words and the type confusion of the report', async () => {
  const { simulation, view } = await handMade();
  simulation.run(0);
  expect(textOf(view().threads)).toContain('T1 is between steps 1 and 2 1 step run on put step 2');
  expect(textOf(view().memory)).toMatch(/^refcount 0 staged for freeing generation 1, life 1 /);
  simulation.run(1);
  simulation.run(1);
  simulation.run(2);
  expect(view().wrong.text).toBe('');
  simulation.take(0);
  const { said, wrong, threads } = view();
  expect(said).toMatch(/^16\. T1: put step 2: .*type confusion, stolen free: it runs the destructor of X on a page of/);
  expect(textOf(wrong)).toContain('✗ type confusion, stolen free , step 16.');
  expect(textOf(wrong)).toMatch(/reftorture replay v4,email@[0-9a-f]{12}:a5b5c5a$/);
  expect(textOf(threads)).toContain('T2 has ended');
  simulation.back();
  expect(view().wrong.text).toBe('');
});

test('the end of all threads is told, and that nothing went wrong', async () => {
  const { simulation, view } = await handMade();
  for (const thread of [0, 1, 2]) while (simulation.moves(thread).length > 0) simulation.run(thread);
  const { said, threads } = view();
  expect(said).toMatch(/All threads have ended, and nothing went wrong\.$/);
  expect(threads.text).not.toContain('<button');
});

test('under weak memory a reader chooses which write a load finds', async () => {
  const request = { protocol: 'plain-init-before-type', scenario: 'walker', memory: 'ra', dtor: 'looked-up' } as const;
  const { witness } = await check(request);
  const schedule = parseSchedule(witness?.schedule ?? '') ?? [];
  const chosen = schedule.findIndex(({ choice }) => choice > 0);
  expect(chosen).toBeGreaterThan(0);
  const { simulation, view } = await handMade(request);
  for (const { thread } of schedule.slice(0, chosen)) simulation.take(thread);
  const { thread, choice } = schedule[chosen] as (typeof schedule)[number];
  const { threads } = view();
  expect(threads.text).toContain(`data-thread="${thread}" data-choice="${choice}"`);
  expect(threads.text).not.toContain(`data-run="${thread}"`);
  expect(textOf(threads)).toMatch(/is older than 1 other write/);
});

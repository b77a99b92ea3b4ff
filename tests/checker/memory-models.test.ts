// The conformance suite of memory models: each answers litmus tests as it is known to, makes a transition system that
// keeps the laws below, stops when it is told to, and finds a witness that replays. A new model is a line under MODELS.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { memoryModels } from '../../src/checker/memory-models.js';
import { litmusModel } from '../../src/checker/model/litmus-model.js';
import type { System } from '../../src/checker/model/system.js';
import { Stopped } from '../../src/checker/search/limits.js';
import { parseLitmus } from '../../src/litmus/parse.js';
import { MEMORY_MODELS, type MemoryModelName, memoryFacts } from '../../src/memory-facts.js';
import { check, loadWitness } from '../runs.js';

/** The outcomes of classic shapes that a model allows; all others of SHAPES it forbids. `states`: of v4 in email. */
const MODELS: Readonly<Record<MemoryModelName, { readonly allows: readonly string[]; readonly states: number }>> = {
  sc: { allows: [], states: 302 },
  ra: { allows: ['SB', 'R', 'MP', '2+2W', 'IRIW', 'IRIW+releases+acquires', 'WRC'], states: 358 },
  lkmm: { allows: ['SB', 'R', 'MP', '2+2W', 'IRIW', 'IRIW+releases+acquires', 'WRC', 'LB'], states: 1367 },
};

const SHAPES = [
  ...['SB', 'R', 'MP', '2+2W', 'IRIW', 'IRIW+releases+acquires', 'WRC', 'LB'],
  // Forbidden by coherence, by barriers, and by releases and acquires, whatever the model.
  ...['CoRR', 'CoWR', 'CoRW1', 'CoWW', 'SB+mbs', 'IRIW+mbs', 'LB+mbs', 'MP+release+acquire', 'WRC+release+acquire'],
];

function shape(name: string) {
  const file = fileURLToPath(new URL(`../litmus/${name}.litmus`, import.meta.url));
  return parseLitmus(name, readFileSync(file, 'utf8'));
}

/** Returns what can be seen of a state, however a model writes it down. */
function seenIn(system: System, fields: Int32Array): readonly (readonly number[])[] {
  const stepper = system.newStepper();
  return [
    system.starts.map((_, thread) => stepper.localState(fields, thread)),
    [...stepper.newestValues(fields).subarray(0, system.automaton.words.size)],
  ];
}

describe.each(MEMORY_MODELS)('%s', (name) => {
  const memory = memoryModels[name];
  const { allows, states } = MODELS[name];

  test.each(SHAPES)('answers %s', (file) => {
    const litmus = shape(file);
    const result = memory.litmus(litmus, { maxStates: 100_000 });
    if (!('finals' in result)) throw new Error(JSON.stringify(result));
    const seen = result.finals.some(({ values }) => litmus.condition.holds((of) => values.get(of) as number));
    expect(seen).toBe(allows.includes(file));
  });

  test('its system takes the first choice of each step as sc does, and changes no state that it is given', () => {
    for (const file of ['SB', 'MP', 'IRIW', '2+2W']) {
      const model = litmusModel(shape(file));
      const [system, strong] = [memory.over(model), memoryModels.sc.over(model)];
      const [stepper, strongStepper] = [system.newStepper(), strong.newStepper()];
      const walk = (fields: Int32Array, strongFields: Int32Array): void => {
        expect(seenIn(system, fields)).toEqual(seenIn(strong, strongFields));
        for (const thread of model.starts.keys()) {
          const choices = stepper.choices(fields, thread);
          expect(choices > 0).toBe(strongStepper.choices(strongFields, thread) > 0);
          if (choices === 0) continue;
          const before = fields.slice();
          stepper.execute(fields, thread, choices - 1);
          stepper.execute(fields, thread, 0);
          expect(fields).toEqual(before);
          strongStepper.execute(strongFields, thread, 0);
          walk(stepper.fields.slice(), strongStepper.fields.slice());
        }
      };
      walk(system.initial(model.starts), strong.initial(model.starts));
    }
  });

  test('the same step from the same state leads to the same', () => {
    const system = memory.over(litmusModel(shape('IRIW')));
    const stepper = system.newStepper();
    let fields = system.initial(system.starts);
    for (let step = 0; step < 6; step++) {
      const thread = system.starts.findIndex((_, other) => stepper.choices(fields, other) > 0);
      const choice = stepper.choices(fields, thread) - 1;
      const [one, other] = [0, 1].map(() => {
        stepper.execute(fields, thread, choice);
        return { seen: seenIn(system, stepper.fields.slice()), read: stepper.valueRead, newer: stepper.newerWrites };
      });
      expect(one).toEqual(other);
      fields = stepper.fields.slice();
    }
  });

  test('explores v4 in email, and finds a witness that replays', async () => {
    const result = await check({ protocol: 'v4', scenario: 'email', memory: name });
    expect([result.complete, result.verdict]).toEqual([true, 'violated']);
    expect(result.states).toBe(states);
    const { property, steps } = await loadWitness(result.witness?.token ?? '');
    expect(steps).toEqual(result.witness?.steps);
    expect(result.properties[property]).toBe('violated');
  });

  test('a limit ends it, and the result says so', async () => {
    const {
      complete,
      interrupted,
      states: explored,
      notes,
    } = await check({ protocol: 'v4', scenario: 'email', memory: name }, { maxStates: 20 });
    expect({ complete, interrupted }).toEqual({ complete: false, interrupted: false });
    expect(explored).toBeGreaterThanOrEqual(20);
    expect(notes[0]).toMatch(/^Stopped (at|after) \d+ .*Raise --max-states/);
    expect(memory.litmus(shape('IRIW'), { maxStates: 3 })).toEqual({
      undecided: `more than 3 ${memoryFacts[name].counts ?? 'states'}: raise --max-states`,
    });
  });

  test('a stop ends it', async () => {
    const stop = Int32Array.of(1);
    const { complete, interrupted } = await check({ protocol: 'v4', scenario: 'email', memory: name }, { stop });
    expect({ complete, interrupted }).toEqual({ complete: false, interrupted: true });
    expect(() => memory.litmus(shape('IRIW'), { maxStates: 100_000, stop })).toThrow(Stopped);
  });
});

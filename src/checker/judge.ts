// The judgement of an interleaving that somebody posted: whether its steps can happen in their order, with any others between
// them, and whether what they are to show is then seen.
//
// A posted step is the next step of its thread that has all its words. So that one must not happen before those that are posted
// before it; steps that nobody posted may come between.
//
// A state of the search is one of the model, the number of posted steps that have happened, and whether the violation was seen.

import { sourceLines } from '../front-end/places.js';
import { describeEnvironment } from '../machine/environment.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { PostedStep } from '../requests/claim-file.js';
import type { WitnessStep } from '../results/check-result.js';
import type { JudgeResult } from '../results/judge-result.js';
import type { Property } from '../violations/table.js';
import { buildSystem, placed } from './build.js';
import { runCheck } from './check.js';
import { bitOf } from './monitors/property-bits.js';
import type { ScheduleStep } from './trace/schedule.js';
import { digestOf } from './witness/token.js';
import { witnessOf, witnessStep, witnessSteps } from './witness/witness.js';

/** The findings of the search, about the claim as written. */
type Judgement = Pick<JudgeResult, 'possible' | 'steps' | 'among' | 'instead' | 'witness' | 'states'> & {
  readonly isPossible: boolean;
  /** True when no state was left out. */
  readonly complete: boolean;
};

export interface JudgeOptions {
  readonly maxStates: number;
  /** A step in words, in which those of a posted step are looked for. */
  readonly textOf: (step: WitnessStep) => string;
}

/** A step in the place of a posted one, and how many of the words it lacks. */
interface Other {
  readonly step: WitnessStep;
  readonly missing: number;
}

interface Node {
  readonly fields: Int32Array;
  readonly possible: number;
  readonly seen: boolean;
  readonly parent: Node | undefined;
  readonly by: ScheduleStep;
}

/** Judges what was posted. @throws ProgramError */
export function judged(
  resolved: ResolvedCheck,
  code: ModelCode,
  posted: Posted,
  options: JudgeOptions,
): Omit<JudgeResult, 'claim'> {
  const { isPossible, complete, ...found } = placed(sourceLines(code.program.files), () =>
    search(resolved, code, posted, options),
  );
  const { shows } = posted;
  const common = {
    schema: 'reftorture/judge@1',
    config: resolved.config,
    environment: describeEnvironment(),
    ...found,
  } as const;
  if (isPossible) return { ...common, verdict: 'as-written' };
  if (!complete) return { ...common, verdict: 'undecided' };
  if (!shows) return { ...common, verdict: 'impossible' };
  const alone = runCheck(resolved, code, { properties: [shows], maxStates: options.maxStates });
  const witness = alone.witness;
  return { ...common, verdict: witness ? 'otherwise' : alone.complete ? 'impossible' : 'undecided', witness };
}

function search(
  resolved: ResolvedCheck,
  code: ModelCode,
  { steps, shows, threads }: Posted,
  { maxStates, textOf }: JudgeOptions,
): Judgement {
  const system = buildSystem(code.program, resolved);
  const lineOf = sourceLines(code.program.files);
  const stepper = system.newStepper();
  const wanted = steps.map(({ thread, does }) => ({ thread: threads.indexOf(thread), words: wordsOf(does) }));
  const bit = shows === undefined ? -1 : bitOf(shows);
  const start = { fields: system.initial(system.starts), possible: 0, seen: bit < 0, parent: undefined, by: NOBODY };
  const nodes: Node[] = [start];
  const known = new Set([keyOf(start)]);
  let furthest = 0;
  const instead = new Instead();
  for (let at = 0; at < nodes.length && nodes.length < maxStates; at++) {
    const node = nodes[at] as Node;
    let ended = true;
    for (let thread = 0; thread < threads.length; thread++) {
      const next = wanted.findIndex((step, index) => index >= node.possible && step.thread === thread);
      const choices = stepper.choices(node.fields, thread);
      if (choices > 0) ended = false;
      for (let choice = 0; choice < choices; choice++) {
        const step = witnessStep({ system, lineOf }, stepper, node.fields, { thread, choice });
        const fields = stepper.fields.slice();
        const seen = node.seen || ((stepper.violations >> bit) & 1) !== 0;
        const text = next < 0 ? '' : textOf(step);
        const missing = next < 0 ? 1 : missingIn(text, wanted[next]?.words ?? []);
        if (next === node.possible && missing > 0) instead.add(next, text, { step, missing });
        if (missing === 0 && next > node.possible) continue; // too early
        const possible = missing === 0 ? node.possible + 1 : node.possible;
        furthest = Math.max(furthest, possible);
        const successor = { fields, possible, seen, parent: node, by: { thread, choice } };
        if (possible === wanted.length && seen) return found(successor);
        add(successor);
      }
    }
    const atRest = ended && bit >= 0 && ((system.violationsAtRest(node.fields) >> bit) & 1) !== 0;
    if (atRest && node.possible === wanted.length) return found(node);
  }
  const complete = nodes.length < maxStates;
  return {
    possible: furthest,
    isPossible: false,
    steps: [],
    witness: null,
    among: [],
    instead: instead.of(furthest),
    complete,
    states: nodes.length,
  };

  function add(node: Node): void {
    const key = keyOf(node);
    if (known.has(key)) return;
    known.add(key);
    nodes.push(node);
  }

  function found(last: Node): Judgement {
    const path: Node[] = [];
    for (let node = last; node.parent; node = node.parent) path.unshift(node);
    const schedule = path.map(({ by }) => by);
    const among = path.flatMap(({ possible, parent }, index) => (possible > (parent?.possible ?? 0) ? [index] : []));
    const digest = digestOf(code.digest, resolved.config);
    const walk = { system, lineOf };
    return {
      isPossible: true,
      complete: true,
      possible: last.possible,
      steps: shows ? [] : witnessSteps(walk, schedule),
      witness: shows ? witnessOf(resolved, { ...walk, digest }, shows, schedule) : null,
      among,
      instead: [],
      states: nodes.length,
    };
  }
}

/** Steps that are told of those in the place of a posted one. */
const TOLD = 3;

/** The steps that happen in the place of a posted one, of the last posted one that there are any for. */
class Instead {
  #posted = -1;
  readonly #steps = new Map<string, Other>();

  add(posted: number, text: string, other: Other): void {
    if (posted < this.#posted) return;
    if (posted > this.#posted) this.#steps.clear();
    this.#posted = posted;
    this.#steps.set(text, other);
  }

  /** In the place of `posted`, the most similar first. */
  of(posted: number): WitnessStep[] {
    const others = posted === this.#posted ? [...this.#steps.values()] : [];
    const similar = others.sort((one, other) => one.missing - other.missing);
    return similar.slice(0, TOLD).map(({ step }) => step);
  }
}

export interface Posted {
  readonly steps: readonly PostedStep[];
  /** The violation that they are to show; undefined: that they are possible is all. */
  readonly shows: Property | undefined;
  /** Names of the threads, in their order. */
  readonly threads: readonly string[];
}

const NOBODY: ScheduleStep = { thread: -1, choice: 0 };

function keyOf({ fields, possible, seen }: Pick<Node, 'fields' | 'possible' | 'seen'>): string {
  return `${possible}${seen ? '+' : '-'}${fields.join()}`;
}

/** The words of a posted step. What stands in brackets is one: values. */
function wordsOf(does: string): string[] {
  return does.match(/\[[^\]]*\]|[^\s:,[]+/g) ?? [];
}

/** The number of `words` that are not in `text`. */
function missingIn(text: string, words: readonly string[]): number {
  const there = new Set(wordsOf(text));
  return words.filter((word) => !there.has(word)).length;
}

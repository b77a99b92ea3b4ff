// A check under the Linux-kernel memory model: all executions of a scenario, and what they show.

import { sourceLines } from '../../../front-end/places.js';
import type { Environment } from '../../../machine/environment.js';
import type { ModelCode } from '../../../printers/model/instructions.js';
import type { ResolvedCheck } from '../../../requests/check-request.js';
import type { CheckResult, MissingOrder, Statuses, Witness } from '../../../results/check-result.js';
import { ACQUIRE, FULL, RELEASE } from '../../../runtime/order.js';
import { UsageError } from '../../../usage-error.js';
import { type Property, properties, propertyTitle } from '../../../violations/table.js';
import { holdsNote, observationNotes, reachNote, reachOf } from '../../caveats.js';
import type { Model } from '../../model/model.js';
import { outcomeOf } from '../../outcome.js';
import { isStopRequested, type Limits } from '../../search/limits.js';
import { Pace } from '../../search/progress.js';
import { digestOf } from '../../witness/token.js';
import { type Explored, witnessOf } from '../../witness/witness.js';
import { exploreExecutions, MAX_EVENTS, threadTrees } from './explore-executions.js';
import { Findings, type Found } from './findings.js';
import type { Run } from './run.js';
import { strongerOrders } from './stronger-orders.js';

export interface ExecutionOptions {
  /** Over the memory of the Linux-kernel model: over-kernel-memory.ts. */
  readonly model: Model;
  readonly maxStates: number;
  readonly environment: Environment;
  readonly properties?: readonly Property[];
  readonly onProgress?: Limits['onProgress'];
  readonly stop?: Int32Array | undefined;
}

/** @throws UsageError, ProgramError */
export function checkExecutions(resolved: ResolvedCheck, code: ModelCode, options: ExecutionOptions): CheckResult {
  const started = performance.now();
  const { config } = resolved;
  const { model, environment, maxStates, onProgress, stop } = options;
  const requested = options.properties ?? properties.filter((property) => property !== 'livelock');
  if (requested.includes('livelock')) {
    throw new UsageError(
      'a livelock is not looked for under lkmm, which knows no state to return to: use --memory sc or ra',
    );
  }
  const { automaton, threads } = model;
  const { interpreter, words } = automaton;
  const program = { interpreter, words, starts: threads };
  const trees = threadTrees(program);
  let findings = new Findings(model, trees);
  const pace = new Pace();
  const isStopped = (states: number): boolean => {
    if (pace.isDue()) onProgress?.({ states, expanded: states, depth: findings.longest, left: null });
    return isStopRequested({ stop });
  };
  const newVisitor = (): Findings => (findings = new Findings(model, trees));
  const explored = exploreExecutions(program, newVisitor, { maxStates, stop: isStopped });
  const { complete, endless, states, executions, forbidden } = explored;

  const explains = { model, digest: digestOf(code.digest, config), lineOf: sourceLines(code.program.files) };
  const seen = requested.filter((property) => findings.found.has(property));
  const outcome = outcomeOf({
    dtor: config.dtor,
    named: options.properties,
    requested,
    seen: (property) => seen.includes(property),
    excluded: () => complete,
    witnesses: seen.flatMap((property) => toldWitness(resolved, explains, property, findings.found.get(property))),
  });
  const interrupted = !complete && isStopRequested({ stop });
  const untold = seen.filter((property) => findings.found.get(property)?.schedule === undefined);
  return {
    schema: 'reftorture/check@1',
    config,
    environment,
    verdict: outcome.verdict,
    properties: outcome.properties,
    states,
    transitions: states,
    finals: executions,
    depth: findings.longest,
    complete,
    interrupted,
    frontier: complete ? 0 : 1,
    elapsedMs: performance.now() - started,
    bytesPerState: 0,
    threads: 1,
    executions: { allowed: executions, forbidden, maxEvents: MAX_EVENTS },
    witness: outcome.witness,
    witnesses: outcome.witnesses,
    notes: [
      ...(complete ? [completeNote(outcome.properties)] : [incomplete(states, { interrupted, endless })]),
      ...observationNotes({ config, ...outcome }),
      ...(untold.length === 0
        ? []
        : [
            `Without a witness: ${untold.map(propertyTitle).join('; ')}. Every execution found needs load buffering, which no schedule can tell.`,
          ]),
      ...(outcome.verdict === 'violated' ? [] : reachNote(config.scenario)),
    ],
    ...reachOf(config.scenario),
  };
}

const UNDER =
  'the axioms of the Linux-kernel memory model: every execution that they allow, load buffering and dependencies included';
const LIMITS =
  'What detectors look at is the newest value in an order in time. Values out of thin air and a compiler that breaks a dependency are not part of it, and livelocks are not looked for.';

function completeNote(properties: Statuses): string {
  return [...holdsNote(properties, UNDER), LIMITS].join(' ');
}

function incomplete(states: number, { interrupted, endless }: { interrupted: boolean; endless: boolean }): string {
  if (endless)
    return `An execution has more than ${MAX_EVENTS} events, where it was left: nothing is shown of what comes then. Take fewer threads or rounds.`;
  const remedy = interrupted ? 'Give it longer, or take' : 'Raise --max-states, or take';
  return `${interrupted ? 'Interrupted' : 'Stopped'} after ${states} partial executions: nothing is shown of the others. ${remedy} fewer threads or rounds.`;
}

function toldWitness(resolved: ResolvedCheck, explored: Explored, property: Property, found?: Found): Witness[] {
  if (!found?.schedule || !found.run) return [];
  const witness = witnessOf(resolved, explored, property, found.schedule);
  return [{ ...witness, missing: missingOrders(found.run) }];
}

function orderName(order: number): MissingOrder['asked'] {
  if (order === ACQUIRE) return 'acquire';
  if (order === RELEASE) return 'release';
  return order === FULL ? 'full' : 'relaxed';
}

/** Which orders would forbid the execution. */
function missingOrders({ graph, stepOf }: Run): MissingOrder[] {
  return strongerOrders(graph).map(({ event, order }) => ({
    step: stepOf[event] as number,
    asked: orderName(graph.event(event).order),
    enough: orderName(order),
  }));
}

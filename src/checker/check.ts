// A check: explores all that the threads of a scenario can do, and gives the verdict with the shortest witness of each
// violation.

import { sourceLines } from '../front-end/places.js';
import { describeEnvironment } from '../machine/environment.js';
import { memoryFacts } from '../memory-facts.js';
import { checkOptions } from '../options/check-options.js';
import { flagName, typedText } from '../options/option.js';
import type { ModelCode } from '../printers/model/instructions.js';
import type { ResolvedCheck } from '../requests/check-request.js';
import type { CheckConfig, CheckResult, Witness } from '../results/check-result.js';
import { propertiesThatAre, type Status, verdictOf } from '../results/verdicts.js';
import { findsOf, reachWords } from '../scenarios/finds.js';
import { UsageError } from '../usage-error.js';
import { isObservation, observationText, type Property, properties, propertyTitle } from '../violations/table.js';
import { buildSystem, placed } from './build.js';
import { checkAnyThreads } from './check-any-threads.js';
import type { ExploreOptions } from './explore-options.js';
import type { Explored } from './memory/memory-model.js';
import { memoryModels } from './memory-models.js';
import { systemAfter } from './trace/schedule.js';
import { checkResult, reachOf } from './unexplored.js';
import { digestOf } from './witness/token.js';
import { witnessOf } from './witness/witness.js';

export type { ExploreOptions } from './explore-options.js';
export type { ExploreProgress } from './search/progress.js';

/** Explores `code`, of codeOf(), exhaustively, or proves what it can. @throws UsageError, ProgramError */
export function runCheck(resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions = {}): CheckResult {
  return resolved.config.anyThreads
    ? checkAnyThreads(resolved, code, options, exploreThreads)
    : exploreThreads(resolved, code, options);
}

function exploreThreads(resolved: ResolvedCheck, code: ModelCode, options: ExploreOptions): CheckResult {
  const started = performance.now();
  const { config } = resolved;
  const { prefix = [], environment = describeEnvironment() } = options;
  const wanted = wantedProperties(config, options.properties);
  const lineOf = sourceLines(code.program.files);
  const { explored, witnesses } = placed(lineOf, () => {
    const system = buildSystem(code.program, resolved);
    const explored = memoryModels[config.memory].explore(systemAfter(system, prefix), wanted, {
      ...options,
      maxStates: options.maxStates ?? memoryFacts[config.memory].maxStates,
      // Equal threads are equal as long as none of them has moved.
      symmetry: (options.reductions?.symmetry ?? true) && prefix.length === 0,
      lineOf,
    });
    const walk = { system, lineOf, digest: digestOf(code.digest, config) };
    const witnesses = [...explored.found].flatMap(([property, way]): Witness[] => {
      if (!way) return [];
      const witness = witnessOf(resolved, walk, property, [...prefix, ...way.schedule]);
      return [way.missing ? { ...witness, missing: way.missing } : witness];
    });
    return { explored, witnesses };
  });
  const moved = prefix.length > 0 || explored.depth > 0 || !explored.complete;
  const outcome = outcomeOf(config, { named: options.properties, wanted, explored, moved, witnesses });
  const { found: _, withoutWitness, undecided, reach, notes, ...counts } = explored;
  return checkResult(config, environment, {
    ...counts,
    ...outcome,
    elapsedMs: performance.now() - started,
    notes: [
      ...(moved ? [] : ['no thread takes a step: nothing was explored']),
      ...notesOf(resolved, explored, outcome),
    ],
    ...reachOf(config.scenario),
  });
}

/** @throws UsageError for one that the memory model does not look for */
function wantedProperties({ memory }: CheckConfig, named?: readonly Property[]): readonly Property[] {
  const { noLivelocks } = memoryFacts[memory];
  if (noLivelocks === undefined) return named ?? properties;
  if (named?.includes('livelock')) throw new UsageError(noLivelocks);
  return named ?? properties.filter((property) => property !== 'livelock');
}

interface Found {
  /** The properties that a caller named, each of which decides; undefined: all that there are, where observations do not. */
  readonly named: readonly Property[] | undefined;
  readonly wanted: readonly Property[];
  readonly explored: Explored;
  /** False when it is known that no thread takes a step: of roles that do nothing, nothing is shown. */
  readonly moved: boolean;
  readonly witnesses: readonly Witness[];
}

type Outcome = Pick<CheckResult, 'verdict' | 'properties' | 'witness' | 'witnesses'>;

/** Violations come before observations. */
function outcomeOf({ dtor }: CheckConfig, { named, wanted, explored, moved, witnesses }: Found): Outcome {
  const { found, complete, undecided } = explored;
  const statusOf = (property: Property): Status => {
    if (!found.has(property)) return complete && moved && property !== undecided ? 'holds' : 'unknown';
    return named === undefined && isObservation(property, dtor) ? 'observed' : 'violated';
  };
  const statuses = Object.fromEntries(wanted.map((property) => [property, statusOf(property)]));
  const withStatus = (status: Status): Witness[] => witnesses.filter(({ property }) => statuses[property] === status);
  const violated = withStatus('violated');
  return {
    verdict: verdictOf(statuses),
    properties: statuses,
    witness: violated[0] ?? null,
    witnesses: [...violated, ...withStatus('observed')],
  };
}

/** The limits of what was shown. Every result states them. */
function notesOf(
  resolved: ResolvedCheck,
  { reach, found, withoutWitness, notes }: Explored,
  outcome: Outcome,
): string[] {
  const { config } = resolved;
  const untold = [...found].flatMap(([property, way]) => (way ? [] : [propertyTitle(property)]));
  const scope =
    'incomplete' in reach ? reach.incomplete : [...holdsNote(outcome, reach.under), ...reach.limits].join(' ');
  return [
    ...(scope === '' ? [] : [scope]),
    ...('incomplete' in reach && config.memory === 'sc' ? [elsewhereNote(resolved)] : []),
    ...propertiesThatAre('observed', outcome).map(
      (property) => `${observationText(property)} It decides where --property ${property} asks for it.`,
    ),
    ...notes,
    ...(untold.length === 0 ? [] : [`Without a witness: ${untold.join('; ')}. ${withoutWitness}`]),
    ...(outcome.verdict === 'violated' ? [] : reachNote(config.scenario)),
  ];
}

/** Names the command that prints the same model for an engine that may go further. */
function elsewhereNote({ config, defaults }: ResolvedCheck): string {
  const options = Object.entries(checkOptions).flatMap(([key, option]) => {
    const [value, usual] = [config, defaults].map((one) => one[key as keyof CheckConfig]);
    if (key === 'protocol' || key === 'scenario') return [];
    if (option.flag === undefined || value === undefined || `${value}` === `${usual}`) return [];
    return value === false ? [option.flag] : [flagName(option), `${value}`];
  });
  const { protocol, scenario } = config;
  const command = ['reftorture', 'emit', 'promela', '--protocol', protocol, '--scenario', scenario, ...options];
  return `To go on with SPIN (docs/larger.md): ${typedText(command)}`;
}

/** For which threads and rounds the properties hold that do, and `under` which memory; nothing where none does. */
function holdsNote({ properties: statuses, verdict }: Outcome, under: string): string[] {
  if (!Object.values(statuses).includes('holds')) return [];
  return [`${verdict === 'clean' ? 'Holds' : 'What holds, holds'} for these threads and rounds, under ${under}.`];
}

/** Says what the scenario is able to find, for a result that finds nothing; nothing for a scenario of the user's own. */
function reachNote(scenario: string): string[] {
  const finds = findsOf(scenario);
  if (!finds) return [];
  const { found, which } = reachWords(finds);
  return [`Unless told otherwise, ${scenario} finds ${found} broken protocols: ${which}.`];
}

// Answers from checks: of one question by one check, and of a protocol in every scenario that can show what the thread
// speaks of.

import { typedText } from '../options/option.js';
import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult, Witness } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { propertiesThatAre, witnessOf } from '../results/verdicts.js';
import { type Property, propertyTitle, violations } from '../violations/table.js';
import { explored, witnessEvidence } from './answers.js';
import type { Instruments, Part, SettledPart } from './claim.js';

/** Returns the command line that asks for `request`. */
export function commandLine(command: 'check' | 'race', request: object): string {
  const options = Object.entries(request).filter(([, value]) => value !== undefined);
  return typedText(['reftorture', command, ...options.flatMap(([name, value]) => [`--${name}`, String(value)])]);
}

/** Returns the command that explores `request`, for `properties` alone if they are given. */
export function checkCommand(request: CheckRequest, properties: readonly Property[] = violations): string {
  return commandLine('check', { ...request, ...(properties !== violations && { property: properties }) });
}

/**
 * Returns the answer `part` with a proof for any number of threads, where `properties` held for few: in `results` of
 * `requests`. Unchanged where they did not, or where one of them is not proved. In a hurry nothing is proved of all
 * scenarios.
 */
export async function forAnyNumber(
  instruments: Instruments,
  part: SettledPart,
  requests: readonly CheckRequest[],
  results: readonly CheckResult[],
  properties: readonly Property[],
): Promise<SettledPart> {
  if (instruments.quick && requests.length > 1) return part;
  const isSeen = (property: Property): boolean => results.some((result) => result.properties[property] === 'violated');
  if (properties.some(isSeen) || !results.every(({ complete }) => complete)) return part;
  const asked = properties.filter((property) => results.every((result) => result.properties[property] === 'holds'));
  const proofs = await Promise.all(requests.map((request) => instruments.prove(request)));
  const isOf = (list: 'proved' | 'notJudged', property: Property): boolean =>
    proofs.every((proof) => proof?.[list].includes(property));
  const proved = asked.filter((property) => isOf('proved', property));
  const aside = asked.filter((property) => !proved.includes(property));
  const [first] = proofs;
  if (!first || proved.length === 0 || !aside.every((property) => isOf('notJudged', property))) return part;
  const views = proofs.reduce((sum, proof) => sum + (proof?.views ?? 0), 0);
  const but = aside.length === 0 ? '' : `, all but ${aside.map(propertyTitle).join(', ')}`;
  const { rounds: _, memory: __, ...request } = requests[0] ?? {}; // a proof is of all rounds, under sc
  const all = { ...request, threads: 'any', scenario: requests.map(({ scenario }) => scenario).join() } as const;
  return {
    ...part,
    strength: 'proved',
    bound: `any number of threads and rounds${but}: ${views} views; assumes ${first.assumes}. Explored: ${part.bound}`,
    commands: [...part.commands, checkCommand(all, proved)],
  };
}

/** Explores `requests`, of which there is one at least, for `properties`; `tell` says what their results mean. */
export async function settledBy(
  instruments: Instruments,
  requests: readonly CheckRequest[],
  properties: readonly Property[],
  tell: (results: readonly [CheckResult, ...CheckResult[]]) => Omit<SettledPart, 'strength' | 'commands'>,
): Promise<SettledPart> {
  const results = await Promise.all(requests.map((request) => instruments.check(request)));
  const part: SettledPart = {
    ...tell(results as [CheckResult, ...CheckResult[]]),
    strength: 'explored',
    commands: requests.map((request) => checkCommand(request, properties)),
  };
  return forAnyNumber(instruments, part, requests, results, properties);
}

interface WitnessQuestion {
  readonly request: CheckRequest;
  readonly property: Property;
  /** Turns "it was seen" into an answer: canHappen or alwaysHolds. */
  readonly decide: (seen: boolean, complete: boolean) => Answer;
  /** The evidence; undefined where the witness does not show what is asked. */
  readonly seen: (witness: Witness, result: CheckResult) => string | undefined;
  readonly unseen: string;
}

export function byCheck({ request, property, decide, seen, unseen }: WitnessQuestion): Part['settle'] {
  return (instruments) =>
    settledBy(instruments, [request], [property], ([result]) => {
      const witness = witnessOf(result, property);
      const evidence = witness && seen(witness, result);
      return {
        ...decide(evidence !== undefined, result.complete),
        evidence: evidence ?? unseen,
        bound: explored(result),
        ...witnessEvidence(result, property),
      };
    });
}

const SCENARIOS = ['email', 'stale', 'two-puts', 'getters', 'freezer', 'allocator', 'mixed', 'walker'];

/** Names of the scenarios that violate one of `properties`. */
export function breaking(results: readonly CheckResult[], properties: readonly Property[]): string[] {
  return results
    .filter((result) => propertiesThatAre('violated', result).some((name) => properties.includes(name)))
    .map(({ config }) => config.scenario);
}

interface Question {
  readonly request: CheckRequest;
  readonly properties: readonly Property[];
  /** Turns "`properties` are violated" into an answer: canHappen or alwaysHolds. */
  readonly decide: (broken: boolean, complete: boolean) => Answer;
  /** The evidence, where scenarios violate them. */
  readonly broken: (scenarios: string) => string;
  readonly holds: (results: readonly CheckResult[]) => string;
}

/** Settles a part by the answer that all scenarios give together. */
export function inEveryScenario({ request, properties, decide, broken, holds }: Question): Part['settle'] {
  const requests = SCENARIOS.map((scenario) => ({ ...request, scenario }));
  return (instruments) =>
    settledBy(instruments, requests, properties, (results) => {
      const complete = results.every((result) => result.complete);
      const states = results.reduce((sum, result) => sum + result.states, 0);
      const threads = Math.max(...results.map(({ config }) => config.roles.length));
      const how = complete ? 'every interleaving' : 'not all interleavings';
      const found = breaking(results, properties);
      return {
        ...decide(found.length > 0, complete),
        evidence: found.length > 0 ? broken(found.join(', ')) : holds(results),
        bound: `${how} of ${results.length} scenarios (${SCENARIOS.join(', ')}), up to ${threads} threads, sequential consistency: ${states} states`,
      };
    });
}

// Answers from checks: of one question by one check, and of a protocol in every scenario that can show what the thread
// speaks of.

import { typedText } from '../options/option.js';
import type { CheckRequest } from '../requests/check-request.js';
import type { CheckResult, Witness } from '../results/check-result.js';
import type { Answer } from '../results/claims-result.js';
import { propertiesThatAre } from '../results/verdicts.js';
import { type Property, propertyTitle, violations } from '../violations/table.js';
import { explored, witnessEvidence, witnessOf } from './answers.js';
import type { Instruments, SettledPart } from './claim.js';

interface WitnessQuestion {
  readonly request: CheckRequest;
  readonly property: Property;
  /** Turns "it was seen" into an answer: canHappen or alwaysHolds. */
  readonly decide: (seen: boolean, complete: boolean) => Answer;
  /** The evidence; undefined where the witness does not show what is asked. */
  readonly seen: (witness: Witness, result: CheckResult) => string | undefined;
  readonly unseen: string;
}

/** Returns the command line that asks for `request`. */
export function commandLine(command: 'check' | 'race', request: object): string {
  const options = Object.entries(request).filter(([, value]) => value !== undefined);
  return typedText(['reftorture', command, ...options.flatMap(([name, value]) => [`--${name}`, String(value)])]);
}

/** Returns the command that explores `request`, for `properties` alone if they are given. */
export function checkCommand(request: CheckRequest, properties: readonly Property[] = violations): string {
  return commandLine('check', { ...request, ...(properties !== violations && { property: properties }) });
}

export async function answerFromCheck(instruments: Instruments, question: WitnessQuestion): Promise<SettledPart> {
  const { request, property, decide, seen, unseen } = question;
  const result = await instruments.check(request);
  const witness = witnessOf(result, property);
  const evidence = witness && seen(witness, result);
  const part: SettledPart = {
    ...decide(evidence !== undefined, result.complete),
    strength: 'explored',
    evidence: evidence ?? unseen,
    bound: explored(result),
    commands: [checkCommand(request, [property])],
    ...witnessEvidence(result, property),
  };
  return forAnyNumber(instruments, part, { requests: [request], results: [result], properties: [property] });
}

interface Explored {
  readonly requests: readonly CheckRequest[];
  /** Results of these requests for few threads. */
  readonly results: readonly CheckResult[];
  readonly properties: readonly Property[];
}

/**
 * The answer `part` with a proof for any number of threads, where `properties` held for few. Unchanged where they did not, or
 * where one of them is not proved. In a hurry nothing is proved of all scenarios.
 */
export async function forAnyNumber(
  instruments: Instruments,
  part: SettledPart,
  { requests, results, properties }: Explored,
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
  const all = { ...requests[0], threads: 'any', scenario: requests.map(({ scenario }) => scenario).join() } as const;
  return {
    ...part,
    strength: 'proved',
    bound: `any number of threads and rounds${but}: ${views} views; assumes ${first.assumes}. Explored: ${part.bound}`,
    commands: [...part.commands, checkCommand(all, proved)],
  };
}

const SCENARIOS = ['email', 'stale', 'two-puts', 'getters', 'freezer', 'allocator', 'mixed', 'walker'];

interface EverywhereResult {
  readonly results: readonly CheckResult[];
  readonly complete: boolean;
  readonly bound: string;
}

async function everywhere(instruments: Instruments, requests: readonly CheckRequest[]): Promise<EverywhereResult> {
  const results = await Promise.all(requests.map((request) => instruments.check(request)));
  const complete = results.every((result) => result.complete);
  const states = results.reduce((sum, result) => sum + result.states, 0);
  const threads = Math.max(...results.map(({ config }) => config.roles.length));
  const how = complete ? 'every interleaving' : 'not all interleavings';
  return {
    results,
    complete,
    bound: `${how} of ${results.length} scenarios (${SCENARIOS.join(', ')}), up to ${threads} threads, sequential consistency: ${states} states`,
  };
}

/** Names of the scenarios that violate one of `properties`. */
export function breaking({ results }: EverywhereResult, properties: readonly Property[]): string[] {
  return results
    .filter((result) => propertiesThatAre('violated', result).some((name) => properties.includes(name)))
    .map(({ config }) => config.scenario);
}

/** A question to every scenario. */
interface Question {
  readonly request: CheckRequest;
  readonly properties: readonly Property[];
  /** Turns "`properties` are violated" into an answer: canHappen or alwaysHolds. */
  readonly decide: (broken: boolean, complete: boolean) => Answer;
  /** The evidence, where scenarios violate them. */
  readonly broken: (scenarios: string) => string;
  readonly holds: (found: EverywhereResult) => string;
}

/** The answer that all scenarios give together. */
export async function askEverywhere(instruments: Instruments, question: Question): Promise<SettledPart> {
  const { request, properties, decide } = question;
  const requests = SCENARIOS.map((scenario) => ({ ...request, scenario }));
  const found = await everywhere(instruments, requests);
  const broken = breaking(found, properties);
  const part: SettledPart = {
    ...decide(broken.length > 0, found.complete),
    strength: 'explored',
    evidence: broken.length > 0 ? question.broken(broken.join(', ')) : question.holds(found),
    bound: found.bound,
    commands: requests.map((one) => checkCommand(one, properties)),
  };
  return forAnyNumber(instruments, part, { requests, results: found.results, properties });
}

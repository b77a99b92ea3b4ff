// The limits of what a complete exploration has shown. Every result states them.

import type { SourceLine } from '../front-end/places.js';
import { protocols } from '../protocols/index.js';
import { type CheckResult, propertiesThatAre, type Statuses, verdictOf } from '../results/check-result.js';
import { findsOf, reachWords } from '../scenarios/finds.js';
import { observationText } from '../violations/table.js';
import { findReorderableStore } from './memory/ra/load-buffering.js';
import type { Automaton } from './model/automaton.js';

/** For a complete result under sequential consistency or release/acquire. `automaton`: after the exploration. */
export function caveatsOf(
  { config, properties }: Pick<CheckResult, 'config' | 'properties'>,
  automaton: Automaton,
  lineOf: (offset: number) => SourceLine,
): string[] {
  if (config.memory === 'sc')
    return holdsNote(properties, 'sequential consistency; it says nothing about larger ones or weaker orders');
  const pair = findReorderableStore(automaton);
  const lineText = (offset: number): string => {
    const { file, line } = lineOf(offset);
    return `${file}:${line}`;
  };
  const limits = [
    ...holdsNote(properties, 'release/acquire by views, each access as ordered as its source asks'),
    pair
      ? `Not shown: loads that find what is written later on (load buffering), which this run could need: the store at ${lineText(pair.store)} may pass the load at ${lineText(pair.load)}.`
      : 'No store here may pass an earlier load, so load buffering, which the model cannot show, would add nothing.',
    'Dependencies order nothing, so a violation may rest on what they forbid: look at the stale values of its witness.',
  ];
  return [limits.join(' ')];
}

/** For what threads and rounds the properties hold that do, and `under` what; nothing where none does. */
export function holdsNote(properties: Statuses, under: string): string[] {
  const statuses = Object.values(properties);
  if (!statuses.includes('holds')) return [];
  const which = verdictOf(properties) === 'clean' ? 'Holds' : 'What holds, holds';
  return [`${which} for these threads and rounds, under ${under}.`];
}

/** What the result observed, and why that is no violation. */
export function observationNotes(result: Pick<CheckResult, 'config' | 'properties'>): string[] {
  return propertiesThatAre('observed', result).map(
    (property) => `${observationText(property)} It decides where --property ${property} asks for it.`,
  );
}

/** What the scenario is able to find, for a result that finds nothing; nothing for a scenario of the user's own. */
export function reachNote(scenario: string): string[] {
  const finds = findsOf(scenario);
  if (!finds) return [];
  const broken = protocols.filter(({ sound }) => !sound).map(({ name }) => name);
  const { found, which } = reachWords(finds, broken);
  return [`Unless told otherwise, ${scenario} finds ${found} broken protocols: ${which}.`];
}

/** What the scenario is able to find, as a key of a result. */
export function reachOf(scenario: string): Pick<CheckResult, 'scenarioFinds'> {
  const scenarioFinds = findsOf(scenario);
  return scenarioFinds ? { scenarioFinds } : {};
}

// The explored combinations of protocols and descriptors, in words.

import type { Property } from '../violations/table.js';
import {
  brokenIn,
  type ExploredCombination,
  isComplete,
  optionsOf,
  SCENARIOS,
  type Setting,
  shortestIn,
  statesOf,
} from './combinations.js';

/** `stolenFree (48 steps), touchedFreed (41 steps)`; of `property` alone, if given. */
export function violationsText(explored: ExploredCombination, property?: Property): string {
  const broken = brokenIn(explored).filter((name) => property === undefined || name === property);
  if (broken.length === 0) return isComplete(explored) ? `no ${property ?? 'violation'}` : 'not decided';
  return broken
    .map((name) => {
      const found = shortestIn(explored, name);
      return found ? `${name} (${found.witness.steps.length} steps)` : name;
    })
    .join(', ');
}

/** `v4 and v5 stolenFree (21 steps); old and freeze-first no violation`. */
export function groupedText(all: readonly ExploredCombination[], property?: Property): string {
  const protocols = new Map<string, string[]>();
  for (const explored of all) {
    const text = violationsText(explored, property);
    protocols.set(text, [...(protocols.get(text) ?? []), explored.protocol]);
  }
  return [...protocols].map(([text, names]) => `${listed(names)} ${text}`).join('; ');
}

/** `old, v4 and v5`. */
export function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** `v4, grace, put-inside: no violation; 76425 states`. */
export function detailOf(explored: ExploredCombination): string {
  const { protocol, setting, memory } = explored;
  const where = [protocol, ...settingWords(setting), ...(memory === 'sc' ? [] : ['release/acquire'])].join(', ');
  return `${where}: ${violationsText(explored)}; ${statesOf([explored])} states`;
}

function settingWords({ reclaim, section }: Setting): string[] {
  return section === null ? [reclaim] : [reclaim, section];
}

/** Returns the bound of all explorations; `weak` are those under release/acquire. */
export function boundOf(all: readonly ExploredCombination[], weak: readonly ExploredCombination[]): string {
  const results = [...all, ...weak].flatMap((explored) => explored.results);
  const threads = Math.max(...results.map(({ config }) => config.roles.length));
  const how = results.every(({ complete }) => complete) ? 'every interleaving' : 'not all interleavings';
  const ra = weak.length > 0 ? `${statesOf(weak)} states` : 'not explored';
  return `${how} of ${SCENARIOS.length} scenarios (${SCENARIOS.join(', ')}), ${threads} threads on one descriptor, sequential consistency: ${statesOf(all)} states; release/acquire: ${ra}`;
}

export function commandFor(protocol: string, setting: Setting): string {
  return `reftorture check --protocol ${protocol} --scenario ${SCENARIOS.join(',')} ${optionsOf(setting)}`;
}

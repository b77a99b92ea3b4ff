// Whether a page is freed while somebody holds it (machine/holders.ts). Who holds a page when is a matter of time, which an
// execution has not: it is judged in the one order in time in which the execution would be told.

import { FIRST_VIOLATION, USE_AFTER_FREE } from '../../../runtime/counters.js';
import { runMonitors } from '../../model/run-monitors.js';
import type { Model } from '../../model/system.js';
import type { Graph } from './graph.js';
import type { Unit } from './in-time.js';

/** The number of steps, of those in `ordered`, up to a free of a page that is held; 0 when there is none. */
export function stepsToFreeOfHeld({ automaton, starts }: Model, graph: Graph, ordered: readonly Unit[]): number {
  const newest = Int32Array.from(automaton.words.words, () => 0);
  const latest = automaton.words.words.map((_, word) => word);
  const localStates = [...starts];
  for (const [index, { thread, events, outcome }] of ordered.entries()) {
    const [first = -1] = events;
    const { kind, word, value } = first < 0 ? { kind: 'fence', word: -1, value: 0 } : graph.event(first);
    let valueRead = outcome ?? 0;
    if (kind === 'read') valueRead = automaton.words.numberOf(word, value);
    if (kind === 'write') valueRead = newest[word] as number;
    for (const event of events) {
      const written = graph.event(event);
      if (written.kind !== 'write') continue;
      const order = graph.orderOf(word);
      if (order.indexOf(event) < order.indexOf(latest[word] as number)) continue;
      latest[word] = event;
      newest[word] = automaton.words.numberOf(word, written.value);
    }
    const after = runMonitors(automaton, localStates[thread] as number, valueRead, newest);
    localStates[thread] = after.localState;
    if ((after.violations >>> (USE_AFTER_FREE - FIRST_VIOLATION)) & 1) return index + 1;
  }
  return 0;
}

// A collection of cycles, as large as one likes: two to five threads, each ordered in a way that is drawn for it. Of many of
// them it is known whether the model allows them, without running anything.

import { seededRandom } from '../../../../src/statistics/random.js';

export const KINDS = ['RCU', 'locks', 'SRCU', 'plain', 'rest'] as const;
export type Kind = (typeof KINDS)[number];

export interface Drawn {
  readonly kind: Kind;
  readonly cycle: string;
  /** Undefined where only the axioms tell. */
  readonly answer: 'Never' | 'Sometimes' | undefined;
}

type Direction = 'R' | 'W';

/** The ways of each kind to order an event `x` of a thread before an event `y` of another word. */
const WAYS: Readonly<Record<Kind, (x: Direction, y: Direction) => string[]>> = {
  rest: (x, y) => [
    ...['Pod', 'Mbd', 'Mbd', 'Rmbd', 'Wmbd', 'XRlx Pod', 'XRlx Mbd', 'Inc Aftd'].map((way) => `${way}${x}${y}`),
    ...(x === 'R' ? [`Acq Pod${x}${y}`, `CtrlPod${x}${y}`, `DpAddrd${y}`] : [`Coi MbdW${y}`, `Rfi PodR${y}`]),
    ...(y === 'W' ? [`Pod${x}W Rel`, `Mbd${x}W MbdW${y}`] : []),
    ...(x === 'R' && y === 'W' ? ['DpDatadW'] : []),
  ],
  RCU: (x, y) => ['Syncd', 'Syncd', 'Rcud', 'Rcud', 'Nestd'].map((way) => `${way}${x}${y}`),
  SRCU: (x, y) => ['Ssyncd', 'Ssyncd', 'Srcud', 'Srcud', 'Srmbd', 'Trcud', 'Soverd'].map((way) => `${way}${x}${y}`),
  locks: (x, y) => ['Lockd', 'Lockd', 'Unlkd', 'Unmbd', 'Lkmbd'].map((way) => `${way}${x}${y}`),
  plain: (x, y) => [
    ...[`P Pod${x}${y}`, `Pod${x}${y} P`, `P Wmbd${x}${y}`, `Rmbd${x}${y} P`],
    ...(y === 'W' ? [`P Pod${x}W Rel`] : []),
    ...(x === 'R' ? [`Acq CtrlPod${x}${y} P`] : []),
  ],
};

/** Most words that a test has names for, and most critical sections: all that is written to a lock is in some order. */
const MOST_WORDS = 6;
const MOST_LOCKED = 3;

/** Returns `size` cycles, none twice. The same for the same seed. */
export function collection(size: number, kind: Kind, seed: number): Drawn[] {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const found = new Map<string, Drawn>();
  while (found.size < size) {
    const threads = pick([2, 3, 3, 4, 4, 5]);
    const between = Array.from({ length: threads }, () => pick(['Rfe', 'Fre', 'Coe']));
    const ways = between.map((out, thread) => {
      const [x, y] = [between.at(thread - 1) === 'Rfe' ? 'R' : 'W', out === 'Fre' ? 'R' : 'W'] as const;
      // One write that another thread overwrites and a third one reads is a thread as well.
      if (x === 'W' && y === 'W' && random() < 0.2) return '';
      return pick(WAYS[random() < 0.7 ? kind : 'rest'](x, y));
    });
    const cycle = ways
      .flatMap((way, thread) => [way, between[thread]])
      .filter((token) => token !== '')
      .join(' ');
    const words = ways.join(' ').match(/\S+d[RW]{1,2}\b/g)?.length ?? 0;
    const locked = cycle.match(/Lockd|Lkmbd/g)?.length ?? 0;
    const released = cycle.match(/Unlkd|Unmbd/g)?.length ?? 0;
    if (words < 2 || words > MOST_WORDS || locked + 2 * released > MOST_LOCKED || kindOf(cycle) !== kind) continue;
    found.set(cycle, { kind, cycle, answer: knownAnswer(ways) });
  }
  return [...found.values()];
}

function kindOf(cycle: string): Kind {
  if (/Syncd|Rcud|Nestd/.test(cycle)) return 'RCU';
  if (/Ssyncd|Srcud|Srmbd|Trcud|Soverd/.test(cycle)) return 'SRCU';
  if (/Lockd|Unlkd|Unmbd|Lkmbd/.test(cycle)) return 'locks';
  return /\bP\b/.test(cycle) ? 'plain' : 'rest';
}

const FULL = /^(?:(?:Coi |XRlx )?Mbd..|Mbd.W MbdW.)$/;

/**
 * Returns what is known of a cycle by the way in which each thread is ordered. One that nothing orders allows it. Strong
 * fences everywhere forbid it; so do grace periods and read-side sections, if there are no more of these than of those;
 * and so do critical sections of one lock.
 */
function knownAnswer(ways: readonly string[]): Drawn['answer'] {
  const ordered = ways.filter((way) => way !== '');
  const all = (pattern: RegExp): boolean => ordered.every((way) => pattern.test(way));
  const count = (pattern: RegExp): number => ordered.filter((way) => pattern.test(way)).length;
  if (ordered.some((way) => /\bP\b/.test(way))) return undefined;
  if (count(/^Pod..$/) > 0) return 'Sometimes';
  if (all(FULL)) return 'Never';
  for (const [grace, section] of [
    [/^Syncd/, /^(?:Rcud|Nestd)/],
    [/^Ssyncd/, /^Srcud/],
  ] as const) {
    const sections = count(section);
    if (sections + count(grace) + count(FULL) < ordered.length) continue;
    return sections > count(grace) ? 'Sometimes' : 'Never';
  }
  return all(/^Lockd/) && ordered.length === ways.length ? 'Never' : undefined;
}

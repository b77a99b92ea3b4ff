// What a thread may still do from a point on: which words it may write, and which places in the code it may come to. It
// decides for which reads it pays to wait for a write. The points of a thread are followed with every value that is known
// of the words it reads, so the answer may be yes where it never happens, but not the other way round.

import { type ThreadNode, writes } from './thread-tree.js';

interface Point {
  readonly next: readonly string[];
  readonly words: Set<number>;
  readonly sites: Set<string>;
}

export class Prospects {
  /** By key of the node. */
  readonly #points = new Map<string, Point>();

  /** `valuesOf`: what a word may hold. */
  constructor(starts: readonly ThreadNode[], valuesOf: (word: number) => readonly number[]) {
    const open = [...starts];
    for (let node = open.pop(); node; node = open.pop()) {
      if (this.#points.has(node.key)) continue;
      const children = childrenOf(node, valuesOf);
      const { step } = node;
      const isWrite = step.kind === 'access' && writes(step);
      this.#points.set(node.key, {
        next: children.map(({ key }) => key),
        words: new Set(isWrite ? [step.word] : []),
        sites: new Set(isWrite ? [step.site] : []),
      });
      open.push(...children);
    }
    this.#spread();
  }

  /** Whether a thread may write `word` from `node` on. Of a point that was not known, anything may be. */
  mayWrite({ key }: ThreadNode, word: number): boolean {
    return this.#points.get(key)?.words.has(word) ?? true;
  }

  /** Whether a thread may write at one of the places `sites` from `node` on. */
  mayReach({ key }: ThreadNode, sites: ReadonlySet<string>): boolean {
    const point = this.#points.get(key);
    return !point || [...sites].some((site) => point.sites.has(site));
  }

  #spread(): void {
    const points = [...this.#points.values()].reverse();
    for (let changed = true; changed; ) {
      changed = false;
      for (const { next, words, sites } of points) {
        const before = words.size + sites.size;
        for (const key of next) {
          const point = this.#points.get(key);
          for (const word of point?.words ?? []) words.add(word);
          for (const site of point?.sites ?? []) sites.add(site);
        }
        if (words.size + sites.size > before) changed = true;
      }
    }
  }
}

function childrenOf(node: ThreadNode, valuesOf: (word: number) => readonly number[]): ThreadNode[] {
  const { step } = node;
  switch (step.kind) {
    case 'access':
      return step.access === 'store' ? [node.after(0)] : valuesOf(step.word).map((value) => node.after(value));
    case 'look':
      return valuesOf(step.word).map((value) => node.after(value));
    case 'choice':
      return Array.from({ length: step.outcomes }, (_, outcome) => node.after(outcome));
    case 'fence':
    case 'report':
      return [node.after(0)];
    default:
      return [];
  }
}

// Writes a cycle as a litmus test in C.

import { formOf } from './annotations.js';
import { type CycleEvent, parseCycle } from './cycle.js';

const WORDS = 'xyzwuv';

/** Statements before the first event of an edge, between the two, and behind the second. */
type Around = readonly [before: string, between: string, behind: string];

const AROUND: Readonly<Record<string, Around>> = {
  Mbd: ['', 'smp_mb();', ''],
  Rmbd: ['', 'smp_rmb();', ''],
  Wmbd: ['', 'smp_wmb();', ''],
  Befd: ['', 'smp_mb__before_atomic();', ''],
  Aftd: ['', 'smp_mb__after_atomic();', ''],
  Syncd: ['', 'synchronize_rcu();', ''],
  Rcud: ['rcu_read_lock();', '', 'rcu_read_unlock();'],
  Nestd: ['rcu_read_lock(); rcu_read_lock();', 'rcu_read_unlock();', 'rcu_read_unlock();'],
  Ssyncd: ['', 'synchronize_srcu(s);', ''],
  Tsyncd: ['', 'synchronize_srcu(t);', ''],
  Srcud: ['i0 = srcu_read_lock(s);', '', 'srcu_read_unlock(s, i0);'],
  Trcud: ['i0 = srcu_read_lock(t);', '', 'srcu_read_unlock(t, i0);'],
  Soverd: ['i0 = srcu_read_lock(s);', 'i1 = srcu_read_lock(s); srcu_read_unlock(s, i0);', 'srcu_read_unlock(s, i1);'],
  Srmbd: ['i0 = srcu_read_lock(s);', 'srcu_read_unlock(s, i0); smp_mb__after_srcu_read_unlock();', ''],
  Lockd: ['spin_lock(l);', '', 'spin_unlock(l);'],
  Unlkd: ['spin_lock(l);', 'spin_unlock(l); spin_lock(l);', 'spin_unlock(l);'],
  Lkmbd: ['', 'spin_lock(l); smp_mb__after_spinlock();', 'spin_unlock(l);'],
  Unmbd: ['spin_lock(l);', 'spin_unlock(l); spin_lock(l); smp_mb__after_unlock_lock();', 'spin_unlock(l);'],
};
/** Types of what those are about. */
const SHARED = { l: 'spinlock_t', s: 'struct srcu_struct', t: 'struct srcu_struct' };

function nameOf(cycle: string): string {
  return cycle.replaceAll(' ', '+');
}

/** `comment`: lines of a comment below the first, such as the result. */
export function litmusText(cycle: string, name = nameOf(cycle), comment: readonly string[] = []): string {
  const events = parseCycle(cycle);
  const { conditions, statements } = written(events);
  const threads = Math.max(...events.map(({ thread }) => thread)) + 1;
  const note = comment.length === 0 ? [] : ['(*', ...comment.map((line) => ` * ${line}`.trimEnd()), ' *)', ''];
  const parts = [`C ${name}`, '', ...note, '{}', ''];
  for (let thread = 0; thread < threads; thread++) {
    const body = statements.filter((statement) => statement.thread === thread);
    const words = new Set(events.filter((event) => event.thread === thread).map(({ word }) => WORDS[word]));
    const lines = indented(body);
    const named = (pattern: RegExp): string[] => [...new Set(lines.flatMap((line) => line.match(pattern) ?? []))];
    const shared = Object.entries(SHARED).filter(([name]) => named(/\b[lst]\b/g).includes(name));
    const parameters = [
      ...[...words].map((word) => `int *${word}`),
      ...shared.map(([name, type]) => `${type} *${name}`),
    ].join(', ');
    const registers = [...body.flatMap(({ register }) => register), ...named(/\bi\d\b/g)];
    const declared = [...new Set(registers)].map((register) => `\tint ${register};`);
    parts.push(`P${thread}(${parameters})`, '{', ...declared, ...(declared.length > 0 ? [''] : []), ...lines, '}', '');
  }
  return `${[...parts, `exists (${conditions.join(' /\\ ')})`].join('\n')}\n`;
}

function indented([first, ...others]: readonly Statement[], depth = 1): string[] {
  if (!first) return [];
  const tabs = '\t'.repeat(depth);
  if (first.guard === undefined) return [...first.lines.map((line) => tabs + line), ...indented(others, depth)];
  const { guard, ...inside } = first;
  return [tabs + guard, ...indented([inside, ...others], depth + 1), `${tabs}}`];
}

interface Statement {
  readonly thread: number;
  readonly register: readonly string[];
  readonly lines: readonly string[];
  /** Begins a branch that has the rest of the thread in it. */
  readonly guard?: string;
}

/** Returns what the word of each event holds before it, what its register holds then, and what each word holds at the end. */
function chained(events: readonly CycleEvent[]) {
  const left = new Map<number, number>();
  const writes = new Map<number, number>();
  const before: number[] = [];
  const seen: (number | undefined)[] = [];
  // The last events of the cycle may be on the word of the first: then its chain begins there. If there is no other
  // word, it begins at the last event.
  const indices = [...events.keys()];
  const wrapped = Math.min(events.findLastIndex(({ word }) => word !== 0) + 1 || indices.length - 1, indices.length);
  for (const index of [...indices.slice(wrapped), ...indices.slice(0, wrapped)]) {
    const { word, direction, annotation } = events[index] as CycleEvent;
    const found = left.get(word) ?? 0;
    const result = formOf(direction, annotation)('', '', found, '');
    before[index] = found;
    seen[index] = result.seen;
    left.set(word, result.left);
    if (result.left !== found) writes.set(word, (writes.get(word) ?? 0) + 1);
  }
  return { before, seen, left, writes };
}

function written(events: readonly CycleEvent[]): { statements: Statement[]; conditions: string[] } {
  const { before, seen, left, writes } = chained(events);
  const statements = events.map(({ thread, word, direction, annotation, after = '', isGuarded }, index): Statement => {
    const register = registerOf(events, index);
    const source = registerOf(events, index - 1);
    const name = WORDS[word] as string;
    const pointer = after === 'DpAddrd' ? [`p${register.slice(1)}`] : [];
    const plus = after === 'DpDatad' ? `(${source} ^ ${source}) + ` : '';
    const form = formOf(direction, annotation);
    const { statement } = form(register, pointer[0] ?? name, before[index] as number, plus);
    const next = events[index + 1]?.thread === thread ? (events[index + 1]?.after ?? '') : '';
    const lines = [
      ...around(next, 0),
      ...around(after, 1),
      ...pointer.map((one) => `${one} = ${name} + (${source} ^ ${source});`),
      statement,
      ...around(after, 2),
    ];
    return {
      thread,
      register: [...pointer.map((one) => `*${one}`), ...(seen[index] === undefined ? [] : [register])],
      lines,
      ...(isGuarded && { guard: `if (${source} == ${seen[index - 1]}) {` }),
    };
  });
  const registers = [...events.keys()].flatMap((index) =>
    seen[index] === undefined ? [] : [`${events[index]?.thread}:${registerOf(events, index)}=${seen[index]}`],
  );
  // The order of several writes shows in what is left; so does a counter that no register holds.
  const counters = new Set(events.filter(({ annotation }) => annotation === 'Inc').map(({ word }) => word));
  const memory = [...left.keys()]
    .filter((word) => (writes.get(word) ?? 0) > 1 || counters.has(word))
    .sort((one, other) => one - other)
    .map((word) => `${WORDS[word]}=${left.get(word)}`);
  return { statements, conditions: [...registers, ...memory] };
}

function around(edge: string, where: 0 | 1 | 2): string[] {
  return AROUND[edge]?.[where].match(/[^;]+;/g)?.map((statement) => statement.trim()) ?? [];
}

function registerOf(events: readonly CycleEvent[], index: number): string {
  const thread = events[index]?.thread;
  return `r${events.slice(0, index).filter((event) => event.thread === thread).length}`;
}

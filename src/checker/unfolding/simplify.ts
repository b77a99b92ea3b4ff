// Simplification of an unfolded thread: what is needed once stands where it is needed, what is not needed is left out, and
// variables that are never needed at the same time are one.

import { liveBehind } from '../../printers/liveness.js';
import {
  type Expression,
  evaluated,
  isPause,
  mapped,
  NOWHERE,
  reachedFrom,
  readBy,
  type Simplified,
  type Slot,
  type Statement,
  type Unfolded,
  type Variable,
  writtenBy,
} from './statements.js';
import { elements } from './values.js';

/** `inOrder`: nothing but loops leads back, since no statements stand for copies that come later. */
export function simplified({ code: unfolded, variables }: Unfolded, { inOrder = false } = {}): Simplified {
  const named = merged(reduced(unfolded), variables);
  // Once more: a value that was in two variables is in one now, by which more is decided.
  const again = merged(reduced(named.code), named.variables);
  const code = inOrder ? again.code : compacted(withoutCopies(again.code));
  return { code, before: livenessBefore(code, livenessOf(code)), variables: again.variables };
}

function reduced(unfolded: readonly Statement[]): Statement[] {
  for (let code = compacted(unfolded); ; code = compacted(code)) {
    const live = livenessOf(code);
    const changes = [dropDead(code, live), forward(code, live), decide(code)];
    if (!changes.includes(true)) return code;
  }
}

/** Of each statement: variables that are read behind it. */
function livenessOf(code: readonly Statement[]): Set<number>[] {
  const bits = (variables: readonly number[]): bigint =>
    variables.reduce((all, variable) => (variable < 0 ? all : all | (1n << BigInt(variable))), 0n);
  const behind = liveBehind(
    code.map((statement) => ({
      reads: bits(readBy(statement)),
      writes: bits([writtenBy(statement)]),
      next: statement.next,
    })),
  );
  const sets = new Map<bigint, Set<number>>();
  return behind.map((live) => {
    const known = sets.get(live) ?? new Set(elements(live));
    sets.set(live, known);
    return known;
  });
}

/** Of each statement: variables that are read by it, or behind it, where those are `live`. */
function livenessBefore(code: readonly Statement[], live: readonly ReadonlySet<number>[]): Set<number>[] {
  return code.map((statement, index) => {
    const without = [...(live[index] as ReadonlySet<number>)].filter((one) => one !== writtenBy(statement));
    return new Set([...without, ...readBy(statement)]);
  });
}

/** Leaves out statements that do nothing, and those that nothing leads to. */
function compacted(code: readonly Statement[]): Statement[] {
  const target = (index: number, seen = 0): number => {
    const { op, next } = code[index] as Statement;
    const [only] = next;
    return op === 'nothing' && only !== undefined && seen < code.length ? target(only, seen + 1) : index;
  };
  const straight = code.map((statement): Statement => {
    const next = statement.next.map((one) => target(one));
    const [first, second] = next;
    if (statement.op !== 'branch' || first !== second) return { ...statement, next };
    return { op: 'nothing', next: [first as number], position: statement.position };
  });
  // The first statement stays the first, whichever loop leads back to it.
  const first = target(0);
  const kept = [first, ...reachedFrom(straight, first).filter((index) => index !== first)];
  const numbers = new Map(kept.map((index, number) => [index, number]));
  return kept.map((index) => {
    const statement = straight[index] as Statement;
    return { ...statement, next: statement.next.map((one) => numbers.get(one) as number) };
  });
}

/** Leaves out what computes a value that nobody reads. Returns whether there was any. */
function dropDead(code: Statement[], live: readonly ReadonlySet<number>[]): boolean {
  let changed = false;
  for (const [index, statement] of code.entries()) {
    const to = writtenBy(statement);
    if (to === NOWHERE || live[index]?.has(to)) continue;
    if (statement.op === 'assign') code[index] = { op: 'nothing', next: statement.next, position: statement.position };
    else if ('to' in statement) code[index] = { ...statement, to: NOWHERE };
    changed = true;
  }
  return changed;
}

/** Puts expressions in the place of variables that are read once. Returns whether there was any. */
function forward(code: Statement[], live: readonly ReadonlySet<number>[]): boolean {
  const ways = code.map(() => 0);
  for (const { next } of code) for (const one of next) ways[one] = (ways[one] ?? 0) + 1;
  let changed = false;
  for (const [index, statement] of code.entries()) {
    if (statement.op !== 'assign') continue;
    const { to, value, next, position } = statement;
    const reader = readerOf(code, ways, live, index);
    if (reader < 0) continue;
    code[reader] = mapped(code[reader] as Statement, (expression) =>
      expression.kind === 'variable' && expression.variable === to ? value : expression,
    );
    code[index] = { op: 'nothing', next, position };
    changed = true;
  }
  return changed;
}

/** The statement that alone reads what the assignment at `index` writes, if the value may be computed there; else -1. */
function readerOf(
  code: readonly Statement[],
  ways: readonly number[],
  live: readonly ReadonlySet<number>[],
  index: number,
): number {
  const { to, value } = code[index] as Statement & { op: 'assign' };
  const needs = variablesIn(value);
  const observes = readsWord(value);
  for (let [at] = (code[index] as Statement).next; at !== undefined; ) {
    const statement = code[at] as Statement;
    if (ways[at] !== 1 || (observes && isPause(statement))) return -1;
    const reads = readBy(statement).filter((variable) => variable === to).length;
    if (reads > 0) {
      const needed = live[at]?.has(to) && writtenBy(statement) !== to;
      return reads > 1 || needed || (isPause(statement) && !isKept(value, live[at])) ? -1 : at;
    }
    const written = writtenBy(statement);
    if (isPause(statement) || written === to || needs.includes(written) || statement.next.length !== 1) return -1;
    [at] = statement.next;
  }
  return -1;
}

/** Tells whether a paused thread has to keep no more, and no less, for the expression than for its value. */
function isKept(value: Expression, live: ReadonlySet<number> | undefined): boolean {
  if (value.kind === 'variable' || variablesIn(value).every((variable) => live?.has(variable))) return true;
  if (value.kind !== 'binary' || (value.operator !== '+' && value.operator !== '-')) return false;
  return value.left.kind === 'variable' && value.right.kind === 'constant';
}

/** Leads from where the value of a variable is known to where a branch on it alone then goes. Returns whether there was any. */
function decide(code: Statement[]): boolean {
  let changed = false;
  for (const [index, statement] of code.entries()) {
    const next = statement.next.map((one, way) => decidedFrom(code, statement, way) ?? one);
    if (next.every((one, way) => one === statement.next[way])) continue;
    code[index] = { ...statement, next };
    changed = true;
  }
  return changed;
}

/** The way from the branch to which one of the ways from `statement` leads; undefined if that is not known there. */
function decidedFrom(code: readonly Statement[], statement: Statement, way: number): number | undefined {
  const branch = code[statement.next[way] as number];
  if (branch?.op !== 'branch' || branch === statement) return undefined;
  const known = knownBehind(statement, way);
  const condition = known && evaluated(branch.condition, (variable) => known.get(variable));
  if (condition === undefined) return undefined;
  return branch.next[condition === 0 ? 1 : 0];
}

function knownBehind(statement: Statement, way: number): ReadonlyMap<number, number> | undefined {
  if (statement.op === 'assign') {
    return statement.value.kind === 'constant' ? new Map([[statement.to, statement.value.value]]) : undefined;
  }
  if (statement.op !== 'branch') return undefined;
  const { condition } = statement;
  const [variable, zero] = condition.kind === 'unary' ? [condition.operand, way === 0] : [condition, way === 1];
  if (variable.kind !== 'variable' || (condition.kind === 'unary' && condition.operator !== '!')) return undefined;
  return zero ? new Map([[variable.variable, 0]]) : undefined;
}

/** Statements that are equal, and after which the same follows, are one: the first of them. */
function withoutCopies(code: readonly Statement[]): Statement[] {
  const texts = code.map((statement) => JSON.stringify({ ...statement, next: undefined }));
  let classes = numbered(texts);
  for (let count = 0; count !== new Set(classes).size; ) {
    count = new Set(classes).size;
    const known = classes;
    classes = numbered(code.map(({ next }, index) => [known[index], ...next.map((one) => known[one])].join()));
  }
  const first = classes.map((one) => classes.indexOf(one));
  return code.map((statement) => ({ ...statement, next: statement.next.map((one) => first[one] as number) }));
}

/** For each text a number, the same for the same text. */
function numbered(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

function variablesIn(value: Expression): number[] {
  return readBy({ op: 'assign', to: NOWHERE, value, next: [], position: 0 });
}

function readsWord(value: Expression): boolean {
  if (value.kind === 'binary') return readsWord(value.left) || readsWord(value.right);
  return value.kind === 'unary' ? readsWord(value.operand) : value.kind === 'word';
}

/** The same with as few variables as those of one name need. */
function merged(code: readonly Statement[], variables: readonly Variable[]): { code: Statement[]; variables: Slot[] } {
  const live = livenessOf(code);
  const rivals = new Map<number, Set<number>>();
  const rival = (one: number, other: number): void => {
    for (const [left, right] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = rivals.get(left) ?? new Set();
      rivals.set(left, known.add(right));
    }
  };
  const [first = new Set<number>()] = livenessBefore(code.slice(0, 1), live);
  for (const one of first) for (const other of first) if (one !== other) rival(one, other);
  for (const [index, statement] of code.entries()) {
    const to = writtenBy(statement);
    if (to === NOWHERE) continue;
    rivals.set(to, rivals.get(to) ?? new Set());
    const copied = statement.op === 'assign' && statement.value.kind === 'variable' ? statement.value.variable : to;
    for (const other of live[index] ?? []) if (other !== to && other !== copied) rival(to, other);
  }
  for (const one of first) if (!rivals.has(one)) rivals.set(one, new Set());
  const slots: Slot[] = [];
  const slotOf = new Map<number, number>();
  for (const [variable, against] of [...rivals].sort(([left], [right]) => left - right)) {
    const { name = 'value', initial } = variables[variable] as Variable;
    const fits = slots.findIndex((slot) => slot.name === name && slot.of.every((other) => !against.has(other)));
    const slot = fits < 0 ? slots.push({ name, initial: 0, of: [] }) - 1 : fits;
    slots[slot]?.of.push(variable);
    if (first.has(variable)) (slots[slot] as Slot).initial = initial;
    slotOf.set(variable, slot);
  }
  const renamed = code.map((statement) => {
    const inside = mapped(statement, (expression) =>
      expression.kind === 'variable'
        ? { kind: 'variable', variable: slotOf.get(expression.variable) as number }
        : expression,
    );
    return 'to' in inside && inside.to !== NOWHERE ? { ...inside, to: slotOf.get(inside.to) as number } : inside;
  });
  const nothing = renamed.map((statement): Statement => {
    if (statement.op !== 'assign' || statement.value.kind !== 'variable') return statement;
    const { to, value, next, position } = statement;
    return to === value.variable ? { op: 'nothing', next, position } : statement;
  });
  return { code: compacted(nothing), variables: slots };
}

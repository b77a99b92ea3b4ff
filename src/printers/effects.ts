// Effects of evaluating an expression or calling a function: what a printer must know that evaluates operands in
// another order than that of the text.

import type {
  Expression,
  Local,
  PortableFunction,
  PortableModule,
  Statement,
  Variable,
} from '../front-end/portable-module.js';
import { partsOf, walk } from '../front-end/walk.js';

export type Loop = Extract<Statement, { kind: 'loop' }>;
type Division = Extract<Expression, { kind: 'binary' }>;

/** Levels of how much the order of an evaluation matters. `reads`: of memory that nobody else writes, which others may precede. */
export const LEVELS = { none: 0, reads: 1, acts: 2 } as const;

export interface Effect {
  /** Of what it does to memory and to the thread: traps and endless loops act, too. */
  readonly level: number;
  readonly reads: ReadonlySet<Local | Variable>;
  readonly writes: ReadonlySet<Local | Variable>;
}

/** Tells whether the order of the two matters. */
export function conflict(one: Effect, other: Effect): boolean {
  if (Math.max(one.level, other.level) === LEVELS.acts && Math.min(one.level, other.level) > LEVELS.none) return true;
  const touches = ({ reads, writes }: Effect, target: Local | Variable) => reads.has(target) || writes.has(target);
  return [...one.writes].some((target) => touches(other, target)) || [...other.writes].some((it) => touches(one, it));
}

/** Tells whether it may have no result: a division does, unless it is by a constant above 0. */
export function mayTrap({ operator, right }: Division): boolean {
  return (operator === '/' || operator === '%') && !(right.kind === 'constant' && right.value > 0);
}

/** The effects within one module. */
export class Effects {
  readonly #expressions = new Map<Expression, Effect>();
  readonly #functions = new Map<PortableFunction, Effect>();
  readonly #endless = new Set<Loop>();

  constructor({ functions }: PortableModule) {
    for (const declared of functions) this.#functions.set(declared, this.#ofFunction(declared));
  }

  of(expression: Expression): Effect {
    const known = this.#expressions.get(expression);
    if (known) return known;
    const effect = this.#sum([{ kind: 'expression', at: expression.at, expression }]);
    this.#expressions.set(expression, effect);
    return effect;
  }

  /** Of a call, without its inputs. The locals of the function are its own affair. */
  ofFunction(declared: PortableFunction): Effect {
    return this.#functions.get(declared) as Effect;
  }

  /** Tells whether the loop may go on for ever: each does that a user wrote, and each of ours that does not count up. */
  mayBeEndless(loop: Loop): boolean {
    return this.#endless.has(loop);
  }

  #ofFunction({ body, file }: PortableFunction): Effect {
    const endless = loopsIn(body).filter((loop) => file.own || !countsUp(loop));
    for (const loop of endless) this.#endless.add(loop);
    const { level, reads, writes } = this.#sum(body);
    const variables = (some: ReadonlySet<Local | Variable>) => new Set([...some].filter((one) => 'kind' in one));
    return { level: endless.length > 0 ? LEVELS.acts : level, reads: variables(reads), writes: variables(writes) };
  }

  /** Of all expressions in `body`. */
  #sum(body: readonly Statement[]): Effect {
    const [reads, writes] = [new Set<Local | Variable>(), new Set<Local | Variable>()];
    let level: number = LEVELS.none;
    walk(body, (expression) => {
      if (expression.kind === 'local') reads.add(expression.local);
      if (expression.kind === 'variable') reads.add(expression.variable);
      if (expression.kind === 'assign' || expression.kind === 'postfix') writes.add(expression.target);
      if (expression.kind === 'binary' && mayTrap(expression)) level = LEVELS.acts;
      if (expression.kind !== 'call') return;
      const { callee } = expression;
      if (callee.kind === 'intrinsic') {
        level = Math.max(level, callee.name === 'peek' ? LEVELS.reads : LEVELS.acts);
        return;
      }
      const called = this.ofFunction(callee);
      level = Math.max(level, called.level);
      for (const one of called.reads) reads.add(one);
      for (const one of called.writes) writes.add(one);
    });
    return { level, reads, writes };
  }
}

function loopsIn(body: readonly Statement[]): Loop[] {
  return body.flatMap((statement) => {
    const [, bodies] = partsOf(statement);
    return [...(statement.kind === 'loop' ? [statement] : []), ...bodies.flatMap(loopsIn)];
  });
}

/** A loop that ends by itself: its variable goes up at each turn, nowhere else, and is compared with a bound. */
function countsUp({ test, update, body }: Loop): boolean {
  if (update?.kind !== 'assign' && update?.kind !== 'postfix') return false;
  const { target, value } = update;
  const isTarget = (one: Expression) => one.kind === 'local' && one.local === target;
  const goesUp = value.kind === 'binary' && value.operator === '+' && isTarget(value.left);
  if (!goesUp || test?.kind !== 'binary' || (test.operator !== '<' && test.operator !== '<=')) return false;
  let isAssigned = false;
  walk(body, (one) => {
    isAssigned ||= (one.kind === 'assign' || one.kind === 'postfix') && one.target === target;
  });
  return isTarget(test.left) && !isAssigned;
}

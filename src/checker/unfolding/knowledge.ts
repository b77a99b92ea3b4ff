// Knowledge of the variables of a thread at one place in its code: their values, and which of them are equal.

import { type BinaryOperator, compute } from '../../front-end/compute-i32.js';
import { constant, type Expression, NOWHERE } from './statements.js';
import { either, sameValues, type Values } from './values.js';

/** The value of a variable: another variable that it was copied from, or the comparison that it is the result of. */
export interface Known {
  readonly values: Values;
  readonly alias?: number | undefined;
  readonly test?: Test | undefined;
}

/** A comparison of a variable with a constant, whose result is 1 where it holds. */
interface Test {
  readonly variable: number;
  readonly operator: BinaryOperator;
  readonly value: number;
}

export type Env = Map<number, Known>;

/** The value of a variable, as far as it is known. */
export function folded(env: Env, variable: number): Expression {
  const known = env.get(variable);
  if (known?.values?.length === 1) return constant(known.values[0] as number);
  return { kind: 'variable', variable: rootOf(env, variable) };
}

/** Tells whether the variable has that value already. */
export function has(env: Env, variable: number, value: Expression): boolean {
  const values = env.get(variable)?.values;
  return value.kind === 'constant' && values?.length === 1 && values[0] === value.value;
}

export function set(env: Env, variable: number, known: Known): void {
  const before = env.get(variable)?.alias;
  for (const [other, { values, alias, test }] of env) {
    if (alias !== variable && test?.variable !== variable) continue;
    env.set(other, {
      values,
      alias: alias === variable ? before : alias,
      test: test?.variable === variable ? undefined : test,
    });
  }
  if (variable !== NOWHERE) env.set(variable, known);
}

/** The variable that others which have its value are known by. */
function rootOf(env: Env, variable: number): number {
  let root = variable;
  for (let next = env.get(root)?.alias; next !== undefined && env.has(next); next = env.get(root)?.alias) root = next;
  return root;
}

/** Notes more of a variable than its values. */
export function note(env: Env, variable: number, { alias, test }: Omit<Known, 'values'>): void {
  const values = env.get(variable)?.values;
  for (let next = alias; next !== undefined; next = env.get(next)?.alias) if (next === variable) return;
  if (test?.variable !== variable) env.set(variable, { values, alias, test });
}

/** Knowledge where `condition` is 0, or is not (`holds`); undefined where that cannot be. */
export function refined(env: Env, condition: number, holds: boolean): Env | undefined {
  const refinedEnv: Env = new Map(env);
  const known = env.get(condition);
  const { test } = known ?? {};
  if (!restrict(refinedEnv, { variable: condition, operator: '!==', value: 0 }, holds)) return undefined;
  return test && !restrict(refinedEnv, test, holds) ? undefined : refinedEnv;
}

/** Takes it that `test` holds, or does not. Returns whether that may be so. */
function restrict(env: Env, { variable, operator, value }: Test, holds: boolean): boolean {
  const only = operator === (holds ? '===' : '!==') ? [value] : undefined;
  const root = rootOf(env, variable);
  let possible = true;
  for (const [other, known] of env) {
    if (rootOf(env, other) !== root) continue;
    const values = known.values?.filter((one) => (compute(operator, one, value) !== 0) === holds) ?? only;
    if (values?.length === 0) possible = false;
    env.set(other, { ...known, values });
  }
  return possible;
}

/** Adds to `env` what may be so besides. Returns whether that is more. A variable that is not known on both ways is not read. */
export function joined(env: Env, other: Env): boolean {
  let more = false;
  for (const [variable, known] of env) {
    const added = other.get(variable);
    if (added === known) continue;
    if (!added) {
      env.delete(variable);
      more = true;
      continue;
    }
    const values = either(known.values, added.values);
    const alias = known.alias === added.alias ? known.alias : undefined;
    const test = sameTest(known.test, added.test) ? known.test : undefined;
    if (sameValues(values, known.values) && alias === known.alias && test === known.test) continue;
    env.set(variable, { values, alias, test });
    more = true;
  }
  return more;
}

function sameTest(left: Known['test'], right: Known['test']): boolean {
  return left?.variable === right?.variable && left?.value === right?.value && left?.operator === right?.operator;
}

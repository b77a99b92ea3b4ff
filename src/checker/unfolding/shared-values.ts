// Values that the shared words may have, which grow while the threads are followed.

import { computeUnary } from '../../front-end/compute-i32.js';
import type { Access } from '../../printers/model/instructions.js';
import { canWrite, valueAfter } from '../program/access.js';
import type { Words } from '../words/words.js';
import { type Env, set } from './knowledge.js';
import { constant, type Draft, type Expression, type Place } from './statements.js';
import { computed, either, few, sameValues, TRUTH, type Values } from './values.js';

/** The memory that threads share, and the configuration, which none writes. */
export class SharedValues {
  /** Grows with what words may have. */
  version = 0;

  readonly #values = new Map<number, Values>();

  constructor(
    readonly configuration: ReadonlyMap<number, number>,
    private readonly words: Words,
  ) {
    for (const { address, initial } of words.words) if (address !== undefined) this.#values.set(address, [initial]);
  }

  /** The word at `address`, or what the configuration has there. */
  wordAt(env: Env, address: Expression): Expression {
    const known = this.valuesOf(env, address)?.map((one) => this.configuration.get(one));
    const [first] = known ?? [];
    if (first !== undefined && known?.every((value) => value === first)) return constant(first);
    return { kind: 'word', at: this.place(env, address) };
  }

  place(env: Env, address: Expression): Place {
    const values = this.valuesOf(env, address);
    const addresses = (values ?? [...this.#values.keys()]).filter((one) => this.#values.has(one));
    return { address, addresses, others: addresses.length !== values?.length };
  }

  valuesOf(env: Env, expression: Expression): Values {
    switch (expression.kind) {
      case 'constant':
        return [expression.value];
      case 'variable':
        return env.get(expression.variable)?.values;
      case 'unary': {
        const { operator } = expression;
        const values = this.valuesOf(env, expression.operand);
        if (values) return few(values.map((value) => computeUnary(operator, value)));
        return operator === '!' ? TRUTH : undefined;
      }
      case 'binary': {
        const { operator, left, right } = expression;
        return computed(operator, this.valuesOf(env, left), this.valuesOf(env, right));
      }
      case 'word':
        return this.#read(expression.at);
    }
  }

  /** Adds to `env`, and to what words may have, what is known behind `statement`. */
  apply(env: Env, statement: Draft): void {
    switch (statement.op) {
      case 'assign':
        set(env, statement.to, { values: this.valuesOf(env, statement.value) });
        break;
      case 'access': {
        const { access, at, to, operands } = statement;
        const before = this.#read(at);
        const values = operands.map((operand) => this.valuesOf(env, operand));
        if (canWrite(access)) this.#add(at, written(access, before, values));
        set(env, to, { values: access === 'store' ? [0] : before });
        break;
      }
      case 'choose': {
        const outcomes = this.valuesOf(env, statement.outcomes);
        set(env, statement.to, { values: outcomes && few([...Array(Math.max(1, ...outcomes)).keys()]) });
      }
    }
  }

  #read({ addresses }: Place): Values {
    return addresses.map((address) => this.#values.get(address)).reduce<Values>(either, []);
  }

  #add({ addresses }: Place, values: Values): void {
    for (const address of addresses) {
      const known = this.#values.get(address);
      const word = this.words.at(address);
      const now = either(
        known,
        values?.map((value) => this.words.wrapped(word, value)),
      );
      if (sameValues(known, now)) continue;
      this.#values.set(address, now);
      this.version++;
    }
  }
}

/** Values of a word after an access, for which it had any of those `before`. */
function written(access: Access, before: Values, [first, second]: readonly Values[]): Values {
  if (access === 'store' || access === 'exchange') return first;
  if (access === 'compareExchange') return second;
  if (before === undefined || first === undefined) return undefined;
  return few(before.flatMap((value) => first.map((operand) => valueAfter(access, value, operand, 0))));
}

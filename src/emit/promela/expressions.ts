// Expressions, shared words, variables and lines of the source as text of Promela. Litmus tests have them, too.

import type { Unfolded, Unfolder } from '../../checker/unfolded.js';
import { constant, type Expression, type Place } from '../../checker/unfolding/statements.js';
import type { BinaryOperator } from '../../front-end/compute-i32.js';
import type { SourceLine } from '../../front-end/places.js';
import { numberText } from '../../printers/c/print-expression.js';
import { ProgramError } from '../../printers/model/instructions.js';

/** Needs of a printer of models besides the model. */
export interface Printing {
  readonly unfold: Unfolder;
  /** The command line that prints it. */
  readonly typed: string;
}

type Word = Unfolded['words'][number];

/** Words of one kind, such as the count words of all pages. */
interface Kind {
  readonly name: string;
  readonly words: Word[];
}

/** Shared words by their kinds, as variables in capitals: those of the threads are not. */
export class WordNames {
  readonly kinds: readonly Kind[];
  readonly #byAddress = new Map<number, Kind>();

  constructor(words: readonly Word[]) {
    const kinds = new Map<string, Kind>();
    for (const word of words) {
      const name = (word.name.split(/ of | \d/)[0] as string).trim().toUpperCase();
      const kind = kinds.get(name) ?? { name, words: [] };
      kinds.set(name, kind);
      kind.words.push(word);
      if (word.address !== undefined) this.#byAddress.set(word.address, kind);
    }
    this.kinds = [...kinds.values()];
  }

  has(name: string): boolean {
    return this.kinds.some((kind) => kind.name === name);
  }

  /** The kind of the word at `at`, and the number of the word in it. @throws ProgramError where it may be one of several */
  at({ address, addresses }: Place, print: (expression: Expression) => string): { kind: Kind; index: string } {
    const [kind, ...others] = new Set(addresses.map((one) => this.#byAddress.get(one)));
    if (!kind || others.length > 0)
      throw new ProgramError('an address may be that of words of several kinds, which is not printed');
    return { kind, index: indexOf(kind, address, addresses, print) };
  }

  /** The word of `kind` with that number. */
  textOf(name: string, index: string): string {
    const kind = this.kinds.find((one) => one.name === name);
    return kind?.words.length === 1 ? name : `${name}[${index}]`;
  }
}

function indexOf(
  { words }: Kind,
  address: Expression,
  addresses: readonly number[],
  print: (expression: Expression) => string,
): string {
  const numbered = addresses.map((one) => [one, words.findIndex((word) => word.address === one)] as const);
  const [[firstAddress, firstIndex] = [0, 0], second = [0, 0]] = numbered;
  if (numbered.length === 1) return `${firstIndex}`;
  const stride = (second[0] - firstAddress) / (second[1] - firstIndex);
  const [base, offset] = split(address);
  const zero = firstAddress - firstIndex * stride;
  if (numbered.every(([one, index]) => one === zero + index * stride)) {
    return `(${print(base)} - ${zero - offset}) / ${stride}`;
  }
  const text = print(address);
  return numbered.slice(1).reduce((rest, [one, index]) => `(${text} == ${one} -> ${index} : ${rest})`, `${firstIndex}`);
}

/** An address without the constant that is added to it. */
function split(address: Expression): [Expression, number] {
  if (address.kind !== 'binary' || address.operator !== '+') return [address, 0];
  const { left, right } = address;
  return right.kind === 'constant' ? [left, right.value] : [address, 0];
}

const OPERATORS: Partial<Record<BinaryOperator, string>> = { '===': '==', '!==': '!=' };
const NEGATED: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
};

/** The opposite of a condition. */
export function negated(condition: Expression): Expression {
  if (condition.kind === 'unary' && condition.operator === '!') return condition.operand;
  const operator = condition.kind === 'binary' ? NEGATED[condition.operator] : undefined;
  if (condition.kind === 'binary' && operator) return { ...condition, operator };
  return { kind: 'unary', operator: '!', operand: condition };
}

/** The text of an expression, in parentheses where it stands `within` another. Promela's integers are those of C, of 32 bits. */
export function expressionText(
  expression: Expression,
  nameOf: (variable: number) => string,
  words: WordNames,
  within = false,
): string {
  const inner = (one: Expression): string => expressionText(one, nameOf, words, true);
  switch (expression.kind) {
    case 'constant':
      if (expression.value === -(2 ** 31)) return numberText(expression.value);
      return expression.value < 0 && within ? `(${expression.value})` : `${expression.value}`;
    case 'variable':
      return nameOf(expression.variable);
    case 'unary':
      return `${expression.operator}${inner(expression.operand)}`;
    case 'word': {
      const { kind, index } = words.at(expression.at, inner);
      return words.textOf(kind.name, index);
    }
    case 'binary': {
      const text = binaryText(expression, inner);
      return within ? `(${text})` : text;
    }
  }
}

function binaryText(
  { operator, left, right }: Expression & { kind: 'binary' },
  inner: (expression: Expression) => string,
): string {
  const plain = (by: string): string => `${inner(left)} ${by} ${inner(right)}`;
  if (operator !== '<<' && operator !== '>>' && operator !== '>>>') return plain(OPERATORS[operator] ?? operator);
  // Shifts are by the lowest five bits, and >>> brings in zeros.
  const masked: Expression = { kind: 'binary', operator: '&', left: right, right: constant(31) };
  const by = right.kind === 'constant' ? `${right.value & 31}` : inner(masked);
  if (operator !== '>>>') return `${inner(left)} ${operator} ${by}`;
  return by === '0' ? inner(left) : `(${inner(left)} >> ${by}) & ~(-1 << (32 - ${by}))`;
}

/** A line of the source, as a comment that nothing in it ends. */
export function commentText({ file, line, code }: SourceLine): string {
  return `/* ${file}:${line}  ${code.replaceAll('*/', '* /')} */`;
}

/** Names of the variables of a thread, each its own. */
export function variableNames(
  variables: readonly { readonly name: string }[],
  reserved: ReadonlySet<string>,
): string[] {
  const taken = new Set(reserved);
  return variables.map(({ name }) => {
    let given = name;
    for (let number = 2; taken.has(given); number++) given = `${name}${number}`;
    taken.add(given);
    return given;
  });
}

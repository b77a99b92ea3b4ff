// A flat module as it is printed: its functions, variables and constants, and what evaluating a part of it may do.

import {
  type AnyNode,
  type Expression,
  type ForStatement,
  type FunctionDeclaration,
  type Identifier,
  parse,
} from 'acorn';
import { childrenOf } from '../acorn-children.js';
import { KernelCompileError } from '../compile-error.js';
import { exportedNames, importedNames } from '../flat-names.js';
import { constantOf } from './constants.js';

/** How much the order of an evaluation matters. `reads`: of memory that nobody else writes, which others may precede. */
export const EFFECTS = { none: 0, reads: 1, acts: 2 } as const;

/** What evaluating something may do. */
export interface Effects {
  readonly level: number;
  /** Variables, local ones and those of the module. */
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

export interface FlatFunction {
  readonly name: string;
  readonly node: FunctionDeclaration;
  readonly returnsValue: boolean;
}

/** Where loops need not look whether the run was given up: the offset is of the loop. */
export type Trusts = (loop: ForStatement) => boolean;

export class ModuleView {
  readonly functions = new Map<string, FlatFunction>();
  /** By local name: the name in the vocabulary. */
  readonly vocabulary = new Map<string, string>();
  /** Variables with their first values, in the order of the text. */
  readonly variables = new Map<string, Expression>();
  readonly constants = new Map<string, number>();
  /** By the name outside: the name inside. */
  readonly exported = new Map<string, string>();
  readonly #effects = new Map<string, Effects>();
  readonly #callees = new Map<string, ReadonlySet<string>>();
  readonly #needy = new Set<string>();

  constructor(
    text: string,
    private readonly trusts: Trusts,
  ) {
    const module = parse(text, { ecmaVersion: 2022, sourceType: 'module' });
    const initial = new Map<string, Expression>();
    for (const node of module.body) this.#declare(node, initial);
    const assigned = assignedIn(module);
    for (const [name, value] of initial) {
      const constant = assigned.has(name) ? undefined : constantOf(value, this.constants);
      if (constant === undefined) this.variables.set(name, value);
      else this.constants.set(name, constant);
    }
    this.#summarise();
  }

  #declare(node: AnyNode, initial: Map<string, Expression>): void {
    switch (node.type) {
      case 'FunctionDeclaration': {
        const { name } = (node as FunctionDeclaration).id;
        this.functions.set(name, { name, node: node as FunctionDeclaration, returnsValue: returnsValue(node.body) });
        return;
      }
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) if (init) initial.set((id as Identifier).name, init);
        return;
      case 'ImportDeclaration':
        for (const [local, imported] of importedNames(node)) this.vocabulary.set(local, imported);
        return;
      case 'ExportNamedDeclaration':
        for (const [outer, inner] of exportedNames(node)) {
          this.exported.set(outer, inner);
          if (node.source) this.vocabulary.set(inner, inner);
        }
        if (node.declaration) this.#declare(node.declaration, initial);
        return;
      default:
        throw unportable(node);
    }
  }

  /** What the functions do, which depends on what those do that they call. */
  #summarise(): void {
    for (const { name, node } of this.functions.values()) {
      this.#callees.set(name, new Set(calleesIn(node).filter((callee) => this.functions.has(callee))));
      this.#effects.set(name, { level: 0, reads: new Set(), writes: new Set() });
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (const { name, node } of this.functions.values()) {
        const before = this.#effects.get(name) as Effects;
        const found = this.effectsOf(node.body);
        const own = (names: ReadonlySet<string>): Set<string> =>
          new Set([...names].filter((one) => this.variables.has(one)));
        const after = { level: found.level, reads: own(found.reads), writes: own(found.writes) };
        const needs =
          after.level > 0 ||
          after.reads.size + after.writes.size > 0 ||
          this.isRecursive(name) ||
          this.#hasNeedyCallee(name);
        changed ||= needs !== this.#needy.has(name) || after.level !== before.level;
        changed ||= after.reads.size !== before.reads.size || after.writes.size !== before.writes.size;
        this.#effects.set(name, after);
        if (needs) this.#needy.add(name);
      }
    }
  }

  #hasNeedyCallee(name: string): boolean {
    return [...(this.#callees.get(name) ?? [])].some((callee) => this.#needy.has(callee));
  }

  /** Whether the function `name` reaches memory or variables, or may trap. */
  needsKernel(name: string): boolean {
    return this.#needy.has(name);
  }

  isRecursive(name: string): boolean {
    const seen = new Set<string>();
    const ahead = [...(this.#callees.get(name) ?? [])];
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      if (next === name) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      ahead.push(...(this.#callees.get(next) ?? []));
    }
    return false;
  }

  /** Whether each further turn of the loop looks whether the run was given up. */
  looksUp(loop: AnyNode): boolean {
    return loop.type !== 'ForStatement' || !this.trusts(loop) || !countsUp(loop);
  }

  effectsOf(node: AnyNode): Effects {
    const [reads, writes] = [new Set<string>(), new Set<string>()];
    let level: number = EFFECTS.none;
    const visit = (at: AnyNode): void => {
      if (at.type === 'Identifier') reads.add(at.name);
      for (const name of assignedBy(at)) writes.add(name);
      if (mayTrap(at) || (isLoop(at) && this.looksUp(at))) level = EFFECTS.acts;
      if (at.type !== 'CallExpression') {
        for (const child of childrenOf(at)) visit(child);
        return;
      }
      const called = this.#effectsOfCall((at.callee as Identifier).name);
      level = Math.max(level, called.level);
      for (const name of called.reads) reads.add(name);
      for (const name of called.writes) writes.add(name);
      for (const argument of at.arguments) visit(argument);
    };
    visit(node);
    return { level, reads, writes };
  }

  #effectsOfCall(callee: string): Effects {
    const known = this.#effects.get(callee);
    if (known) return known;
    return { level: this.vocabulary.get(callee) === 'peek' ? EFFECTS.reads : EFFECTS.acts, reads: NONE, writes: NONE };
  }
}

const NONE: ReadonlySet<string> = new Set();

export function unportable(node: AnyNode): KernelCompileError {
  return new KernelCompileError(
    `${node.type} at offset ${node.start} of the linked module is not part of the portable subset`,
  );
}

function returnsValue(node: AnyNode): boolean {
  return node.type === 'ReturnStatement' ? Boolean(node.argument) : childrenOf(node).some(returnsValue);
}

function calleesIn(node: AnyNode): string[] {
  const below = childrenOf(node).flatMap(calleesIn);
  return node.type === 'CallExpression' ? [(node.callee as Identifier).name, ...below] : below;
}

function isLoop(node: AnyNode): boolean {
  return node.type === 'ForStatement' || node.type === 'WhileStatement';
}

/** The name that `node` itself assigns to, if it does. */
function assignedBy(node: AnyNode): string[] {
  if (node.type === 'AssignmentExpression') return [(node.left as Identifier).name];
  return node.type === 'UpdateExpression' ? [(node.argument as Identifier).name] : [];
}

function assignedIn(node: AnyNode): Set<string> {
  return new Set([...assignedBy(node), ...childrenOf(node).flatMap((child) => [...assignedIn(child)])]);
}

/** A division, unless it is by a constant that always has a result. */
export function mayTrap(node: AnyNode): boolean {
  const isDivision =
    (node.type === 'BinaryExpression' && /^[/%]$/.test(node.operator)) ||
    (node.type === 'AssignmentExpression' && /^[/%]=$/.test(node.operator));
  return isDivision && !(node.right.type === 'Literal' && (Number(node.right.value) | 0) > 0);
}

/** A loop that ends by itself: its variable goes up at each turn, nowhere else, and is compared with a bound. */
function countsUp({ test, update, body }: ForStatement): boolean {
  const goesUp =
    (update?.type === 'UpdateExpression' && update.operator === '++') ||
    (update?.type === 'AssignmentExpression' && update.operator === '+=');
  if (!goesUp || test?.type !== 'BinaryExpression' || !/^<=?$/.test(test.operator)) return false;
  const [name] = assignedBy(update) as [string];
  return namesIn(test.left).includes(name) && !assignedIn(body).has(name);
}

function namesIn(node: AnyNode): string[] {
  return node.type === 'Identifier' ? [node.name] : childrenOf(node).flatMap(namesIn);
}

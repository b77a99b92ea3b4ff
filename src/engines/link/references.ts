// What a statement of a portable module refers to: the names in it that are not declared within it.

import type { AnyNode, FunctionDeclaration, Identifier, Pattern } from 'acorn';
import { childrenOf } from '../acorn-children.js';

/** A place in the text where a name of the module is. */
export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Of `NAME.property`: the property. The place is of both. */
  readonly property?: string;
}

export interface References {
  readonly references: readonly Reference[];
  /** Names of parameters and of variables within functions. */
  readonly inner: ReadonlySet<string>;
}

/** `namespaces` are names of the module of which a property is a name of another module. */
export function referencesIn(statement: AnyNode, namespaces: ReadonlySet<string>): References {
  const references: Reference[] = [];
  const inner = new Set<string>();
  const scopes: ReadonlySet<string>[] = [];

  const within = (names: readonly string[], act: () => void): void => {
    for (const name of names) inner.add(name);
    scopes.push(new Set(names));
    act();
    scopes.pop();
  };
  const isInner = (name: string): boolean => scopes.some((names) => names.has(name));
  const visitAll = (nodes: readonly AnyNode[]): void => {
    for (const node of nodes) visit(node);
  };

  const visit = (node: AnyNode): void => {
    switch (node.type) {
      case 'Identifier':
        if (!isInner(node.name)) references.push({ name: node.name, start: node.start, end: node.end });
        return;
      case 'MemberExpression': {
        const { object, property, computed, start, end } = node;
        if (!computed && object.type === 'Identifier' && namespaces.has(object.name) && !isInner(object.name)) {
          references.push({ name: object.name, start, end, property: (property as Identifier).name });
          return;
        }
        visit(object);
        if (computed) visit(property);
        return;
      }
      case 'FunctionDeclaration': {
        if (node.id) visit(node.id);
        const names = [...node.params.flatMap(namesIn), ...variablesOf(node as FunctionDeclaration)];
        within(names, () => visitAll([...node.params, ...node.body.body]));
        return;
      }
      case 'BlockStatement':
        within(declaredIn(node.body), () => visitAll(node.body));
        return;
      case 'ForStatement':
        within(node.init ? declaredIn([node.init]) : [], () => visitAll(childrenOf(node)));
        return;
      case 'SwitchStatement':
        visit(node.discriminant);
        within(declaredIn(node.cases.flatMap(({ consequent }) => consequent)), () => visitAll(node.cases));
        return;
      case 'LabeledStatement':
        visit(node.body);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      default:
        visitAll(childrenOf(node));
    }
  };
  visit(statement);
  return { references, inner };
}

/** What the body of a function declares for all of it. */
function variablesOf({ body }: FunctionDeclaration): string[] {
  const hoisted = (node: AnyNode): string[] => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var') return declaredIn([node]);
    return childrenOf(node).flatMap(hoisted);
  };
  return [...declaredIn(body.body), ...hoisted(body)];
}

function declaredIn(nodes: readonly AnyNode[]): string[] {
  return nodes.flatMap((node) =>
    node.type === 'VariableDeclaration' ? node.declarations.flatMap(({ id }) => namesIn(id)) : [],
  );
}

/** The subset has no other patterns. */
function namesIn(pattern: Pattern): string[] {
  return pattern.type === 'Identifier' ? [pattern.name] : [];
}

// Walking the syntax trees of acorn.

import type { AnyNode, Node } from 'acorn';

/** The nodes directly below `node`, in the order of the text. */
export function childrenOf(node: Node): AnyNode[] {
  const children = Object.values(node).flatMap((value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(isNode),
  );
  // Shorthand properties and specifiers have two nodes in one place.
  return children
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index) => index === 0 || start >= (children[index - 1] as AnyNode).end);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

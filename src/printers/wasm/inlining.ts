// Which calls are replaced by the function that is called. V8's baseline compiler inlines nothing, and a call costs it
// about as much as what a detector does; but a function that is too large is slower as well.

import { dirname, join } from 'node:path';
import type { Callable, Expression, Local, PortableFunction, Statement } from '../../front-end/portable-module.js';
import { SOURCE_ROOT } from '../../front-end/sources.js';
import { walk } from '../../front-end/walk.js';

/** Expressions in a function that costs less than a call of it. */
const TINY = 24;
/** In a function of a protocol, which is what a measured loop is made of. */
const SMALL = 80;
/** In a function of a user's that asks for it by its tag: what is inlined in one another grows beyond all bounds. */
const LARGE = 400;

const PROTOCOLS = join(SOURCE_ROOT, 'protocols');

/** Facts of the functions of a module. */
export class Inlining {
  readonly #sizes = new Map<PortableFunction, number>();
  readonly #assigned = new Map<PortableFunction, ReadonlySet<Local>>();

  isInlined(callee: Callable): callee is PortableFunction {
    if (callee.kind === 'intrinsic' || callee.inline === false) return false;
    if (callee.inline && !callee.file.own) return true;
    const size = this.sizeOf(callee);
    if (callee.inline && size <= LARGE) return true;
    if (size <= TINY) return true;
    return size <= SMALL && (callee.file.own || dirname(callee.file.path) === PROTOCOLS);
  }

  /** Returns how many expressions the function has, with those that it inlines. */
  sizeOf(declared: PortableFunction): number {
    const known = this.#sizes.get(declared);
    if (known !== undefined) return known;
    const size = this.sizeOfAll(declared.body);
    this.#sizes.set(declared, size);
    return size;
  }

  sizeOfAll(body: readonly Statement[]): number {
    let size = 0;
    walk(body, (expression) => {
      size +=
        1 + (expression.kind === 'call' && this.isInlined(expression.callee) ? this.sizeOf(expression.callee) : 0);
    });
    return size;
  }

  sizeOfExpression(expression: Expression): number {
    return this.sizeOfAll([{ kind: 'expression', at: 0, expression }]);
  }

  /** The locals of a function that are assigned after their declaration. */
  assignedIn(declared: PortableFunction): ReadonlySet<Local> {
    const known = this.#assigned.get(declared);
    if (known) return known;
    const assigned = new Set<Local>();
    walk(declared.body, (expression) => {
      const isAssignment = expression.kind === 'assign' || expression.kind === 'postfix';
      if (isAssignment && !('kind' in expression.target)) assigned.add(expression.target);
    });
    this.#assigned.set(declared, assigned);
    return assigned;
  }
}

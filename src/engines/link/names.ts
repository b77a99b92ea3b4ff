// Names in a flat program: one for each thing, where its modules may use one name for several.

import type { Module } from './module.js';
import type { Meaning, Program } from './program.js';

/** Things that the entry of a program leads to, each under its key and with its name in the flat program. */
export type Names = ReadonlyMap<string, string>;

/**
 * What the entry of `program` leads to, and variables that are computed from others: a check may give one of them, such as
 * RESET_AFTER, another value whether it is used or not. @throws KernelCompileError
 */
export function neededBy(program: Program): Meaning[] {
  const needed = new Map<string, Meaning>();
  const open = [...program.exportsOf(program.entry).map(([, meaning]) => meaning), ...computedIn(program)];
  for (let meaning = open.pop(); meaning; meaning = open.pop()) {
    if (needed.has(meaning.key)) continue;
    needed.set(meaning.key, meaning);
    for (const [next] of referredBy(program, meaning)) open.push(next);
  }
  return [...needed.values()];
}

function computedIn(program: Program): Meaning[] {
  return program.modules.flatMap((module) =>
    [...module.declarations.values()]
      .filter(({ kind, name, references }) => kind === 'variable' && references.some((one) => one.name !== name))
      .flatMap(({ name, start, end }) => program.meaningOf(module, { name, start, end }) ?? []),
  );
}

/** What the declaration of a thing refers to, each with its name there. */
function referredBy(program: Program, { declared }: Meaning): [meaning: Meaning, name: string][] {
  if (!declared) return [];
  return declared.declaration.references.flatMap((reference) => {
    const meaning = program.meaningOf(declared.module, reference);
    const name = reference.property === undefined ? reference.name : '';
    return meaning ? [[meaning, name] as [Meaning, string]] : [];
  });
}

/** Names for the `needed` things of `program`. `isOwn`: files whose names stay as they are, if they can. */
export function namesFor(program: Program, needed: readonly Meaning[], isOwn: (module: Module) => boolean): Names {
  const taken = new Set(needed.flatMap((meaning) => globalsIn(program, meaning)));
  /** By key, names that hide others where the thing is referred to: of variables of functions. */
  const hiding = new Map<string, Set<string>>();
  for (const meaning of needed) {
    for (const [referred, name] of referredBy(program, meaning)) {
      const names = hiding.get(referred.key) ?? new Set();
      for (const inner of meaning.declared?.declaration.inner ?? []) if (inner !== name) names.add(inner);
      hiding.set(referred.key, names);
    }
  }
  const names = new Map<string, string>();
  const first = ({ declared }: Meaning): boolean => declared !== undefined && isOwn(declared.module);
  const ordered = inOrder(program, needed);
  for (const meaning of [...ordered.filter(first), ...ordered.filter((one) => !first(one))]) {
    const isFree = (name: string): boolean => !taken.has(name) && !hiding.get(meaning.key)?.has(name);
    let name = meaning.name;
    for (let number = 2; !isFree(name); number++) name = `${meaning.name}${number}`;
    taken.add(name);
    names.set(meaning.key, name);
  }
  return names;
}

/** As in the flat program, where a file is below those that it needs. What is imported comes first. */
function inOrder({ modules }: Program, needed: readonly Meaning[]): Meaning[] {
  const places = new Map(modules.map((module, index) => [module, index]));
  const place = ({ declared }: Meaning): number => (declared ? (places.get(declared.module) as number) : -1);
  const start = ({ declared }: Meaning): number => declared?.declaration.start ?? 0;
  return [...needed].sort((one, other) => place(one) - place(other) || start(one) - start(other));
}

/** Names that mean the same in every program. */
function globalsIn(program: Program, { declared }: Meaning): string[] {
  if (!declared) return [];
  return declared.declaration.references
    .filter((reference) => !program.meaningOf(declared.module, reference))
    .map(({ name }) => name);
}

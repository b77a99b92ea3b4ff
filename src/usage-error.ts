import { distance } from 'fastest-levenshtein';

/** Input that cannot be used. The message is one line: what was wrong, what was expected, what to type instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The item called `name`. @throws UsageError that suggests the nearest name. */
export function pick<T extends { readonly name: string }>(kind: string, items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found) return found;
  throw unknownName(kind, items, name);
}

/** `name`, if it is one of `names`. @throws UsageError that suggests the nearest. */
export function pickName<T extends string>(kind: string, names: readonly T[], name: string): T {
  return pick(
    kind,
    names.map((known) => ({ name: known })),
    name,
  ).name;
}

/** The error for a `name` that none of `items` has. */
export function unknownName(kind: string, items: readonly { readonly name: string }[], name: string): UsageError {
  const names = items.map((item) => item.name);
  return new UsageError(`unknown ${kind} "${name}".${nearestOf(names, name)} Known: ${names.join(', ')}.`);
}

/** A question whether the nearest of `names` was meant, if one is near; else nothing. */
export function nearestOf(names: readonly string[], name: string): string {
  const [nearest] = [...names].sort((a, b) => distance(name, a) - distance(name, b));
  return nearest && distance(name, nearest) <= Math.max(2, name.length / 2) ? ` Did you mean "${nearest}"?` : '';
}

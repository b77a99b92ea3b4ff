// Configurations from what was asked for: defaults for the rest, limits, and the options that would do nothing. Those
// are refused, as a reader of the result would take them to have counted. In a row of runs such an option applies where it
// has an effect, and is refused where it has none anywhere.

import type { ConfigOf, FactsOf, RequestOf, Table } from '../options/option.js';
import { withinLimits } from '../options/value.js';
import { UsageError } from '../usage-error.js';

interface Inapplicable {
  readonly key: string;
  /** Why the option does nothing. */
  readonly reason: string;
}

/** Request with its names looked up, and the options of it that would do nothing. */
export interface Examined<T> {
  readonly resolved: T;
  readonly inapplicable: readonly Inapplicable[];
}

/**
 * Returns the configuration that `asked` stands for: what is `known` already, what was asked for, or the default that
 * `context` leads to.
 *
 * @throws UsageError for what is beyond its limits
 */
export function resolveOptions<T extends Table>(
  table: T,
  asked: Readonly<Record<string, unknown>>,
  context: Omit<FactsOf<T>, 'asked' | 'values'>,
  known: Partial<ConfigOf<T>> = {},
): Examined<ConfigOf<T>> {
  const values: Record<string, unknown> = {};
  const facts = { ...context, asked, values };
  const options = Object.entries(table).filter(([, option]) => option.in === 'config' || option.in === 'config?');
  const defaults = new Map<string, unknown>();
  for (const [key, { value, default: usual }] of options) {
    if (key in known) values[key] = known[key as keyof typeof known];
    else {
      defaults.set(key, typeof usual === 'function' ? usual(facts) : usual);
      const chosen = asked[key] ?? defaults.get(key);
      if (chosen !== undefined) values[key] = withinLimits(value, chosen, values);
    }
  }
  const inapplicable = options.flatMap(([key, option]) => {
    const reason = defaults.has(key) && values[key] !== defaults.get(key) ? option.inapplicable?.(facts) : undefined;
    return reason === undefined ? [] : [{ key, reason }];
  });
  const kept = options.filter(([key, { present }]) => values[key] !== undefined && (present?.(facts) ?? true));
  return { resolved: Object.fromEntries(kept.map(([key]) => [key, values[key]])) as ConfigOf<T>, inapplicable };
}

/** Returns the resolved request. @throws UsageError for an option that would do nothing. */
export function applicable<T>({ resolved, inapplicable: [first] }: Examined<T>): T {
  if (first) throw new UsageError(first.reason);
  return resolved;
}

/**
 * Returns what the requests of a row of runs stand for, each without the options that do nothing in it alone.
 *
 * @throws UsageError for an option that does nothing in any of them, and what `examine` throws
 */
export function resolveRow<Request extends object, T>(
  requests: readonly Request[],
  examine: (request: Request) => Examined<T>,
): T[] {
  const examined = requests.map((request) => ({ request, ...examine(request) }));
  const everywhere = examined[0]?.inapplicable.find(({ key }) =>
    examined.every(({ inapplicable }) => inapplicable.some((one) => one.key === key)),
  );
  if (everywhere) throw new UsageError(everywhere.reason);
  return examined.map(({ request, resolved, inapplicable }) => {
    if (inapplicable.length === 0) return resolved;
    const rest = Object.entries(request).filter(([key]) => inapplicable.every((one) => one.key !== key));
    return applicable(examine(Object.fromEntries(rest) as Request));
  });
}

/**
 * Returns the requests of a command line: one for each combination of what the options of `order` have several of. The last
 * of them changes first.
 */
export function requestsOf<T extends Table>(
  table: T,
  typed: Readonly<Record<string, unknown>>,
  order: readonly (keyof T & string)[],
): RequestOf<T>[] {
  const keys = Object.keys(typed).filter((key) => ['config', 'config?', 'request'].includes(table[key]?.in ?? ''));
  const single = keys.filter((key) => !order.includes(key)).map((key) => [key, typed[key]] as const);
  const requests = order.reduce(
    (rows, key) => {
      const values = typed[key] as readonly unknown[] | undefined;
      return values ? rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))) : rows;
    },
    [Object.fromEntries(single)],
  );
  return requests as RequestOf<T>[];
}

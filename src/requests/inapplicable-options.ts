// Options that would do nothing for what they are given for. A reader of the result would take them to have counted, so
// they are refused. In a row of runs such an option applies where it has an effect, and is refused where it has none
// anywhere.

import type { ProtocolEntry } from '../protocols/index.js';
import { builtInRoles } from '../scenarios/index.js';
import type { Role, RoleOption } from '../scenarios/scenario.js';
import { UsageError } from '../usage-error.js';
import type { ResolvedProtocol } from './resolve-protocol.js';

export type Idle = RoleOption | 'resetAfter' | 'reuse' | 'pageBytes' | 'width';

/** An option without an effect where it is given. */
export class IdleOption extends UsageError {
  constructor(
    readonly option: Idle,
    message: string,
  ) {
    super(message);
  }
}

const NAMES: Readonly<Record<RoleOption, { readonly option: string; readonly does: string }>> = {
  recheck: { option: '--no-recheck', does: 'asks whether to recheck' },
  unmap: { option: '--unmap', does: 'asks when to take a page out of the index' },
  slots: { option: '--slots', does: 'uses another slot than the first' },
  reclaim: { option: '--reclaim', does: 'counts in a descriptor' },
  section: { option: '--section', does: 'counts in a descriptor' },
};

/** Whether some role of `threadRoles` looks at `option`, or may do so. */
export function isHeeded(option: RoleOption, threadRoles: readonly Role[]): boolean {
  return threadRoles.some(({ usesOptions }) => usesOptions?.includes(option) ?? true);
}

/** @throws IdleOption when no role of `threadRoles` looks at `option`. */
export function refuseUnheeded(option: RoleOption, scenario: string, threadRoles: readonly Role[]): void {
  if (isHeeded(option, threadRoles)) return;
  const names = [...new Set(threadRoles.map(({ name }) => name))].join(', ');
  const others = builtInRoles()
    .filter((role) => isHeeded(option, [role]))
    .map(({ name }) => name);
  const { option: typed, does } = NAMES[option];
  throw new IdleOption(
    option,
    `${typed} does nothing in "${scenario}": none of its roles (${names}) ${does}. Those that do: ${others.join(', ')}. Leave it out`,
  );
}

/** @throws IdleOption where the protocol has no number of failed gets from which it takes them back. */
export function refuseIdleReset(name: string, entry: ProtocolEntry | undefined): void {
  if (!entry || entry.resets) return;
  throw new IdleOption(
    'resetAfter',
    `--reset-after does nothing with "${name}", which has no such limit for failed gets: leave it out`,
  );
}

/** @throws IdleOption where the protocol counts in as many bits as ever. */
export function refuseIdleWidth({ name, perThreadWords, narrows }: ResolvedProtocol): void {
  if (narrows) return;
  throw new IdleOption(
    'width',
    perThreadWords > 0
      ? `--width does nothing with "${name}", which counts in words of each worker, too: leave it out`
      : `--width does not narrow "${name}", which does not count through WIDTH and wrap() of reftorture/width: use them, or leave it out`,
  );
}

/**
 * Resolves the requests of a row of runs, each without the options that are idle in it alone.
 *
 * @throws IdleOption for an option that is idle in all of them, and what `resolve` throws.
 */
export function resolveEach<Request extends Partial<Record<Idle, unknown>>, Resolved>(
  requests: readonly Request[],
  resolve: (request: Request) => Resolved,
): Resolved[] {
  const idle: IdleOption[][] = [];
  const resolved = requests.map((request) => {
    const complaints: IdleOption[] = [];
    idle.push(complaints);
    for (let rest = request; ; ) {
      try {
        return resolve(rest);
      } catch (error) {
        if (!(error instanceof IdleOption)) throw error;
        complaints.push(error);
        rest = { ...rest };
        delete rest[error.option];
      }
    }
  });
  const everywhere = idle[0]?.find(({ option }) => idle.every((one) => one.some((other) => other.option === option)));
  if (everywhere) throw everywhere;
  return resolved;
}

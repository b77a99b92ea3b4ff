// Options that several commands have.

import { host } from '#host';
import { SINGLE_INSTRUCTION_TIER, TIERS } from '../engines/tier.js';
import type { ProtocolEntry } from '../protocols/index.js';
import { builtInRoles, scenarios } from '../scenarios/index.js';
import { RECLAIMS, type Reclaim, SECTIONS, waitsForSections } from '../scenarios/reclaim.js';
import type { Role, RoleOption, Scenario } from '../scenarios/scenario.js';
import { violations } from '../violations/table.js';
import { DESTRUCTOR_POLICIES } from '../violations/words.js';
import { commandOption, optionsIn } from './option.js';
import { listOrNothing, name, onOff, text, whole } from './value.js';

/** Facts that the options of a run depend on. */
export interface RunFacts {
  readonly scenario: Scenario;
  readonly threadRoles: readonly Role[];
  readonly protocol: {
    readonly name: string;
    readonly perThreadWords: number;
    readonly narrows: boolean;
    readonly entry?: ProtocolEntry;
  };
  /** Values that were asked for. */
  readonly asked: { readonly pages?: number; readonly reclaim?: Reclaim };
  /** The values of all options; for a default, those of the options above. */
  readonly values: { readonly pages: number; readonly reclaim: Reclaim };
}

const option = optionsIn<RunFacts>();
const plain = optionsIn<unknown>();

/** Tells whether some role of `threadRoles` looks at `option`, or may do so. */
export function rolesUse(option: RoleOption, threadRoles: readonly Role[]): boolean {
  return threadRoles.some(({ usesOptions }) => usesOptions?.includes(option) ?? true);
}

/** Says that no role looks at the option `key`, `flag` on a command line; undefined where one does. */
export function noRoleUses(
  key: RoleOption,
  flag: string,
  does: string,
): (facts: Pick<RunFacts, 'scenario' | 'threadRoles'>) => string | undefined {
  return ({ scenario, threadRoles }) => {
    if (rolesUse(key, threadRoles)) return undefined;
    const names = [...new Set(threadRoles.map((role) => role.name))].join(', ');
    const others = builtInRoles().filter((role) => rolesUse(key, [role]));
    return `${flag} does nothing in "${scenario.name}": none of its roles (${names}) ${does}. Those that do: ${others.map((role) => role.name).join(', ')}. Leave it out`;
  };
}

const NO_DESCRIPTORS = 'counts in a descriptor';

/** Tells whether there are descriptors. Of roles of the user's own that is known from what is asked for. */
function hasDescriptors({ threadRoles, asked }: RunFacts): boolean {
  const used = threadRoles.some(({ usesOptions }) => usesOptions?.includes('reclaim'));
  return used || (asked.reclaim !== undefined && rolesUse('reclaim', threadRoles));
}

export const DEFAULT_PROTOCOL = 'v4';
export const DEFAULT_SCENARIO = 'email';

export const protocol = plain({
  value: text,
  flag: '--protocol <names>',
  help: 'protocols, or paths of your own .ts files, with commas between',
  default: DEFAULT_PROTOCOL,
  meaning: 'Name of the protocol in the registry, or path of a protocol file.',
  label: 'Protocol',
});

export const scenario = plain({
  value: text,
  flag: '--scenario <names>',
  help: `who does what: ${scenarios.map((known) => known.name).join(', ')}, or paths of your own`,
  default: DEFAULT_SCENARIO,
  meaning: 'Name of the scenario, or path of a scenario file.',
  label: 'Scenario',
});

export const dtor = plain({
  value: name('dtor', DESTRUCTOR_POLICIES),
  flag: '--dtor <policy>',
  help: 'which destructor runs: the one the destroyer believes in, or the one the page names',
  default: 'captured',
  meaning:
    'Which destructor runs: the one of the type that the destroyer captured with its reference, or the one of the type that it looks up on the page.',
  label: 'Destructor',
});

export const recheck = option({
  value: onOff,
  flag: '--no-recheck',
  help: 'speculative getters do not look the page up again',
  default: true,
  meaning: 'Whether a getter looks the page up again after its get, and puts its reference when the index has changed.',
  inapplicable: noRoleUses('recheck', '--no-recheck', 'asks whether to recheck'),
});

/** Of scenarios whose counts lie in descriptors. */
export const descriptorOptions = {
  reclaim: option({
    in: 'config?',
    value: name('reclaim', RECLAIMS),
    flag: '--reclaim <how>',
    help: 'in folio-...: how the memory of a freed descriptor comes back: at once as another one, at once as anything, after a grace period, or after one that does not wait for the last thread',
    default: 'type-stable',
    meaning:
      'How the memory of a freed descriptor comes back. type-stable: at once, as another descriptor and nothing else. at-once: at once, as anything. grace: as anything, after a grace period. grace-but-one: the same, but the grace period does not wait for the last worker. Absent where no role of the scenario looks at it.',
    present: hasDescriptors,
    inapplicable: noRoleUses('reclaim', '--reclaim', NO_DESCRIPTORS),
    label: 'Memory of a freed descriptor',
  }),
  section: option({
    in: 'config?',
    value: name('section', SECTIONS),
    flag: '--section <where>',
    help: 'in folio-...: where read-side sections lie: from the lookup to the recheck; to the put, and around all other puts; to the get; around the lookup alone; or nowhere',
    default: 'put-outside',
    meaning:
      'Where read-side sections lie. put-outside: from the lookup to the recheck. put-inside: from the lookup to the put, and around every other put. before-recheck: from the lookup to the get. before-get: around the lookup alone. none: nowhere. Absent where no role of the scenario looks at it.',
    present: hasDescriptors,
    inapplicable: (facts) => {
      const { reclaim } = facts.values;
      const reason = noRoleUses('section', '--section', NO_DESCRIPTORS)(facts);
      if (reason !== undefined || waitsForSections(reclaim)) return reason;
      return `--section does nothing with --reclaim ${reclaim}, under which no memory waits for a section: ask for --reclaim grace, or leave it out`;
    },
    label: 'Readers are protected',
  }),
} as const;

export const tier = plain({
  in: 'config?',
  value: name('tier', TIERS),
  flag: '--tier <tier>',
  help: 'compiler of the wasm engine',
  default: SINGLE_INSTRUCTION_TIER,
  defaultText: 'the one that has an atomic add',
  meaning:
    "V8's compiler for the wasm engine: baseline is Liftoff, optimised is TurboFan. On x64 only the baseline has an atomic add. Absent: a browser ran it, which chooses by itself.",
  present: () => host.canPinThreads,
  inapplicableBeside({ engine = ['wasm'], engines = engine }) {
    const asked = engines as readonly string[]; // a tier alone asks for wasm
    return asked.includes('wasm') ? undefined : `--tier is for the wasm engine, not for ${asked.join(', ')}`;
  },
});

export const compiler = plain({
  in: 'config?',
  value: text,
  meaning: 'What the C compiler says of its version. Absent where the native engine takes no part.',
  present: () => false, // of a result's configuration: the machine's own counts
});

export const seed = plain({
  value: whole('seed', 0, 2 ** 32 - 1),
  flag: '--seed <n>',
  help: 'seed of all random choices',
  default: 1,
  defaultText: 'drawn, and shown in the result',
  meaning: 'Seed of every random choice.',
});

export const expect = commandOption(
  listOrNothing('violation', name('violation', violations)),
  '--expect [violations]',
  `succeed if what is known of the protocol shows, or one of these: ${violations.join(', ')}`,
);

/** Of commands with a result. */
export const output = {
  json: commandOption(onOff, '--json', 'print the result as JSON'),
  out: commandOption(text, '--out <file>', 'write the result as JSON to a file'),
  force: commandOption(onOff, '--force', 'replace a file that was not written by reftorture'),
};

/** Of commands whose result is a verdict. */
export const judgedOutput = {
  ...output,
  junit: commandOption(text, '--junit <file>', 'write what was judged as test cases, in XML of JUnit, to a file'),
};

// The built-in scenarios: which roles meet, and on how many pages. Race, check and replay read the same table.

import * as numbers from '../actors/role-numbers.js';
import { inTurn, type Role, type RoleOption, type Scenario } from './scenario.js';

export type { Role, Scenario } from './scenario.js';

/** Options of the roles on descriptors, and those of their readers. */
const DESCRIPTOR = ['reclaim', 'section'] satisfies RoleOption[];
const DESCRIPTOR_READER = ['recheck', ...DESCRIPTOR] satisfies RoleOption[];

function role(number: number, name: string, usesOptions: readonly RoleOption[] = [], rounds = 1): Role {
  return { number, name, usesOptions, rounds };
}

/** The roles, with the options that each uses, and its rounds where one is not all that it does: see src/actors. */
const ROLES = {
  mixed: role(numbers.MIXED, 'mixed', ['recheck', 'unmap', 'slots']),
  T1: role(numbers.EMAIL_T1, 'T1'),
  T2: role(numbers.EMAIL_T2, 'T2'),
  T3: role(numbers.EMAIL_T3, 'T3'),
  T2thenT3: role(numbers.EMAIL_T2_T3, 'T2+T3'),
  owner: role(numbers.OWNER, 'owner', ['unmap'], 2),
  ownerThenT3: role(numbers.OWNER_THEN_T3, 'owner+T3', ['unmap'], 2),
  getter: role(numbers.GETTER, 'getter', ['recheck']),
  freezer: role(numbers.FREEZER, 'freezer'),
  lateGetter: role(numbers.LATE_GETTER, 'late getter'),
  walker: role(numbers.WALKER, 'walker'),
  firstHolder: role(numbers.FIRST_HOLDER, 'first holder'),
  secondHolder: role(numbers.SECOND_HOLDER, 'second holder'),
  pinner: role(numbers.PINNER, 'pinner'),
  latePinner: role(numbers.LATE_PINNER, 'late pinner'),
  rechecker: role(numbers.RECHECKER, 'rechecker'),
  folioT1: role(numbers.FOLIO_T1, 'folio T1', DESCRIPTOR),
  folioT2: role(numbers.FOLIO_T2, 'folio T2', DESCRIPTOR_READER),
  folioT3: role(numbers.FOLIO_T3, 'folio T3', DESCRIPTOR),
  folioT2thenT3: role(numbers.FOLIO_T2_T3, 'folio T2+T3', DESCRIPTOR_READER),
  folioWalker: role(numbers.FOLIO_WALKER, 'folio walker', DESCRIPTOR),
  folioOwner: role(numbers.FOLIO_OWNER, 'folio owner', DESCRIPTOR, 2),
  folioGetter: role(numbers.FOLIO_GETTER, 'folio getter', DESCRIPTOR_READER),
};

/** An entry of the table. Absent: one page, one slot. */
type Entry = Omit<Scenario, 'pages' | 'slots' | 'check'> &
  Partial<Pick<Scenario, 'pages' | 'slots'>> & {
    readonly check: Omit<Scenario['check'], 'pages' | 'slots'> & Partial<Pick<Scenario['check'], 'slots'>>;
  };

/** Returns a function that gives threads `roles` in turn; two threads those of `two`. */
function inTurns(roles: readonly Role[], two = roles): Scenario['roles'] {
  return (threads) => inTurn(threads === 2 ? two : roles, threads);
}

const ENTRIES: readonly Entry[] = [
  {
    name: 'mixed',
    description: 'every worker looks up, gets, rechecks, owns, freezes, at random over the whole index',
    pages: 16,
    slots: 8,
    minThreads: 1,
    // In fewer rounds nobody comes twice to a page that was used again in between.
    check: { threads: 2, maxThreads: 16, slots: 2, rounds: 3 },
    roles: inTurns([ROLES.mixed]),
  },
  {
    name: 'email',
    description:
      'the report: T1 puts a page of type X, T2 gets late, T3 reuses it as type Y; T2 and T3 share a worker of two',
    minThreads: 2,
    check: { threads: 3, maxThreads: 3 },
    roles: inTurns([ROLES.T1, ROLES.T2, ROLES.T3], [ROLES.T1, ROLES.T2thenT3]),
  },
  {
    name: 'stale',
    description: 'a speculative getter whose reference lands on the page after it was reallocated as type Y',
    minThreads: 2,
    check: { threads: 3, maxThreads: 3 },
    roles: inTurns([ROLES.owner, ROLES.getter, ROLES.T3], [ROLES.ownerThenT3, ROLES.getter]),
  },
  {
    name: 'two-puts',
    description: 'two holders put at the same time, and the page is used again as type Y; nobody gets speculatively',
    minThreads: 2,
    check: { threads: 2, maxThreads: 2 },
    roles: inTurns([ROLES.firstHolder, ROLES.secondHolder]),
  },
  {
    name: 'getters',
    description: 'an owner, speculative getters and a second user of its page',
    minThreads: 4,
    check: { threads: 4, maxThreads: 16 },
    roles: (threads) => [ROLES.owner, ROLES.T3, ...inTurn([ROLES.getter], threads - 2)],
  },
  {
    name: 'recheck',
    description: 'a getter that asserts that no get of a staged count passes its recheck in the index',
    minThreads: 3,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.owner, ROLES.rechecker, ROLES.T3]),
  },
  {
    name: 'pin',
    description: 'a getter that takes several references in one access and drops them in two',
    minThreads: 3,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.owner, ROLES.pinner, ROLES.T3]),
  },
  {
    name: 'late-pin',
    description: 'pinners that come too late: each adds several at once to the word of a free page, and its next user',
    minThreads: 2,
    check: { threads: 3, maxThreads: 16 },
    roles: (threads) => [ROLES.T3, ...inTurn([ROLES.latePinner], threads - 1)],
  },
  {
    name: 'freezer',
    description: 'a page migration that freezes at the expected count while readers try to get',
    minThreads: 3,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.owner, ROLES.freezer, ROLES.getter]),
  },
  {
    name: 'allocator',
    description: 'users of both types contend for the pages of the allocator',
    minThreads: 2,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.T1, ROLES.T3]),
  },
  {
    name: 'overflow',
    description:
      'getters that come too late, each with as many failed gets on a free page as it has rounds, and its next user',
    minThreads: 2,
    // An overflow of 32 bits takes more gets than anybody explores.
    check: { threads: 3, maxThreads: 16, rounds: 3, width: 3 },
    roles: (threads) => [ROLES.T3, ...inTurn([ROLES.lateGetter], threads - 1)],
  },
  {
    name: 'walker',
    description: 'a reader that finds pages by number, not through an index, and asks the page for its type',
    minThreads: 2,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.T1, ROLES.walker, ROLES.T3]),
  },
  {
    name: 'folio-email',
    description:
      'the report, where the count lies in a descriptor that the page points at; see --reclaim and --section',
    minThreads: 2,
    check: { threads: 3, maxThreads: 3 },
    roles: inTurns([ROLES.folioT1, ROLES.folioT3, ROLES.folioT2], [ROLES.folioT1, ROLES.folioT2thenT3]),
  },
  {
    name: 'folio-walker',
    description:
      'a reader that finds descriptors through pages, and asks each for its type; see --reclaim and --section',
    minThreads: 2,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.folioT1, ROLES.folioT3, ROLES.folioWalker], [ROLES.folioT1, ROLES.folioWalker]),
  },
  {
    name: 'folio-index',
    description:
      'an owner, a getter that rechecks, and the next user, of descriptors in an index; see --reclaim, --section',
    minThreads: 2,
    check: { threads: 3, maxThreads: 16 },
    roles: inTurns([ROLES.folioOwner, ROLES.folioT3, ROLES.folioGetter], [ROLES.folioOwner, ROLES.folioGetter]),
  },
];

export const scenarios: readonly Scenario[] = ENTRIES.map(({ name, description, pages = 1, slots = 1, ...entry }) => ({
  ...{ name, description, pages, slots, ...entry },
  check: { pages: 1, slots: 1, ...entry.check },
}));

/** Every role that a built-in scenario casts, once. */
export function builtInRoles(): readonly Role[] {
  const roles = new Map<string, Role>();
  for (const { minThreads, check, roles: threadRoles } of scenarios) {
    for (const threads of [minThreads, check.threads])
      for (const role of threadRoles(threads)) roles.set(role.name, role);
  }
  return [...roles.values()];
}

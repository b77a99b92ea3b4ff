// The built-in scenarios: which roles meet, and on how many pages. Race, check and replay read the same table.

import * as numbers from '../actors/role-numbers.js';
import { inTurn, type Role, type RoleOption, type Scenario } from './scenario.js';

export type { Role, Scenario } from './scenario.js';

/** Options of the roles on descriptors, and those of their readers. */
const DESCRIPTOR = ['reclaim', 'section'] satisfies RoleOption[];
const DESCRIPTOR_READER = ['recheck', ...DESCRIPTOR] satisfies RoleOption[];

/** The roles, with the options that each uses: see src/actors. */
const ROLES = {
  mixed: {
    number: numbers.MIXED,
    name: 'mixed',
    usesOptions: ['recheck', 'unmap', 'slots'],
    rounds: 1,
  },
  T1: { number: numbers.EMAIL_T1, name: 'T1', usesOptions: [], rounds: 1 },
  T2: { number: numbers.EMAIL_T2, name: 'T2', usesOptions: [], rounds: 1 },
  T3: { number: numbers.EMAIL_T3, name: 'T3', usesOptions: [], rounds: 1 },
  T2thenT3: { number: numbers.EMAIL_T2_T3, name: 'T2+T3', usesOptions: [], rounds: 1 },
  owner: { number: numbers.OWNER, name: 'owner', usesOptions: ['unmap'], rounds: 2 },
  ownerThenT3: { number: numbers.OWNER_THEN_T3, name: 'owner+T3', usesOptions: ['unmap'], rounds: 2 },
  getter: { number: numbers.GETTER, name: 'getter', usesOptions: ['recheck'], rounds: 1 },
  freezer: { number: numbers.FREEZER, name: 'freezer', usesOptions: [], rounds: 1 },
  lateGetter: { number: numbers.LATE_GETTER, name: 'late getter', usesOptions: [], rounds: 1 },
  walker: { number: numbers.WALKER, name: 'walker', usesOptions: [], rounds: 1 },
  firstHolder: { number: numbers.FIRST_HOLDER, name: 'first holder', usesOptions: [], rounds: 1 },
  secondHolder: { number: numbers.SECOND_HOLDER, name: 'second holder', usesOptions: [], rounds: 1 },
  pinner: { number: numbers.PINNER, name: 'pinner', usesOptions: [], rounds: 1 },
  latePinner: { number: numbers.LATE_PINNER, name: 'late pinner', usesOptions: [], rounds: 1 },
  rechecker: { number: numbers.RECHECKER, name: 'rechecker', usesOptions: [], rounds: 1 },
  folioT1: { number: numbers.FOLIO_T1, name: 'folio T1', usesOptions: DESCRIPTOR, rounds: 1 },
  folioT2: { number: numbers.FOLIO_T2, name: 'folio T2', usesOptions: DESCRIPTOR_READER, rounds: 1 },
  folioT3: { number: numbers.FOLIO_T3, name: 'folio T3', usesOptions: DESCRIPTOR, rounds: 1 },
  folioT2thenT3: {
    number: numbers.FOLIO_T2_T3,
    name: 'folio T2+T3',
    usesOptions: DESCRIPTOR_READER,
    rounds: 1,
  },
  folioWalker: { number: numbers.FOLIO_WALKER, name: 'folio walker', usesOptions: DESCRIPTOR, rounds: 1 },
  folioOwner: { number: numbers.FOLIO_OWNER, name: 'folio owner', usesOptions: DESCRIPTOR, rounds: 2 },
  folioGetter: {
    number: numbers.FOLIO_GETTER,
    name: 'folio getter',
    usesOptions: DESCRIPTOR_READER,
    rounds: 1,
  },
} satisfies Record<string, Role>;

export const scenarios: readonly Scenario[] = [
  {
    name: 'mixed',
    description: 'every worker looks up, gets, rechecks, owns, freezes, at random over the whole index',
    pages: 16,
    slots: 8,
    minThreads: 1,
    // In fewer rounds nobody comes twice to a page that was used again in between.
    check: { threads: 2, maxThreads: 16, pages: 1, slots: 2, rounds: 3 },
    roles: (threads) => inTurn([ROLES.mixed], threads),
  },
  {
    name: 'email',
    description:
      'the report: T1 puts a page of type X, T2 gets late, T3 reuses it as type Y; T2 and T3 share a worker of two',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 3, pages: 1, slots: 1 },
    roles: (threads) => inTurn(threads === 2 ? [ROLES.T1, ROLES.T2thenT3] : [ROLES.T1, ROLES.T2, ROLES.T3], threads),
  },
  {
    name: 'stale',
    description: 'a speculative getter whose reference lands on the page after it was reallocated as type Y',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 3, pages: 1, slots: 1 },
    roles: (threads) =>
      inTurn(threads === 2 ? [ROLES.ownerThenT3, ROLES.getter] : [ROLES.owner, ROLES.getter, ROLES.T3], threads),
  },
  {
    name: 'two-puts',
    description: 'two holders put at the same time, and the page is used again as type Y; nobody gets speculatively',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 2, maxThreads: 2, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.firstHolder, ROLES.secondHolder], threads),
  },
  {
    name: 'getters',
    description: 'an owner, speculative getters and a second user of its page',
    pages: 1,
    slots: 1,
    minThreads: 4,
    check: { threads: 4, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => [ROLES.owner, ROLES.T3, ...inTurn([ROLES.getter], threads - 2)],
  },
  {
    name: 'recheck',
    description: 'a getter that asserts that no get of a staged count passes its recheck in the index',
    pages: 1,
    slots: 1,
    minThreads: 3,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.owner, ROLES.rechecker, ROLES.T3], threads),
  },
  {
    name: 'pin',
    description: 'a getter that takes several references in one access and drops them in two',
    pages: 1,
    slots: 1,
    minThreads: 3,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.owner, ROLES.pinner, ROLES.T3], threads),
  },
  {
    name: 'late-pin',
    description: 'pinners that come too late: each adds several at once to the word of a free page, and its next user',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => [ROLES.T3, ...inTurn([ROLES.latePinner], threads - 1)],
  },
  {
    name: 'freezer',
    description: 'a page migration that freezes at the expected count while readers try to get',
    pages: 1,
    slots: 1,
    minThreads: 3,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.owner, ROLES.freezer, ROLES.getter], threads),
  },
  {
    name: 'allocator',
    description: 'users of both types contend for the pages of the allocator',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.T1, ROLES.T3], threads),
  },
  {
    name: 'overflow',
    description:
      'getters that come too late, each with as many failed gets on a free page as it has rounds, and its next user',
    pages: 1,
    slots: 1,
    minThreads: 2,
    // An overflow of 32 bits takes more gets than anybody explores.
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1, rounds: 3, width: 3 },
    roles: (threads) => [ROLES.T3, ...inTurn([ROLES.lateGetter], threads - 1)],
  },
  {
    name: 'walker',
    description: 'a reader that finds pages by number, not through an index, and asks the page for its type',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([ROLES.T1, ROLES.walker, ROLES.T3], threads),
  },
  {
    name: 'folio-email',
    description:
      'the report, where the count lies in a descriptor that the page points at; see --reclaim and --section',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 3, pages: 1, slots: 1 },
    roles: (threads) =>
      inTurn(
        threads === 2 ? [ROLES.folioT1, ROLES.folioT2thenT3] : [ROLES.folioT1, ROLES.folioT3, ROLES.folioT2],
        threads,
      ),
  },
  {
    name: 'folio-walker',
    description:
      'a reader that finds descriptors through pages, and asks each for its type; see --reclaim and --section',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) =>
      threads === 2
        ? [ROLES.folioT1, ROLES.folioWalker]
        : inTurn([ROLES.folioT1, ROLES.folioT3, ROLES.folioWalker], threads),
  },
  {
    name: 'folio-index',
    description:
      'an owner, a getter that rechecks, and the next user, of descriptors in an index; see --reclaim, --section',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) =>
      threads === 2
        ? [ROLES.folioOwner, ROLES.folioGetter]
        : inTurn([ROLES.folioOwner, ROLES.folioT3, ROLES.folioGetter], threads),
  },
];

/** Every role that a built-in scenario casts, once. */
export function builtInRoles(): readonly Role[] {
  const roles = new Map<string, Role>();
  for (const { minThreads, check, roles: threadRoles } of scenarios) {
    for (const threads of [minThreads, check.threads])
      for (const role of threadRoles(threads)) roles.set(role.name, role);
  }
  return [...roles.values()];
}

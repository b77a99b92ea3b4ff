// Who does what on which pages. Race, check and replay read the same table.

import {
  EMAIL_T1,
  EMAIL_T2,
  EMAIL_T2_T3,
  EMAIL_T3,
  FIRST_HOLDER,
  FREEZER,
  GETTER,
  LATE_GETTER,
  MIXED,
  OWNER,
  OWNER_THEN_T3,
  SECOND_HOLDER,
  WALKER,
} from '../actors/role-numbers.js';
import { inTurn, type Role, type Scenario } from './scenario.js';

export type { Role, Scenario } from './scenario.js';

const MIXED_ROLE: Role = { number: MIXED, name: 'mixed', rounds: 1 };
const T1: Role = { number: EMAIL_T1, name: 'T1', rounds: 1 };
const T2: Role = { number: EMAIL_T2, name: 'T2', rounds: 1 };
const T3: Role = { number: EMAIL_T3, name: 'T3', rounds: 1 };
const T2_T3: Role = { number: EMAIL_T2_T3, name: 'T2+T3', rounds: 1 };
const OWNER_ROLE: Role = { number: OWNER, name: 'owner', rounds: 2 };
const OWNER_T3: Role = { number: OWNER_THEN_T3, name: 'owner+T3', rounds: 2 };
const GETTER_ROLE: Role = { number: GETTER, name: 'getter', rounds: 1 };
const FREEZER_ROLE: Role = { number: FREEZER, name: 'freezer', rounds: 1 };
const LATE_GETTER_ROLE: Role = { number: LATE_GETTER, name: 'late getter', rounds: 1 };
const WALKER_ROLE: Role = { number: WALKER, name: 'walker', rounds: 1 };
const FIRST: Role = { number: FIRST_HOLDER, name: 'first holder', rounds: 1 };
const SECOND: Role = { number: SECOND_HOLDER, name: 'second holder', rounds: 1 };

export const scenarios: readonly Scenario[] = [
  {
    name: 'mixed',
    description: 'every worker looks up, gets, rechecks, owns, freezes, at random over the whole index',
    pages: 16,
    slots: 8,
    minThreads: 1,
    check: { threads: 2, maxThreads: 16, pages: 1, slots: 2 },
    roles: (threads) => inTurn([MIXED_ROLE], threads),
  },
  {
    name: 'email',
    description:
      'the report: T1 puts a page of type X, T2 gets late, T3 reuses it as type Y; T2 and T3 share a worker of two',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 3, pages: 1, slots: 1 },
    roles: (threads) => inTurn(threads === 2 ? [T1, T2_T3] : [T1, T2, T3], threads),
  },
  {
    name: 'stale',
    description: 'a speculative getter whose reference lands on the page after it was reallocated as type Y',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 3, pages: 1, slots: 1 },
    roles: (threads) => inTurn(threads === 2 ? [OWNER_T3, GETTER_ROLE] : [OWNER_ROLE, GETTER_ROLE, T3], threads),
  },
  {
    name: 'two-puts',
    description: 'two holders put at the same time, and the page is used again as type Y; nobody gets speculatively',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 2, maxThreads: 2, pages: 1, slots: 1 },
    roles: (threads) => inTurn([FIRST, SECOND], threads),
  },
  {
    name: 'getters',
    description: 'an owner, speculative getters and a second user of its page',
    pages: 1,
    slots: 1,
    minThreads: 4,
    check: { threads: 4, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => [OWNER_ROLE, T3, ...inTurn([GETTER_ROLE], threads - 2)],
  },
  {
    name: 'freezer',
    description: 'a page migration that freezes at the expected count while readers try to get',
    pages: 1,
    slots: 1,
    minThreads: 3,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([OWNER_ROLE, FREEZER_ROLE, GETTER_ROLE], threads),
  },
  {
    name: 'allocator',
    description: 'users of both types contend for the pages of the allocator',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([T1, T3], threads),
  },
  {
    name: 'overflow',
    description:
      'getters that come too late, each with as many failed gets on a free page as it has rounds, and its next user',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => [T3, ...inTurn([LATE_GETTER_ROLE], threads - 1)],
  },
  {
    name: 'walker',
    description: 'a reader that finds pages by number, not through an index, and asks the page for its type',
    pages: 1,
    slots: 1,
    minThreads: 2,
    check: { threads: 3, maxThreads: 16, pages: 1, slots: 1 },
    roles: (threads) => inTurn([T1, WALKER_ROLE, T3], threads),
  },
];

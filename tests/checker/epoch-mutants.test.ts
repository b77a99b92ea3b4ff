// Each line of the epoch scheme and of the giving back that an invariant rests on: without it, a check finds freed
// memory touched. What needs another model than sc and ra is in tests/pages/epochs-kernel-model.test.ts.

import { describe, expect, test } from 'vitest';
import type { CheckRequest } from '../../src/requests/check-request.js';
import { slice } from '../slow.js';
import { type Alteration, checkAltered } from './altered.js';

interface Mutant {
  readonly what: string;
  readonly alterations: readonly Alteration[];
  /** The check; of folio-email unless given. */
  readonly request?: CheckRequest;
}

/** Two who let the epoch go up while a third one is in a section. */
const TWO_OWNERS = { scenario: 'folio-index', roles: ['folio owner', 'folio owner', 'folio getter'] };

const UNDER_SC: readonly Mutant[] = [
  {
    what: 'E1: who found no section adds 1 to whatever EPOCH is by then',
    alterations: [
      [
        'return compareExchange(EPOCH, epoch, (epoch + 1) | 0, FULL) === epoch;',
        'const now = load(EPOCH, FULL); return compareExchange(EPOCH, now, (now + 1) | 0, FULL) === now;',
      ],
    ],
    request: TWO_OWNERS,
  },
  {
    what: 'E1: sections of an older epoch are overlooked',
    alterations: [['section !== ((epoch << 1) | 1)', 'section > ((epoch << 1) | 1)']],
  },
  {
    what: 'E2: who destroys a descriptor leaves it where readers look',
    alterations: [['if (descriptors) unlink(page);', '']],
  },
  {
    what: 'E3: one epoch behind the stamp is enough',
    alterations: [['< 2 * EPOCH_STEP', '< EPOCH_STEP']],
  },
  {
    what: 'R1: the generation becomes even before there is a stamp',
    alterations: [
      ['if (!typeStable && observe(page + GENERATION) === generation) retire(page);', ''],
      ['if (!typeStable) afterRetiring(page);', 'if (!typeStable) { retire(page); afterRetiring(page); }'],
    ],
  },
  {
    what: 'R1: who allocates does not look at the stamp',
    alterations: [[' && load(page + RETIRED_IN, ACQUIRE) === 0', '']],
  },
  {
    what: 'R2: who gives back does not take the stamp, and so another one may do it again',
    alterations: [['if (compareExchange(page + RETIRED_IN, stamp, TAKEN, ACQUIRE) === stamp) giveBack', 'giveBack']],
    request: TWO_OWNERS,
  },
];

const UNDER_RA: readonly Mutant[] = [
  {
    what: 'E1: who lets EPOCH go up has no full barrier, neither before his looks nor behind them',
    alterations: [
      ['(epoch + 1) | 0, FULL)', '(epoch + 1) | 0, RELEASE)'],
      ['const epoch = load(EPOCH, FULL)', 'const epoch = load(EPOCH, ACQUIRE)'],
    ],
  },
  {
    what: 'E2: a section is entered by a release, which lets the lookup pass',
    alterations: [['(epoch << 1) | 1, FULL)', '(epoch << 1) | 1, RELEASE)']],
  },
  {
    what: 'E2: no barrier between the unlinking and the look at EPOCH',
    alterations: [
      ['fetchAdd(ownSection, 0, FULL);', ''],
      ['(slotOf(0), descriptor, 0, FULL)', '(slotOf(0), descriptor, 0, 2 /* RELEASE */)'],
    ],
  },
  {
    what: 'R1: the generation that says free does not publish the stamp',
    alterations: [['(generation + 1) | 0, RELEASE) === generation', '(generation + 1) | 0, RELAXED) === generation']],
  },
  {
    what: 'R1: who allocates may find the generation without the stamp that it published',
    alterations: [
      ['load(page + GENERATION, ACQUIRE) === generation', 'load(page + GENERATION, RELAXED) === generation'],
    ],
  },
];

describe.each([
  ['sc', UNDER_SC],
  ['ra', slice(UNDER_RA, 5)],
] as const)('found under %s', (memory, mutants) => {
  test.each(mutants.map((mutant) => [mutant.what, mutant] as const))(
    '%s',
    async (_, { alterations, request }) => {
      const altered: CheckRequest = { protocol: 'old', dtor: 'looked-up', scenario: 'folio-email', ...request, memory };
      const { complete, witnesses } = await checkAltered({ ...altered, reclaim: 'grace' }, alterations);
      expect(complete).toBe(true);
      expect(witnesses.map(({ property }) => property)).toContain('touchedFreed');
    },
    180_000,
  );
});

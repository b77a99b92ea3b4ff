// Violations that a report of races calls looked for and not seen.

import { expect, test } from 'vitest';
import { unseenIn } from '../../src/report/race-report.js';
import { raceFixture } from '../results/result-fixtures.js';

const PAYLOAD = 'data race on the payload';
const DESCRIPTOR = 'use after free of the descriptor';

test.each([
  ['a scenario without a payload and without descriptors', { scenario: 'mixed' }, []],
  ['pages that are reused as pages only', { scenario: 'folio-walker', reclaim: 'type-stable' }, []],
  ['descriptors that are freed', { scenario: 'folio-walker', reclaim: 'grace' }, [DESCRIPTOR]],
  ["a user's scenario, which may have a payload", { scenario: 'mine.ts' }, [PAYLOAD]],
] as const)('of %s', (_, config, expected) => {
  const unseen = unseenIn([raceFixture({ config })]);
  expect(unseen.filter((title) => title === PAYLOAD || title === DESCRIPTOR)).toEqual(expected);
  expect(unseen).toContain('use after free');
});

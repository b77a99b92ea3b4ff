// The matchers, as a project uses them.

import 'reftorture/vitest';
import { expect, test } from 'vitest';

test('a sound protocol holds, and survives', async () => {
  await expect('../../examples/guess-last.ts').toHold({ scenario: 'two-puts' });
  await expect('old').toSurvive({ scenario: 'mixed', duration: '50ms' });
});

test('the message of a check is the shortest witness', async () => {
  await expect('v4').not.toHold();
  await expect(expect('v4').toHold()).rejects.toThrow(
    /16 steps, 8 of them on the count word[\s\S]*step \(2\)[\s\S]*reftorture replay v4/,
  );
});

test('the message of a race is the story of its first violation', async () => {
  const race = expect('v4').toSurvive({ stall: 'spin:1000', duration: '60s' });
  await expect(race).rejects.toThrow(/stolen free[\s\S]*How it happened/);
});

test('what was not decided neither holds nor fails to', async () => {
  await expect(expect('old').toHold({ scenario: 'mixed', maxStates: 10 })).rejects.toThrow('inconclusive');
  await expect(expect('old').not.toHold({ scenario: 'mixed', maxStates: 10 })).rejects.toThrow('inconclusive');
});

test('what cannot be asked for is an error that says so', async () => {
  await expect(expect('v3').toHold()).rejects.toThrow('v3');
  await expect(expect('old').toSurvive({ stall: 'spinn' })).rejects.toThrow('Expected none, noise');
});

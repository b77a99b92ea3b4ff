import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/host/browser/sha256.js';
import { host } from '../../src/host/node/host.js';

test('browsers make the digest that Node makes, whatever is in the text', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('\0', '\ud800', 'é', '帧'), fc.string({ maxLength: 80 })) });
  fc.assert(fc.property(text, (one) => sha256(one) === host.sha256(one)));
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

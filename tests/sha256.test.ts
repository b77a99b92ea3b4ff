import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../src/sha256.js';

test('is the digest that everybody makes, whatever is in the text', () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('\0', '\ud800', 'é', '帧'), fc.string({ maxLength: 80 })) });
  fc.assert(fc.property(text, (one) => sha256(one) === createHash('sha256').update(one).digest('hex')));
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

import { expect, test } from 'vitest';
import { abandonAtExit } from '../../src/arena/giving-up.js';
import { ABANDON } from '../../src/runtime/layout.js';

test('a run that is going on when the process ends is abandoned, one that is over is not', () => {
  const words = new Int32Array(new SharedArrayBuffer(64));
  const before = process.listeners('exit');
  const ended = abandonAtExit(words);
  const [added] = process.listeners('exit').filter((listener) => !before.includes(listener));
  expect(words[ABANDON >> 2]).toBe(0);
  added?.(0);
  expect(words[ABANDON >> 2]).toBe(1);
  ended();
  expect(process.listeners('exit')).toEqual(before);
});

// The `shared` loops over Atomics written out by hand, without any abstraction: what the `js` engine must come close to.

/** @typedef {(words: Int32Array, index: number, rounds: number) => number} Loop */

/** @type {Loop} */
export function old(words, index, rounds) {
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    let seen = Atomics.load(words, index);
    while (seen !== 0) {
      const before = Atomics.compareExchange(words, index, seen, seen + 1);
      if (before === seen) {
        if (Atomics.sub(words, index, 1) === 1) freed++;
        break;
      }
      seen = before;
    }
  }
  return freed;
}

/** @type {Loop} */
export function v4(words, index, rounds) {
  let freed = 0;
  for (let round = 0; round < rounds; round++) {
    let value = (Atomics.add(words, index, 1) + 1) | 0;
    if (value >= 0) {
      if (Atomics.sub(words, index, 1) === 1 && Atomics.compareExchange(words, index, 0, -0x80000000) === 0) freed++;
    } else {
      while (value < 0 && value >= -0x40000000) value = Atomics.compareExchange(words, index, value, -0x80000000);
    }
  }
  return freed;
}

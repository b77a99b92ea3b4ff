// The `tryGet` and `put` of `old` and v4 over Atomics, written out by hand without any abstraction: the speed that the
// `js` engine must come close to.

/** Gets and puts words[index], which counts one reference, `rounds` times. Returns how often the count fell to 0. */
type Loop = (words: Int32Array, index: number, rounds: number) => number;

export const old: Loop = (words, index, rounds) => {
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
};

export const v4: Loop = (words, index, rounds) => {
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
};

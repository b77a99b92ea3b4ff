/** Accesses to shared words: the operands behind the address, and the method of Atomics. */
const ACCESSES: Readonly<Record<string, readonly [operands: readonly string[], method: string]>> = {
  load: [[], 'load'],
  store: [['value'], 'store'],
  fetchAdd: [['value'], 'add'],
  fetchSub: [['value'], 'sub'],
  fetchOr: [['value'], 'or'],
  exchange: [['value'], 'exchange'],
  compareExchange: [['expected', 'value'], 'compareExchange'],
};

/** A function for each access: `perform` says what it calls. */
export function accesses(perform: (name: string, operands: readonly string[], method: string) => string): string {
  const texts = Object.entries(ACCESSES).map(([name, [operands, method]]) => {
    const parameters = ['address', ...operands, '_order'].join(', ');
    return `function ${name}(${parameters}) {\n  ${name === 'store' ? '' : 'return '}${perform(name, operands, method)};\n}\n`;
  });
  return texts.join('\n');
}

/**
 * The intrinsics (see runtime/atomics.ts) on the `js` engine: JavaScript's Atomics over the shared words. All of them are
 * sequentially consistent, so the ordering argument has nothing to select. V8 inlines the calls, and takes `words`, a
 * parameter of the function around them, for a constant.
 */
export const ATOMICS = `
// The index of the word at a byte address. Rotated right by two bits, an address of no whole word is an index beyond the
// memory, at which Atomics throw, as the other engines trap. One instruction where V8 optimises.
function indexOf(address) {
  return (address >>> 2) | (address << 30);
}

${accesses((_name, operands, method) => `Atomics.${method}(${['words', 'indexOf(address)', ...operands].join(', ')})`)}
function observe(address) {
  return Atomics.load(words, indexOf(address));
}

function glance(address) {
  return Atomics.load(words, indexOf(address));
}

function peek(address) {
  return words[address >> 2];
}

function poke(address, value) {
  words[address >> 2] = value;
}

function copyLine(from, to) {
  for (let word = 0; word < 16; word++) words[(to >> 2) + word] = words[(from >> 2) + word];
}

// The word at \`address\` is this thread's own, and nobody notifies it.
function sleep(address, microseconds) {
  Atomics.wait(words, address >> 2, 0, microseconds / 1000);
}

function stamp(address) {
  host.stamp(address);
}
`;

// The intrinsics in JavaScript (see runtime/atomics.ts): on the `js` engine, and in a replay.

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
function accesses(perform: (name: string, operands: readonly string[], method: string) => string): string {
  const texts = Object.entries(ACCESSES).map(([name, [operands, method]]) => {
    const parameters = ['address', ...operands, '_order'].join(', ');
    return `function ${name}(${parameters}) {\n  ${name === 'store' ? '' : 'return '}${perform(name, operands, method)};\n}\n`;
  });
  return texts.join('\n');
}

/**
 * The intrinsics on the `js` engine: JavaScript's Atomics over the shared words. All of them are
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

/**
 * The intrinsics in a replay, and the choices of the worker. The host makes
 * every access wait for its turn in the schedule, performs it with Atomics, and compares what it found with the witness. A
 * choice is a step of the schedule, too.
 */
export const REPLAY = `
${accesses((name, [first = 0, second = 0]) => `host.step('${name}', address, ${first}, ${second})`)}
// Needs no turn: in the schedule it belongs to the step before, whose turn the thread still has.
function observe(address) {
  return host.observe(address);
}

function glance(address) {
  return host.observe(address);
}

function peek(address) {
  return words[address >> 2];
}

function poke(address, value) {
  host.poke(address, value);
}

function copyLine(from, to) {
  for (let offset = 0; offset < 64; offset += 4) poke(to + offset, peek(from + offset));
}

// Nothing: in a replay the schedule alone holds threads up.
function sleep(_address, _microseconds) {}

function stamp(address) {
  host.stamp(address);
}

function choose(outcomes) {
  return host.choose(outcomes);
}
`;

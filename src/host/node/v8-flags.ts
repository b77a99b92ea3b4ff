// Flags of V8, which hold for the whole process.

import { setFlagsFromString } from 'node:v8';

// V8 14 (Node 25 and later) aborts when it inlines into a function that it has not seen run in the baseline tier. So its
// inlining is off, for the whole process and from its start: V8 also aborts when these flags change while it optimises
// another module. The printer has inlined already.
if (Number.parseInt(process.versions.v8, 10) >= 14) {
  setV8Flags(['--no-wasm-inlining', '--no-wasm-inlining-call-indirect']);
}

export function setV8Flags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

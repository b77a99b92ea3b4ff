// Portable. The journal of a kernel without bookkeeping: what is left is the workload alone. Used to measure what the
// detectors cost.

export function tally(_kind: i32): void {}

export function tallyMany(_kind: i32, _times: i32): void {}

export function retried(): void {}

export function resurrected(): void {}

export function abortedFree(): void {}

export function report(_kind: i32, _page: i32, _heldGeneration: i32, _believedType: i32): void {}

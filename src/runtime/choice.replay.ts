// A worker's choices in a replay: those of the witness, where each choice is a step of the schedule.

interface HostCalls {
  choose(outcomes: i32): i32;
}
declare const host: HostCalls;

export function choose(outcomes: i32): i32 {
  return host.choose(outcomes);
}

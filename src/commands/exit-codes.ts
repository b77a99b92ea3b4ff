/** Exit codes of every command: an interface, stable once released. */
export const EXIT = {
  /** Clean, or what was expected. */
  asExpected: 0,
  /** A violation, or an expected one missing. */
  violation: 1,
  /** Bad usage or input. */
  usage: 2,
  /** A worker died, a deadline passed, nothing was executed. */
  inconclusive: 3,
  /** Cut short by a signal; partial results were written. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of each verdict that is no race's or check's. */
export const EXIT_OF = {
  confirmed: EXIT.asExpected,
  'as-written': EXIT.asExpected,
  differs: EXIT.violation,
  refuted: EXIT.violation,
  otherwise: EXIT.violation,
  impossible: EXIT.violation,
  inconclusive: EXIT.inconclusive,
  undecided: EXIT.inconclusive,
} as const;

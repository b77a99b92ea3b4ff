// Portable. The roles that a worker can play, by number.

/** Everything, at random: of 16 rounds 11 get speculatively, 4 own, 1 freezes. */
export const MIXED: i32 = 0;
export const GETTER: i32 = 1;
export const OWNER: i32 = 2;
export const FREEZER: i32 = 3;
export const EMAIL_T1: i32 = 4;
export const EMAIL_T2: i32 = 5;
export const EMAIL_T3: i32 = 6;
/** T2 and T3 by one thread, in turn. */
export const EMAIL_T2_T3: i32 = 7;
/** An owner that is also the next user of its page, of type Y. */
export const OWNER_THEN_T3: i32 = 8;
export const FIRST_HOLDER: i32 = 9;
export const SECOND_HOLDER: i32 = 10;
/** A speculative getter whose page is free by now: its gets fail. */
export const LATE_GETTER: i32 = 11;
/** A reader that finds the page by number. */
export const WALKER: i32 = 12;

// Portable. The numbers of the built-in roles. Numbers of a user's roles begin at FIRST_ROLE of scenarios/scenario.ts.

/** Getter, owner and freezer at random: in 11, 4 and 1 of 16 rounds on average. */
export const MIXED: i32 = 0;
export const GETTER: i32 = 1;
export const OWNER: i32 = 2;
export const FREEZER: i32 = 3;
export const EMAIL_T1: i32 = 4;
export const EMAIL_T2: i32 = 5;
export const EMAIL_T3: i32 = 6;
/** T2, then T3, by one thread. */
export const EMAIL_T2_T3: i32 = 7;
/** An owner that afterwards is T3, the next user of its page. */
export const OWNER_THEN_T3: i32 = 8;
export const FIRST_HOLDER: i32 = 9;
export const SECOND_HOLDER: i32 = 10;
/** A speculative getter whose page is free by the time of its gets. */
export const LATE_GETTER: i32 = 11;
/** A reader that finds the page by its number. */
export const WALKER: i32 = 12;
/** A getter that asserts that no get of a staged 0 passes its recheck. */
export const RECHECKER: i32 = 13;
/** A getter of more than one reference at once. */
export const PINNER: i32 = 14;
/** The same on a page that is free by then. */
export const LATE_PINNER: i32 = 15;

// The roles on descriptors: see folio.ts.
export const FOLIO_T1: i32 = 16;
export const FOLIO_T2: i32 = 17;
export const FOLIO_T3: i32 = 18;
export const FOLIO_WALKER: i32 = 19;
export const FOLIO_OWNER: i32 = 20;
export const FOLIO_GETTER: i32 = 21;
/** T2, then T3, by one thread. */
export const FOLIO_T2_T3: i32 = 22;

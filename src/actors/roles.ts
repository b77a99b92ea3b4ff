// Portable. The roles that a worker can play, by number. Scenarios (src/scenarios) give them names and partners.

import { choose } from '../memory/choice.js';
import { slots } from '../pages/geometry.js';
import { emailT1, emailT2, emailT3 } from './email.js';
import { freezer, getter, owner } from './life.js';
import { firstHolder, secondHolder } from './two-puts.js';

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

/** One round of `role`. */
export function play(role: i32): void {
  switch (role) {
    case MIXED:
      mixed();
      break;
    case GETTER:
      getter(0);
      break;
    case OWNER:
      owner(0);
      break;
    case FREEZER:
      freezer(0);
      break;
    case EMAIL_T1:
      emailT1();
      break;
    case EMAIL_T2:
      emailT2();
      break;
    case EMAIL_T3:
      emailT3();
      break;
    case EMAIL_T2_T3:
      emailT2();
      emailT3();
      break;
    case OWNER_THEN_T3:
      owner(0);
      emailT3();
      break;
    case FIRST_HOLDER:
      firstHolder();
      break;
    case SECOND_HOLDER:
      secondHolder();
      break;
  }
}

/** The number of slots is a power of two, so that a key costs one mask. */
function mixed(): void {
  const key = choose(slots);
  const action = choose(16);
  if (action < 11) getter(key);
  else if (action < 15) owner(key);
  else freezer(key);
}

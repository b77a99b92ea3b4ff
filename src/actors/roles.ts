// Portable. From the number of a role to one round of it. The scenarios (src/scenarios) name the roles and say which
// ones meet.

import { playUserRole } from '#scenario';
import { slots } from '../pages/geometry.js';
import { choose } from '../runtime/choice.js';
import { emailT1, emailT2, emailT3 } from './email.js';
import { folioGetter, folioOwner, folioT1, folioT2, folioT3, folioWalker } from './folio.js';
import { lateGetter } from './late-getter.js';
import { freezer, getter, owner } from './life.js';
import { latePinner, pinner } from './pinner.js';
import { rechecker } from './recheck.js';
import {
  EMAIL_T1,
  EMAIL_T2,
  EMAIL_T2_T3,
  EMAIL_T3,
  FIRST_HOLDER,
  FOLIO_GETTER,
  FOLIO_OWNER,
  FOLIO_T1,
  FOLIO_T2,
  FOLIO_T2_T3,
  FOLIO_T3,
  FOLIO_WALKER,
  FREEZER,
  GETTER,
  LATE_GETTER,
  LATE_PINNER,
  MIXED,
  OWNER,
  OWNER_THEN_T3,
  PINNER,
  RECHECKER,
  SECOND_HOLDER,
  WALKER,
} from './role-numbers.js';
import { firstHolder, secondHolder } from './two-puts.js';
import { walker } from './walker.js';

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
    case LATE_GETTER:
      lateGetter();
      break;
    case WALKER:
      walker();
      break;
    case PINNER:
      pinner();
      break;
    case LATE_PINNER:
      latePinner();
      break;
    case RECHECKER:
      rechecker();
      break;
    case FOLIO_T1:
      folioT1();
      break;
    case FOLIO_T2:
      folioT2();
      break;
    case FOLIO_T3:
      folioT3();
      break;
    case FOLIO_T2_T3:
      folioT2();
      folioT3();
      break;
    case FOLIO_WALKER:
      folioWalker();
      break;
    case FOLIO_OWNER:
      folioOwner();
      break;
    case FOLIO_GETTER:
      folioGetter();
      break;
    default:
      playUserRole(role);
  }
}

/** One round of getter, owner or freezer, at random. The number of slots is a power of two, as choose() wants it. */
export function mixed(): void {
  const key = choose(slots);
  const action = choose(16);
  if (action < 11) getter(key);
  else if (action < 15) owner(key);
  else freezer(key);
}

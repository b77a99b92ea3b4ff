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
import * as roles from './role-numbers.js';
import { firstHolder, secondHolder } from './two-puts.js';
import { walker } from './walker.js';

/** One round of `role`. */
export function play(role: i32): void {
  switch (role) {
    case roles.MIXED:
      mixed();
      break;
    case roles.GETTER:
      getter(0);
      break;
    case roles.OWNER:
      owner(0);
      break;
    case roles.FREEZER:
      freezer(0);
      break;
    case roles.EMAIL_T1:
      emailT1();
      break;
    case roles.EMAIL_T2:
      emailT2();
      break;
    case roles.EMAIL_T3:
      emailT3();
      break;
    case roles.EMAIL_T2_T3:
      emailT2();
      emailT3();
      break;
    case roles.OWNER_THEN_T3:
      owner(0);
      emailT3();
      break;
    case roles.FIRST_HOLDER:
      firstHolder();
      break;
    case roles.SECOND_HOLDER:
      secondHolder();
      break;
    case roles.LATE_GETTER:
      lateGetter();
      break;
    case roles.WALKER:
      walker();
      break;
    case roles.PINNER:
      pinner();
      break;
    case roles.LATE_PINNER:
      latePinner();
      break;
    case roles.RECHECKER:
      rechecker();
      break;
    case roles.FOLIO_T1:
      folioT1();
      break;
    case roles.FOLIO_T2:
      folioT2();
      break;
    case roles.FOLIO_T3:
      folioT3();
      break;
    case roles.FOLIO_T2_T3:
      folioT2();
      folioT3();
      break;
    case roles.FOLIO_WALKER:
      folioWalker();
      break;
    case roles.FOLIO_OWNER:
      folioOwner();
      break;
    case roles.FOLIO_GETTER:
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

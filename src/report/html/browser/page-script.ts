// Runs in the reader's browser: the players of the page answer, and links open what they lead to. page.ts puts this file
// into the page, with what it imports and without its types.

import { setUpPlayer } from './live-player.js';

for (const player of document.querySelectorAll<HTMLElement>('.player')) setUpPlayer(player);
addEventListener('hashchange', unfold);
unfold();

/** Opens whatever is folded around the target of a link. */
function unfold(): void {
  const target = document.getElementById(fragment());
  let fold = target?.closest('details');
  while (fold) {
    fold.open = true;
    fold = fold.parentElement?.closest('details');
  }
  target?.scrollIntoView({ block: 'center' });
}

/** Returns the name in the address. Anything may stand there, also what is no encoding of a name. */
function fragment(): string {
  const encoded = location.hash.slice(1);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

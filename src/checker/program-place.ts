// Where in the sources a program is at fault: the user's own function, since that is what can be changed.

import type { SourceLine } from '../front-end/places.js';
import { ProgramError } from '../printers/model/instructions.js';

/** `error` with the file and line of its place, if it has one. */
export function withPlace(error: ProgramError, lineOf: (offset: number) => SourceLine): ProgramError {
  const places = error.places.map((place) => ({ ...place, ...lineOf(place.position) }));
  const [innermost] = places;
  const blamed = places.find(({ own }) => own) ?? innermost;
  if (!blamed || !innermost) return error;
  const through = blamed.function === innermost.function ? '' : `, called for by ${blamed.function}()`;
  return new ProgramError(`${blamed.file}:${blamed.line}: ${error.message}${through}`);
}

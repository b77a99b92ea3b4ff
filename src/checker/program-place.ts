// Where in the sources a program is at fault: the user's own function, since that is what can be changed.

import type { SourceLine } from '../engines/source-lines.js';
import { type Place, ProgramError } from './program/instructions.js';

/** `error` with the file and line of its place, if it has one. */
export function withPlace(error: ProgramError, lineOf: (offset: number) => SourceLine): ProgramError {
  const places = error.places.map((place) => ({ ...place, ...lineOf(place.position) }));
  const [innermost] = places;
  const blamed = places.find(({ own }) => own) ?? innermost;
  if (!blamed || !innermost) return error;
  const message = error.message.replace(`${innermost.function}()`, `${authorsName(innermost)}()`);
  const through = blamed.function === innermost.function ? '' : `, called for by ${authorsName(blamed)}()`;
  return new ProgramError(`${blamed.file}:${blamed.line}: ${message}${through}`);
}

/** The linker puts a number behind a name that several files have. */
function authorsName({ function: name, declares }: Place & SourceLine): string {
  return declares(name) ? name : name.replace(/\d+$/, '');
}

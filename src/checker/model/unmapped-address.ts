// What is said of a thread that leaves the shared words.

import { ProgramError } from '../../printers/model/instructions.js';
import type { Interpreter } from '../program/interpreter.js';
import type { Pause } from '../program/pause.js';

/** For a thread at `pause`, an access or a look whose address is that of no word. */
export function unmappedAddress(
  interpreter: Interpreter,
  { continuation, inputs: [address = 0] }: Pause,
): ProgramError {
  const places = interpreter.places(continuation);
  return new ProgramError(`${places[0]?.function}() uses address ${address}, where there is no shared word`, places);
}

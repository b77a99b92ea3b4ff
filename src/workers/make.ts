// A task: compiles one user's file.

import { make } from '#make';
import type { MakeTask } from '../engines/make.js';
import { type Answer, answerOf } from './answer.js';

/** The contents that were made. */
export type Made = Answer<Uint8Array | string>;

export default function makeInWorker(task: MakeTask): Promise<Made> {
  return answerOf(() => make(task));
}

// A piscina task: compiles one user's file.

import { type MakeTask, make } from '../engines/make.js';
import { type Answer, answerOf } from './answer.js';

/** The contents that were made. */
export type Made = Answer<Uint8Array | string>;

export default function makeInWorker(task: MakeTask): Promise<Made> {
  return answerOf(() => make(task));
}

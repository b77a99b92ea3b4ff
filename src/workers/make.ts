// A task: compiles one user's file.

import { type Made, type MakeTask, make } from '../engines/make.js';
import { type Answer, answerOf } from './answer.js';

export default function makeInWorker(task: MakeTask): Promise<Answer<Made>> {
  return answerOf(() => make(task));
}

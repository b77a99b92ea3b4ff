// A task: unfolds threads for a printer of models. It takes seconds for many of them, and computes with what a user's file has.

import { type Unfolded, type UnfoldTask, unfolded } from '../checker/unfolded.js';
import { type Reply, replyOf } from './reply.js';

export default function unfoldInWorker(task: UnfoldTask): Promise<Reply<Unfolded>> {
  return replyOf(() => unfolded(task));
}

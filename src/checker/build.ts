// The system that a configuration asks for: its threads, over the memory of its model.

import { modelConfigOf } from '../requests/check-request.js';
import type { CheckConfig } from '../results/check-result.js';
import { type Model, modelOf } from './machine/model.js';
import { weakly } from './weak/weakly.js';

/** `bundle`: text of a bundle of the configuration's protocol (see engines/link-model.ts). @throws ProgramError */
export function buildModel(bundle: string, config: CheckConfig): Model {
  const model = modelOf(bundle, modelConfigOf(config));
  return config.memory === 'ra' ? weakly(model) : model;
}

// The panels of the page, in their order.

import { checkPanel } from './check/panel.js';
import type { Panel } from './panel.js';
import { racePanel } from './race/panel.js';
import { resultsPanel } from './results/panel.js';
import { scalePanel } from './scale/panel.js';
import { storyPanel } from './story/panel.js';
import { writePanel } from './write/panel.js';

export const PANELS: readonly Panel[] = [storyPanel, checkPanel, racePanel, writePanel, scalePanel, resultsPanel];

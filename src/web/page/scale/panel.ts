// Throughput by number of threads, on the reader's own cores.

import { scale } from '../../../harness/scale/scale.js';
import { powersUpTo, type ScaleRequest, scaleOptions } from '../../../options/scale-options.js';
import { protocols } from '../../../protocols/index.js';
import { scaleCharts } from '../../../report/charts/charts.js';
import { drawChart } from '../../../report/charts/draw.js';
import { lineStylesFor } from '../../../report/charts/line-chart.js';
import { scaleNumbers } from '../../../report/html/scale-section.js';
import { html, type Markup, trusted } from '../../../report/markup.js';
import { time } from '../../../report/numbers.js';
import { provenance } from '../../../report/provenance.js';
import { conditionsOf } from '../../../report/scale-report.js';
import { resolveScale } from '../../../requests/scale-request.js';
import type { ScaleResult } from '../../../results/scale-result.js';
import { workloads } from '../../../scenarios/workloads.js';
import { bindAddress } from '../frame/address.js';
import { bindForm, choiceOf, choicesOf, chosenIn, optionForm, optionSelect } from '../frame/form.js';
import { engineChoices, term, workloadChoices } from '../frame/names.js';
import { type PageContext, query } from '../frame/page.js';
import { runButtons, startAndStop } from '../frame/runner.js';

const DEFAULT_PROTOCOLS = ['old', 'v4'];
const TRIALS = [3, 5, 15, 30];
const DEFAULT_TRIALS = 5;
const DURATIONS_MS = [50, 100, 250, 1000];
const DEFAULT_MS = 100;
/** Cost of a trial beside its time: its threads meet and warm up. */
const AROUND_MS = 30;

/** Mutants are no faster than what they are made from. */
const measured = protocols.filter(({ mutant }) => !mutant);

function scaleForm(): Markup {
  const boxes = measured.map(({ name, description }) => {
    const checked = DEFAULT_PROTOCOLS.includes(name) && html` checked`;
    return html`<label class="box"><input type="checkbox" name="protocol" value="${name}"${checked}> <b>${name}</b> <small>${description}</small></label>`;
  });
  const { workloads, engines, trials, durationMs } = scaleOptions;
  return optionForm(
    'What is measured',
    [
      optionSelect(workloads, workloadChoices),
      html`<fieldset class="boxes"><legend>Protocols</legend>${boxes}</fieldset>`,
    ],
    [
      optionSelect(engines, engineChoices, 'wasm'),
      optionSelect(trials, choicesOf(TRIALS), String(DEFAULT_TRIALS)),
      optionSelect(durationMs, choicesOf(DURATIONS_MS, time), String(DEFAULT_MS)),
    ],
  );
}

/** Returns what is chosen in `root` now. */
function chosenScale(root: HTMLElement): ScaleRequest {
  return { ...chosenIn(root, scaleOptions), threads: powersUpTo(navigator.hardwareConcurrency) };
}

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Scale: throughput by number of threads</h2>
<p class="lead">From one thread to as many as there are CPUs. Trials of all protocols take turns in random order, and ${term('speed-up')}s are medians of ratios within a turn.</p>
<details class="more"><summary>What a browser cannot do</summary><p class="notes">Pin threads to CPUs, choose the compiler, run native code, or tell how busy the machine is. On x64 the optimising compiler of V8 (Chrome, Edge) makes a compare-and-swap loop of an atomic add, so that fetch-add protocols run as such loops; on arm64 it need not, and Firefox has one instruction for it on x64. For numbers to rely on: <code>reftorture scale</code>, on Node.</p></details>
${scaleForm()}
${runButtons('Start')}
<p class="course" hidden><progress max="1" value="0" aria-label="trials done"></progress> <span class="next"></span></p>
<div class="measured outcome"></div>`.text;
  bindForm(root, (form) => {
    const { protocols: chosen = [], threads = [], trials = 0, durationMs = 0 } = chosenScale(root);
    const description = workloads.find(({ name }) => name === choiceOf(form, 'workload'))?.description ?? '';
    const lastsMs = chosen.length * threads.length * trials * (durationMs + AROUND_MS);
    return `${description.replace('--pages pages', 'many pages')}. With ${threads.join(', ')} threads it takes about ${time(lastsMs)}.`;
  });
  bindAddress(root, { panel: 'scale' }); // it takes all cores, so it waits for a click
  startAndStop(root, page, (signal) => measure(root, page, signal));
}

async function measure(root: HTMLElement, page: PageContext, signal: AbortSignal): Promise<void> {
  const course = query(root, '.course', HTMLElement);
  const bar = query(course, 'progress', HTMLProgressElement);
  const resolved = await resolveScale(chosenScale(root));
  const measured = query(root, '.measured', HTMLElement);
  measured.replaceChildren();
  measured.classList.remove('outdated');
  course.hidden = false;
  try {
    const result = await scale(resolved, {
      signal,
      onProgress({ done, total, cell }) {
        bar.value = done / total;
        query(course, '.next', HTMLElement).textContent = `${done} of ${total} trials: ${cell}`;
      },
    });
    measured.innerHTML = account(result).text;
    page.keep(result, {});
    page.announce(result.interrupted ? 'The measurement was stopped.' : 'The measurement is done.');
  } finally {
    course.hidden = true;
  }
}

function account(result: ScaleResult): Markup {
  const { config, series, warnings, environment, interrupted } = result;
  const [workload = ''] = config.workloads;
  const charts = scaleCharts('scale', series, lineStylesFor(config.protocols));
  return html`<h3>${workload}</h3><p class="facts">${conditionsOf(result)}</p>
${interrupted && html`<p class="notes">Stopped: fewer trials than asked for.</p>`}
<div class="charts">${charts.map((chart) => html`<figure><figcaption><b>${chart.title}</b>${chart.note}</figcaption>${trusted(drawChart(chart))}</figure>`)}</div>
${scaleNumbers({ series, title: workload, measurement: result })}
${warnings.length > 0 && html`<h3>What to know before believing a number</h3><ul class="warnings">${warnings.map((line) => html`<li>${line}</li>`)}</ul>`}
<p class="notes">${provenance(environment)}</p>`;
}

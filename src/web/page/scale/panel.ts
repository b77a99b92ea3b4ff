// Throughput by number of threads, on the reader's own cores.

import { scale } from '../../../harness/scale/scale.js';
import { scaleCharts } from '../../../report/charts/charts.js';
import { drawChart } from '../../../report/charts/draw.js';
import { lineStylesFor } from '../../../report/charts/line-chart.js';
import { scaleNumbers } from '../../../report/html/scale-section.js';
import { html, type Markup, trusted } from '../../../report/markup.js';
import { provenance } from '../../../report/provenance.js';
import { conditionsOf } from '../../../report/scale-report.js';
import { resolveScale } from '../../../requests/scale-request.js';
import type { ScaleResult } from '../../../results/scale-result.js';
import { bindAddress } from '../frame/address.js';
import { term } from '../frame/names.js';
import { type PageContext, query } from '../frame/page.js';
import { runButtons, startAndStop } from '../frame/runner.js';
import { bindScaleForm, chosenScale, scaleForm } from './form.js';

/** Fills the panel. */
export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Scale: throughput by number of threads</h2>
<p class="lead">From one thread to as many as there are CPUs. Trials of all protocols take turns in random order, and ${term('speed-up')}s are medians of ratios within a turn.</p>
<details class="more"><summary>What a browser cannot do</summary><p class="notes">Pin threads to CPUs, choose the compiler, run native code, or tell how busy the machine is. On x64 the optimising compiler of V8 (Chrome, Edge) makes a compare-and-swap loop of an atomic add, so that fetch-add protocols run as such loops; on arm64 it need not, and Firefox has one instruction for it on x64. For numbers to rely on: <code>reftorture scale</code>, on Node.</p></details>
${scaleForm()}
<p class="buttons">${runButtons('Start')}</p>
<p class="problem" role="alert"></p>
<p class="course" hidden><progress max="1" value="0" aria-label="trials done"></progress> <span class="next"></span></p>
<div class="measured outcome"></div>`.text;
  bindScaleForm(root);
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

// Time from a link to the verdict of a check on a slow machine: a line of 1.6 Mbit/s with a round trip of 150 ms, shared by
// all connections, and a page whose process, workers and all, runs a quarter of the time. Run:
//
//   npm run bench:slow-link [-- PROTOCOL...]

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { chromium } from 'playwright-core';
import { serveFiles } from '../dist/web/server.js';
import { filesOfSite } from '../dist/web/site.js';

const BYTES_PER_MS = 1.6e6 / 8 / 1000;
const HALF_TRIP_MS = 75;
const SLOWER = 4;
/** The part of it in which the process runs is a turn. */
const TURN_MS = 5;
const RUNS = 5;
/** Of Ethernet. */
const PACKET_BYTES = 1460;

/** The time at which the line is free again. */
let freeAtMs = 0;
let bytes = 0;

/** Hands on what `from` sends, later; down the line it also takes its time. */
function forward(from: Socket, to: Socket, isSlow: boolean): void {
  let sent = Promise.resolve();
  from.on('data', (data) => {
    for (let at = 0; at < data.length; at += PACKET_BYTES) {
      const packet = data.subarray(at, at + PACKET_BYTES);
      const now = performance.now();
      if (isSlow) {
        freeAtMs = Math.max(freeAtMs, now) + packet.length / BYTES_PER_MS;
        bytes += packet.length;
      }
      const arrivesInMs = Math.max(isSlow ? freeAtMs - now : 0, 0) + HALF_TRIP_MS;
      const arrives = new Promise<void>((resolve) => setTimeout(resolve, arrivesInMs));
      sent = sent.then(() => arrives).then(() => void to.write(packet));
    }
  });
  from.on('error', () => to.destroy());
  from.on('close', () => void sent.then(() => to.end()));
}

/** Lets the processes of pages run one turn of SLOWER, until the end of `work`. Chromium's own brake knows no workers. */
async function slowed(pids: readonly number[], work: () => Promise<void>): Promise<void> {
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, name);
  };
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % SLOWER;
    if (turn < 2) signal(turn === 0 ? 'SIGCONT' : 'SIGSTOP');
  }, TURN_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    signal('SIGCONT');
  }
}

/** Returns the CPU time of each thread of a process that ever ran, by name, in ms. */
function cpuTimes(pid: number): string {
  const tasks = `/proc/${pid}/task`;
  const times = readdirSync(tasks).map((task) => {
    const [ns = ''] = readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ');
    return [readFileSync(`${tasks}/${task}/comm`, 'utf8').trim(), Math.round(Number(ns) / 1e6)] as const;
  });
  return times
    .filter(([, ms]) => ms > 5)
    .map(([name, ms]) => `${name} ${ms}`)
    .join(', ');
}

const server = await serveFiles(filesOfSite(), { port: 0, address: '127.0.0.1' });
const line = createServer((client) => {
  const host = connect(Number(new URL(server.url).port), '127.0.0.1');
  forward(client, host, false);
  forward(host, client, true);
});
await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
const address = line.address();
const port = typeof address === 'object' && address ? address.port : 0;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const processes = await browser.newBrowserCDPSession();
let cpu = '';
const named = process.argv.slice(2);
for (const protocol of named.length > 0 ? named : ['v4', 'sticky']) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext(); // which has kept nothing
    const page = await context.newPage();
    await page.addInitScript(`new MutationObserver(() => {
      if (document.querySelector('.answer')) globalThis.verdictMs ??= performance.now();
    }).observe(document, { childList: true, subtree: true });`);
    bytes = 0;
    await page.goto(`http://127.0.0.1:${port}/#check?protocol=${protocol}`, { waitUntil: 'commit' });
    const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
    const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    await slowed(pids, () => page.locator('.answer').waitFor());
    times.push(await page.evaluate<number>('verdictMs'));
    cpu = pids
      .filter((pid) => existsSync(`/proc/${pid}`))
      .map(cpuTimes)
      .join('; ');
    await context.close();
  }
  const sorted = times.map(Math.round).sort((one, other) => one - other);
  console.log(
    `${protocol}: verdict after ${sorted[RUNS >> 1]} ms (${sorted.join(', ')}), ${bytes} bytes; CPU in ms: ${cpu}`,
  );
}
await browser.close();
await server.close();
line.close();
process.exit(0); // connections of the line may still be open

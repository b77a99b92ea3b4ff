// Time from a link to the verdict of a check on a slow machine: a line of 1.6 Mbit/s with a round trip of 150 ms, shared by
// all connections, and the main thread of Chromium slowed down four times. Run:
//
//   npm run bench:slow-link [-- PROTOCOL...]

import { connect, createServer, type Socket } from 'node:net';
import { chromium } from 'playwright-core';
import { serveFiles } from '../dist/web/server.js';
import { filesOfSite } from '../dist/web/site.js';

const BYTES_PER_MS = 1.6e6 / 8 / 1000;
const HALF_TRIP_MS = 75;
const SLOWER = 4;
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
const named = process.argv.slice(2);
for (const protocol of named.length > 0 ? named : ['v4', 'sticky']) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext(); // which has kept nothing
    const page = await context.newPage();
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(`new MutationObserver(() => {
      if (document.querySelector('.answer')) globalThis.verdictMs ??= performance.now();
    }).observe(document, { childList: true, subtree: true });`);
    bytes = 0;
    await page.goto(`http://127.0.0.1:${port}/#check?protocol=${protocol}`, { waitUntil: 'commit' });
    await page.locator('.answer').waitFor();
    times.push(await page.evaluate<number>('verdictMs'));
    await context.close();
  }
  const sorted = times.map(Math.round).sort((one, other) => one - other);
  console.log(`${protocol}: verdict after ${sorted[RUNS >> 1]} ms (${sorted.join(', ')}), ${bytes} bytes`);
}
await browser.close();
await server.close();
line.close();
process.exit(0); // connections of the line may still be open

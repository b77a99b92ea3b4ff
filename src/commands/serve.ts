// The command serve.

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandOption } from '../options/option.js';
import { text, whole } from '../options/value.js';
import { UsageError } from '../usage-error.js';
import { serveFiles } from '../web/server.js';
import { filesOfSite, SITE } from '../web/site.js';
import { commandOf } from './shell.js';

const options = {
  port: commandOption(whole('the port', 0, 65_535), '--port <number>', 'where to listen; 0: at any port that is free', {
    default: 8421,
  }),
  host: commandOption(text, '--host <address>', 'the address to listen at; 0.0.0.0: everybody on the network', {
    default: '127.0.0.1',
  }),
};

export const define = commandOf({
  description:
    'Serves the page at an address of this machine alone, with the headers without which a browser shares no memory between threads, until Ctrl-C.',
  help: [
    [
      ['reftorture serve', ''],
      ['reftorture serve --port 0', 'at a port that is free'],
    ],
    'The page loads nothing from elsewhere and sends nothing. docs/web.md says what it does, and how any host can serve it.',
    'Exit codes: 130 ended by Ctrl-C; 2 bad usage, or the port is busy.',
  ],
  options,
  run: async ({ port, host: address }, { say, signal, progress }) => {
    if (!existsSync(join(SITE, 'index.html'))) throw new UsageError('the page was not built: run npm run site first');
    // To the system it would be every address.
    if (address.trim() === '')
      throw new UsageError('--host is empty: leave it out, or give an address of this machine');
    const server = await serveFiles(filesOfSite(), { port, address });
    const { url, elsewhere } = server;
    const others =
      elsewhere.length === 0
        ? ''
        : `From other machines: ${elsewhere.join(' ')}\nTheir browsers need it by https, or their threads share no memory.\n`;
    say(`${url}\n${others}Ctrl-C ends it.\n`);
    progress.end(); // nothing has to be said while it waits
    if (!signal.aborted) await once(signal, 'abort');
    await server.close();
    return { text: () => 'ended' };
  },
});

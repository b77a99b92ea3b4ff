// A server of the page's files, and of nothing else.

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../usage-error.js';
import type { SiteFile } from './site.js';

export interface Listening {
  /** Where the page is, on this machine. */
  readonly url: string;
  /** Whether other machines reach it. */
  readonly open: boolean;
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

export interface Place {
  /** A port, or 0 for any that is free. */
  readonly port: number;
  /** The address to listen at, or a name of it. */
  readonly address: string;
}

/** Serves `files`, by their paths. @throws UsageError where it cannot listen */
export async function serveFiles(files: ReadonlyMap<string, SiteFile>, place: Place): Promise<Listening> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(response, 405, { Allow: 'GET, HEAD' });
      return;
    }
    const [path = ''] = (request.url ?? '').split('?');
    const file = files.get(path);
    if (!file) {
      refuse(response, 404);
      return;
    }
    response.writeHead(200, { ...file.headers, 'Content-Length': file.contents.length });
    response.end(request.method === 'HEAD' ? undefined : file.contents);
  });
  await listen(server, place);
  const { address, port, family } = server.address() as AddressInfo;
  const here = LOOPBACK_OF[address] ?? address;
  return {
    url: `http://${family === 'IPv6' ? `[${here}]` : here}:${port}/`,
    open: !/^127\.|^::1$/.test(address),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** By the addresses that stand for all of a machine: browsers trust only this one with shared memory. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Length': 0, 'X-Content-Type-Options': 'nosniff', ...headers });
  response.end();
}

function listen(server: Server, { port, address }: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(new UsageError(problemOf(error, port, address)));
    server.once('error', fail);
    server.listen({ port, host: address, exclusive: true }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function problemOf({ code, message }: NodeJS.ErrnoException, port: number, address: string): string {
  if (code === 'EADDRINUSE') return `port ${port} is busy: choose another with --port, or 0 for one that is free`;
  if (code === 'EACCES') return `port ${port} needs permission: choose one from 1024 on`;
  if (code === 'EADDRNOTAVAIL')
    return `this machine has no address ${address}: leave --host out, or give one that it has`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `no address is known for "${address}"`;
  return `cannot listen at ${address}: ${message}`;
}

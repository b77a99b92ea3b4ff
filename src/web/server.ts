// A server of the page's files, and of nothing else.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { gzipSync } from 'node:zlib';
import { UsageError } from '../usage-error.js';
import type { SiteFile } from './site.js';

export interface Listening {
  /** Address of the page on this machine. */
  readonly url: string;
  /** Its addresses for other machines. */
  readonly elsewhere: readonly string[];
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

/** A port, or 0 for any that is free, and the address to listen at, or a name of it. */
type Place = { readonly port: number; readonly address: string };

/** Serves `files`, by their paths. @throws UsageError where it cannot listen */
export async function serveFiles(files: ReadonlyMap<string, SiteFile>, place: Place): Promise<Listening> {
  const compressed = new Map<SiteFile, Buffer>();
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' });
    const [path = ''] = (request.url ?? '').split('?');
    const file = files.get(path);
    if (!file) return refuse(response, 404);
    const { ETag: tag } = file.headers;
    const isKnown = tag !== undefined && request.headers['if-none-match']?.includes(tag);
    if (isKnown) return void response.writeHead(304, file.headers).end();
    const smaller = mayCompress(request, file) && compressedOnce(file, compressed);
    const contents = smaller || file.contents;
    const encoding = smaller && { 'Content-Encoding': 'gzip' };
    const headers = { ...file.headers, ...encoding, 'Content-Length': contents.length };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : contents);
  });
  await listen(server, place);
  const { address, port } = server.address() as AddressInfo;
  const urlAt = (one: string): string => `http://${isIPv6(one) ? `[${one}]` : one}:${port}/`;
  return {
    url: urlAt(LOOPBACK_OF[address] ?? address),
    elsewhere: addressesOf(address).map(urlAt),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Tells whether a browser takes `file` compressed, and it is not so already. */
function mayCompress({ headers }: IncomingMessage, file: SiteFile): boolean {
  const taken = String(headers['accept-encoding'] ?? '');
  return (
    /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(taken) && /^text\/|\+xml/.test(file.headers['Content-Type'] ?? '')
  );
}

function compressedOnce(file: SiteFile, known: Map<SiteFile, Buffer>): Buffer {
  const contents = known.get(file) ?? gzipSync(file.contents);
  known.set(file, contents);
  return contents;
}

/** By the addresses that stand for all of a machine: browsers trust only this one with shared memory. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Those by which other machines reach who listens at `address`. Link-local ones mean something on one link alone. */
function addressesOf(address: string): string[] {
  if (LOOPBACK_OF[address] === undefined) return /^127\.|^::1$/.test(address) ? [] : [address];
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  const reached = all.filter(({ internal, address: one }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(one));
  return reached.map((one) => one.address).filter((one) => address === '::' || !isIPv6(one));
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Length': 0, 'X-Content-Type-Options': 'nosniff', ...headers }).end();
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

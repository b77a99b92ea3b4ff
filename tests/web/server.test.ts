// The server of the page: its files and nothing else, whatever is asked for.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, serveFiles } from '../../src/web/server.js';
import { filesOfSite } from '../../src/web/site.js';
import { CLI, runCli } from '../commands/run-cli.js';

let folder: string;
let server: Listening;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reftorture-site-'));
  const inside = join(folder, 'site');
  mkdirSync(join(inside, 'deeper'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(inside, 'deeper', 'file.txt'), 'secret');
  writeFileSync(join(inside, 'index.html'), '<p>page</p>');
  writeFileSync(join(inside, 'worker.js'), 'work();');
  symlinkSync(join(folder, 'secret.txt'), join(inside, 'link.txt'));
  symlinkSync(folder, join(inside, 'up'));
  server = await serveFiles(filesOfSite(inside), { port: 0, address: '127.0.0.1' });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** The answer to a request as it stands on the wire: fetch() would tidy its path. */
function answerTo(requestLine: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    let text = '';
    connect(Number(port), hostname)
      .on('data', (chunk) => {
        text += chunk;
      })
      .on('end', () => resolve(text))
      .on('error', reject)
      .end(`${requestLine} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`);
  });
}

test('the page has what shared memory needs, and may load nothing from elsewhere', async () => {
  const response = await fetch(server.url);
  expect(await response.text()).toBe('<p>page</p>');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/),
  });
});

test('only the script of workers may make functions of text', async () => {
  const policyOf = async (path: string) => (await fetch(server.url + path)).headers.get('content-security-policy');
  expect(await policyOf('')).not.toContain("'unsafe-eval'");
  expect(await policyOf('worker.js')).toContain(" 'unsafe-eval'");
});

test('no style sheet may stand in the markup', async () => {
  const policy = (await fetch(server.url)).headers.get('content-security-policy');
  expect(policy).not.toContain('unsafe-inline');
});

test('HEAD tells the length and sends nothing', async () => {
  expect(await answerTo('HEAD /index.html')).toMatch(
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 11\r\n[\s\S]*\r\n\r\n$/,
  );
});

test('a browser that has a file is told so, and one that takes gzip gets it', async () => {
  const first = await fetch(`${server.url}worker.js`, { headers: { 'Accept-Encoding': 'gzip' } });
  expect(first.headers.get('content-encoding')).toBe('gzip');
  expect(await first.text()).toBe('work();');
  const tag = first.headers.get('etag') ?? '';
  const again = await fetch(`${server.url}worker.js`, {
    headers: { 'If-None-Match': tag, 'Accept-Encoding': 'gzip;q=0' },
  });
  expect([again.status, await again.text()]).toEqual([304, '']);
  const plain = await fetch(`${server.url}worker.js`, { headers: { 'Accept-Encoding': 'gzip;q=0' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
});

test('a query is no part of the path', async () => {
  expect(await answerTo('GET /?from=somewhere')).toMatch(/<p>page<\/p>$/);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s is refused', async (method) => {
  expect(await answerTo(`${method} /`)).toMatch(/^HTTP\/1\.1 405 [\s\S]*Allow: GET, HEAD\r\n/);
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/deeper/../../secret.txt',
  '//secret.txt',
  '/..\\secret.txt',
  '/link.txt',
  '/up/secret.txt',
  '/deeper',
  '/deeper/',
  '/deeper/file.txt',
  '/index.html/',
  '/index.html%00',
  '/%',
  '/.',
  '/constructor',
  '/__proto__',
  '*',
  'http://elsewhere/secret.txt',
])('%s leads nowhere', async (path) => {
  expect(await answerTo(`GET ${path}`)).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[\s\S]*\r\n\r\n$/);
});

test('a NUL is no request', async () => {
  expect(await answerTo('GET /\0')).toMatch(/^HTTP\/1\.1 400 /);
});

/** Tells whether this machine has an address that others can use. */
const REACHABLE = Object.values(networkInterfaces()).some((addresses = []) =>
  addresses.some(({ internal, family, address }) => !internal && family === 'IPv4' && !address.startsWith('169.254.')),
);

test.each([
  ['127.0.0.1', '127.0.0.1', false],
  ['0.0.0.0', '127.0.0.1', REACHABLE],
])('listening at %s it is at %s', async (address, host, open) => {
  const other = await serveFiles(new Map(), { port: 0, address });
  expect({ host: new URL(other.url).hostname, open: other.elsewhere.length > 0 }).toEqual({ host, open });
  for (const url of other.elsewhere) {
    expect(url).not.toMatch(/\/\/(?:127\.|0\.|\[)/);
    expect((await fetch(url)).status).toBe(404); // it has no files
  }
  await other.close();
});

describe('reftorture serve', () => {
  test('says where the page is, listens at this machine alone, and ends at Ctrl-C', async () => {
    const child = spawn(process.execPath, [CLI, 'serve', '--port', '0']);
    const ended = new Promise((resolve) => child.on('close', resolve));
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const [url = ''] = said.toString('utf8').split('\n');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    // A connection that stays open does not hold it up.
    const response = await fetch(url, { headers: { Connection: 'keep-alive' } });
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(await response.text()).toMatch(/^<!doctype html>/);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });

  test('a port that is busy is said in one line', async () => {
    const { port } = new URL(server.url);
    const { code, stdout, stderr } = await runCli(['serve', '--port', port]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`reftorture: port ${port} is busy: choose another with --port, or 0 for one that is free\n`);
  });

  test.each([
    [['--port', '65536'], /^reftorture: the port must be a whole number from 0 to 65535, not 65536\n$/],
    [['--port', 'http'], /^reftorture: .*Expected a whole number.*\n$/],
    [['--host', ''], /^reftorture: --host is empty: .*\n$/],
    [['--host', '192.0.2.1'], /^reftorture: this machine has no address 192\.0\.2\.1: .*\n$/],
  ])('%j is refused in one line', async (flags, complaint) => {
    const { code, stderr } = await runCli(['serve', ...flags]);
    expect(code).toBe(2);
    expect(stderr).toMatch(complaint);
  });
});

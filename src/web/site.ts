// The files of the page, and how a host has to send them.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { host } from '#host';

/** The folder of the page's files, which the build makes. */
export const SITE = join(host.packageRoot, 'dist/site');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.bin': 'application/octet-stream',
};

/**
 * Nothing from elsewhere, and no style in the markup. It stands in the page as well, for hosts that set no headers.
 */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";
const POLICY = `${PAGE_POLICY}; frame-ancestors 'none'`;
/** The policy of the worker that runs protocols: only its script may make functions of text: kernels. */
const WORKER_POLICY = POLICY.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'");

/** A file of the site, as it is sent. */
export interface SiteFile {
  readonly contents: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Every file of `folder` by its path in an address: the names are the whole truth, no path is ever looked up on the disk. */
export function filesOfSite(folder = SITE): ReadonlyMap<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue; // also no link, wherever it leads
    const contents = readFileSync(join(folder, entry.name));
    files.set(`/${entry.name}`, { contents, headers: headersOf(entry.name, contents) });
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

const ETAG_DIGITS = 16;
/** Scripts whose names change with their contents. */
const HASHED = /-[0-9A-Z]{8}\.js$/;

function headersOf(name: string, contents: Buffer): Record<string, string> {
  return {
    'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
    // Without these two a page has no shared memory.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': name === 'worker.js' ? WORKER_POLICY : POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': HASHED.test(name) ? 'max-age=31536000, immutable' : 'no-cache',
    ETag: `"${createHash('sha256').update(contents).digest('hex').slice(0, ETAG_DIGITS)}"`,
    Vary: 'Accept-Encoding',
  };
}

// The page without a network, and on hosts that cannot set headers: keeps the files of one version of the site, asks nobody
// but the page's own host, and answers every request with the headers that shared memory needs.

interface ServiceEvent extends Event {
  readonly request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

/** The part of a service worker's world that is in use here: the compiler knows that of a page. */
const world = globalThis as unknown as {
  addEventListener(type: 'install' | 'activate' | 'fetch', listener: (event: ServiceEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  /** The files, and what they are a version of: the build writes it before this script. */
  readonly SITE: { readonly version: string; readonly paths: string[] };
};
const { SITE } = world;
const CACHE = `reftorture ${SITE.version}`;

world.addEventListener('install', (event) => event.waitUntil(install()));
world.addEventListener('activate', (event) => event.waitUntil(activate()));
world.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).origin === location.origin) event.respondWith(isolated(event.request));
});

async function install(): Promise<void> {
  const cache = await caches.open(CACHE).catch(() => undefined);
  await cache?.addAll(SITE.paths).catch(() => {}); // without them the page works as long as there is a network
  await world.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('reftorture ') && name !== CACHE);
  for (const name of old) await caches.delete(name);
  await world.clients.claim();
}

async function isolated(request: Request): Promise<Response> {
  const response = await fetch(request).catch(async (error: unknown) => {
    const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  });
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  const { status, statusText } = response;
  // Some answers have no body, and may not be given one.
  return new Response([204, 205, 304].includes(status) ? null : response.body, { status, statusText, headers });
}

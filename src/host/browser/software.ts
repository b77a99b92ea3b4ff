// Facts that a browser tells of itself and of the machine: few, and none is made up.

import type { Heap, Memory, Software } from '../host.js';

/** User-Agent Client Hints, which Chromium has. */
interface ClientHints {
  readonly brands: readonly { readonly brand: string; readonly version: string }[];
  readonly platform: string;
  getHighEntropyValues(names: readonly string[]): Promise<{
    readonly architecture?: string;
    readonly bitness?: string;
    readonly platformVersion?: string;
    readonly fullVersionList?: ClientHints['brands'];
  }>;
}

let known: Software | undefined;

/** Asks once for what a browser answers later. */
export async function readClientHints(): Promise<void> {
  const hints = (navigator as { userAgentData?: ClientHints }).userAgentData;
  const values = await hints
    ?.getHighEntropyValues(['architecture', 'bitness', 'platformVersion', 'fullVersionList'])
    .catch(() => undefined);
  const brand = values?.fullVersionList && brandOf(values.fullVersionList);
  known = {
    ...software(),
    arch: archOf(values?.architecture, values?.bitness),
    ...(brand !== undefined && { browser: brand }),
    ...(hints?.platform && { system: [hints.platform, values?.platformVersion].filter(Boolean).join(' ') }),
  };
}

export function software(): Software {
  if (known) return known;
  const { userAgent } = navigator;
  return { cpuModel: null, arch: null, system: systemIn(userAgent), browser: browserIn(userAgent) };
}

/** The most telling name: Chromium is behind others, and one of the list is made up so that nobody relies on it. */
function brandOf(brands: ClientHints['brands']): string | undefined {
  const real = brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand.replace(/[^a-z]/gi, '.')));
  const { brand, version } = real.find(({ brand }) => brand !== 'Chromium') ?? real[0] ?? {};
  return brand === undefined ? undefined : `${brand} ${version}`;
}

/** Returns the architecture in Node's words. */
function archOf(architecture: string | undefined, bitness: string | undefined): string | null {
  if (architecture === 'x86') return bitness === '64' ? 'x64' : 'ia32';
  if (architecture === 'arm') return bitness === '64' ? 'arm64' : 'arm';
  return null;
}

/** Names and versions as user agents have them, from the special to the general. */
const BROWSERS: readonly (readonly [name: string, version: RegExp])[] = [
  ['Firefox', /\bFirefox\/([\d.]+)/],
  ['Edge', /\bEdg\/([\d.]+)/],
  ['Headless Chrome', /\bHeadlessChrome\/([\d.]+)/],
  ['Chrome', /\bChrome\/([\d.]+)/],
  ['Safari', /\bVersion\/([\d.]+).*\bSafari\//],
];

function browserIn(userAgent: string): string {
  for (const [name, version] of BROWSERS) {
    const [, found] = version.exec(userAgent) ?? [];
    if (found !== undefined) return `${name} ${found}`;
  }
  return 'an unknown browser';
}

function systemIn(userAgent: string): string {
  const systems = ['Android', 'iPhone', 'iPad', 'CrOS', 'Windows', 'Mac OS X', 'Linux'];
  return systems.find((name) => userAgent.includes(name)) ?? 'an unknown system';
}

const GIB = 2 ** 30;
/** Assumed memory of a device that does not tell it, in GiB. */
const USUAL_GIB = 4;
/** The part of the device's memory that a page may count on: other pages are open, too. */
const PAGE_SHARE = 1 / 4;

export function memory(): Memory {
  const { deviceMemory = USUAL_GIB } = navigator as { deviceMemory?: number };
  const bytes = deviceMemory * GIB * PAGE_SHARE;
  return { totalBytes: bytes, freeBytes: bytes };
}

export const heap: Heap = { used: () => 0, limit: Number.POSITIVE_INFINITY, collect: () => {} };

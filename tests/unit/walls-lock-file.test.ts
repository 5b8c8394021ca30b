import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };

/** True where a package, looked for from another's folder upwards as Node does, is in the lock file. */
function isLocked(name: string, from: string): boolean {
  const folders = from.split('/node_modules/');
  const places = folders.map((_, index) => [...folders.slice(0, folders.length - index), name].join('/node_modules/'));
  return [...places, `node_modules/${name}`].some((place) => packages[place] !== undefined);
}

describe('the lock file', () => {
  it('names every platform’s part of every package, without which `npm ci` refuses to start', () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).flatMap((name) => (isLocked(name, place) ? [] : [`${name}, wanted by ${place}`])),
    );
    expect(missing).toEqual([]);
  });

  it('holds no address of a registry', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('is of the packages that package.json pins, each to one version', () => {
    const { devDependencies } = read('package.json') as { readonly devDependencies: Readonly<Record<string, string>> };
    const pinned = Object.entries(devDependencies).map(([name, range]) => [name, range.replace(/^npm:.*@/, '')]);
    expect(pinned).toEqual(pinned.map(([name]) => [name, packages[`node_modules/${name ?? ''}`]?.version]));
  });
});

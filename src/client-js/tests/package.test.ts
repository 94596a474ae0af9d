import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What a bundler makes of an application that has this import and nothing else. */
const bundle = async (names: string) => {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from './dist/index.js'`, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const code = outputFiles[0]?.text ?? '';
  return { code, size: gzipSync(code, { level: 9 }).length };
};

describe('The built package', () => {
  it('costs an application with a back end less than 4.1 kB, gzipped', async () => {
    expect((await bundle('createSession')).size).toBeLessThan(4_100);
  });

  it('costs an application without one less than 6 kB, gzipped', async () => {
    expect((await bundle('createSession, browserClient')).size).toBeLessThan(6_000);
  });

  it('leaves out what is not used', async () => {
    expect((await bundle('createSession')).code).not.toContain('dpop+jwt');
    expect((await bundle('SessionEndedError')).size).toBeLessThan(200);
  });

  it('depends on nothing at run time', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependencies).toBeUndefined();
    expect(manifest.sideEffects).toBe(false);
  });
});

describe('The README', () => {
  const examples = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(
    ([, code = '']) => code,
  );

  it('begins with a working call in under ten lines', () => {
    expect(examples[0]?.trim().split('\n').length).toBeLessThan(10);
    expect(examples[0]).toContain('session.fetch(');
  });

  it('has examples that compile against the built package', () => {
    const folder = mkdtempSync(join(root, 'node_modules', '.examples-'));
    try {
      examples.forEach((code, i) => writeFileSync(join(folder, `example-${i}.ts`), code));
      const base = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
      const compilerOptions = {
        ...base.compilerOptions,
        baseUrl: root,
        paths: { '@authserver/client': ['./dist/index.d.ts'] },
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
      const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });

      expect(stdout).toBe('');
      expect(status).toBe(0);
      expect(examples.length).toBeGreaterThan(3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

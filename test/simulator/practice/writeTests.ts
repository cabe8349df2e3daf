import path from 'node:path';
import { commentIn } from './changeFiles';
import type { Code } from './readCode';
import { declarations } from './readCode';

interface Wanted {
  /** Paths inside the workspace. */
  source: string;
  file: string;
  framework: string;
  code: Code;
}

/** A test file that only looks whether the first function or class of a source is there. */
export function writeTests({ source, file, framework, code }: Wanted): string {
  const name = declarations(code)[0]?.name ?? 'subject';
  const stem = path.posix.basename(source).replace(/\.\w+$/, '');
  switch (code.language) {
    case 'typescript':
    case 'typescriptreact':
    case 'javascript':
    case 'javascriptreact':
      return scriptTests(name, importPath(source, file), framework);
    case 'python':
      return `from ${stem} import ${name}\n\n\ndef test_${name.toLowerCase()}_is_there():\n    assert ${name} is not None`;
    case 'go': {
      const packageName = code.lines.map(({ text }) => /^package (\w+)/.exec(text)?.[1]).find(Boolean) ?? 'main';
      const test = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
      return `package ${packageName}\n\nimport "testing"\n\nfunc Test${test}(t *testing.T) {\n\t_ = ${name}\n}`;
    }
    case 'java': {
      const test = framework === 'JUnit 4' ? 'org.junit.Test' : 'org.junit.jupiter.api.Test';
      return `import ${test};\n\npublic class ${stem}Test {\n  @Test\n  public void ${name}IsThere() {\n  }\n}`;
    }
    default:
      return `${commentIn(code.language) ?? ''}\n`;
  }
}

function scriptTests(name: string, from: string, framework: string): string {
  const expects = framework === 'Vitest' || framework === 'Jest' || framework === 'Jasmine';
  const imports = [
    ...(framework === 'Vitest' ? ["import { describe, expect, it } from 'vitest';"] : []),
    ...(expects ? [] : ["import assert from 'node:assert/strict';"]),
    ...(framework === 'node:test' ? ["import { describe, it } from 'node:test';"] : []),
    `import { ${name} } from '${from}';`,
  ];
  const check = expects ? `expect(${name}).toBeDefined();` : `assert.ok(${name} !== undefined);`;
  return `${imports.join('\n')}\n\ndescribe('${name}', () => {\n  it('is there', () => {\n    ${check}\n  });\n});`;
}

function importPath(source: string, file: string): string {
  const relative = path.posix.relative(path.posix.dirname(file), source).replace(/\.[cm]?[jt]sx?$/, '');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

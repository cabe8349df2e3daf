import assert from 'node:assert/strict';
import { languageIdOf } from '../../../../src/core/edits/chat/languageId';

const known = [
  'plaintext',
  'typescript',
  'python',
  'shellscript',
  'csharp',
  'cpp',
  'makefile',
  'dockerfile',
  'zig',
  'docker',
];

describe('the language of code without a file', () => {
  const fences: readonly (readonly [fence: string, id: string])[] = [
    ['ts', 'typescript'],
    ['TypeScript', 'typescript'],
    ['py', 'python'],
    ['zsh', 'shellscript'],
    ['c#', 'csharp'],
    ['c++', 'cpp'],
    ['make', 'makefile'],
    ['docker', 'dockerfile'],
    ['zig', 'zig'],
    ['rb', 'plaintext'],
    ['', 'plaintext'],
    ['constructor', 'plaintext'],
    ['__proto__', 'plaintext'],
  ];
  for (const [fence, id] of fences) {
    it(`is ${id} for “${fence}”`, () => {
      assert.equal(languageIdOf(fence, known), id);
    });
  }

  it('may be known to the editor by the name behind the fence only', () => {
    assert.equal(languageIdOf('docker', ['docker', 'plaintext']), 'docker');
  });
});

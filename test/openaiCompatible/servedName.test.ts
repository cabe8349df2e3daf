import * as assert from 'node:assert/strict';
import { isSameModel, servedName } from '../../src/openaiCompatible/servedName';

describe('Whose answer it is, of another server', () => {
  const same: readonly (readonly [asked: string, said: string])[] = [
    ['qwen3:8b', 'qwen3:8b'],
    ['llama3', 'llama3:latest'],
    ['llama3:latest', 'llama3'],
    ['Qwen3-8B-Q4_K_M', '/models/Qwen3-8B-Q4_K_M.gguf'],
    ['C:\\models\\gemma.gguf', 'gemma'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'Llama-3.1-8B-Instruct'],
    ['gpt-4o', 'gpt-4o-2024-08-06'],
    ['deepseek-ai/DeepSeek-V3', 'deepseek-ai/deepseek-v3-20250324'],
  ];
  for (const [asked, said] of same) {
    it(`${said} is ${asked}`, () => assert.equal(isSameModel(asked, said), true));
  }

  const different: readonly (readonly [asked: string, said: string])[] = [
    ['qwen3:8b', 'qwen3:4b'],
    ['qwen3', 'qwen3:8b'],
    ['gpt-4o', 'gpt-4o-mini'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['openai/gpt-4o', 'azure/gpt-4o'],
    ['gpt-4o', 'gpt-4o-2024'],
  ];
  for (const [asked, said] of different) {
    it(`${said} is not ${asked}`, () => assert.equal(isSameModel(asked, said), false));
  }

  it('a placeholder of a server with one model means that model', () => {
    const said = 'gpt-3.5-turbo';
    assert.equal(servedName({ asked: 'gemma', said, listed: ['gemma'], echoes: false }), 'gemma');
  });

  it('a placeholder of a server with several models stays what it is', () => {
    const said = 'gpt-3.5-turbo';
    assert.equal(servedName({ asked: 'gemma', said, listed: ['gemma', 'qwen'], echoes: false }), said);
    assert.equal(servedName({ asked: 'gemma', said, echoes: false }), said);
  });

  it('a gateway with one model may answer with another all the same', () => {
    const names = { asked: 'smart', listed: ['smart'], echoes: false, passesOn: true };
    assert.equal(servedName({ ...names, said: 'gpt-4o-mini' }), 'gpt-4o-mini');
    assert.equal(servedName({ ...names, said: 'smart' }), 'smart');
  });

  it('another model of the list is a switch, under the name of the list', () => {
    const listed = ['models/gemma.gguf', 'qwen'];
    assert.equal(servedName({ asked: 'qwen', said: 'Gemma', listed, echoes: false }), 'models/gemma.gguf');
  });

  it('a server that repeats the name it was asked for is not believed: its one model is what answered', () => {
    assert.equal(servedName({ asked: 'gemma', said: 'gemma', listed: ['qwen.gguf'], echoes: true }), 'qwen.gguf');
    assert.equal(servedName({ asked: 'gemma', said: 'gpt-3.5-turbo', listed: ['gemma.gguf'], echoes: true }), 'gemma');
    assert.equal(servedName({ asked: 'gemma', said: 'gemma', echoes: true }), 'gemma');
  });

  it('a single model that is not the asked one does not excuse an unknown name', () => {
    assert.equal(servedName({ asked: 'gemma', said: 'mystery', listed: ['qwen'], echoes: false }), 'mystery');
  });
});

import assert from 'node:assert/strict';
import { chatHtml } from '../../src/host/chat/chatHtml';

const html = chatHtml({
  script: 'https://file.resource/dist/chat.js',
  style: 'https://file.resource/dist/chat.css',
  source: 'https://*.resource',
  nonce: 'bm9uY2U+/w==',
});
const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('the page of the chat', () => {
  it('allows exactly what it needs: our script by nonce, our style sheet, and no HTML from strings', () => {
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      "script-src 'nonce-bm9uY2U+/w=='",
      'style-src https://*.resource',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('has one script, with the nonce, and none in the page itself', () => {
    assert.deepEqual(html.match(/<script[^>]*>[^<]*<\/script>/g), [
      '<script nonce="bm9uY2U+/w==" src="https://file.resource/dist/chat.js"></script>',
    ]);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/);
  });

  it('names its language and has the policy before anything is loaded', () => {
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<link'));
  });
});

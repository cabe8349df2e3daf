/** Where a secret stands. */
export type Medium = 'code' | 'configuration' | 'log' | 'diff' | 'prose';

/** One name in the spellings of the languages. */
export interface Name {
  /** `GITHUB_TOKEN` */
  readonly env: string;
  /** `githubToken` */
  readonly camel: string;
  /** `GithubToken` */
  readonly pascal: string;
  /** `github-token` */
  readonly kebab: string;
  /** `github_token` */
  readonly snake: string;
  /** `github.token` */
  readonly dotted: string;
  /** `Github token` */
  readonly words: string;
}

/** A stretch of a file as people have it, with room for one value. */
export interface Place {
  readonly medium: Medium;
  /** Language or format. */
  readonly language: string;
  /** Whether the value's name stands there; only values that show themselves what they are can do without. */
  readonly named: boolean;
  readonly write: (value: string, name: Name) => string;
}

export function spell(env: string): Name {
  const parts = env.toLowerCase().split('_');
  const pascal = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('');
  const words = parts.join(' ');
  return {
    env,
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    kebab: parts.join('-'),
    snake: parts.join('_'),
    dotted: parts.join('.'),
    words: words.charAt(0).toUpperCase() + words.slice(1),
  };
}

const lines = (...text: string[]): string => text.join('\n');

function named(medium: Medium, language: string, write: Place['write']): Place {
  return { medium, language, named: true, write };
}

function bare(medium: Medium, language: string, write: Place['write']): Place {
  return { medium, language, named: false, write };
}

export const places: readonly Place[] = [
  named('code', 'TypeScript', (v, n) =>
    lines(
      "import { createClient } from './client';",
      '',
      `const ${n.camel} = '${v}';`,
      `export const client = createClient(${n.camel});`,
    ),
  ),
  named('configuration', '.env', (v, n) =>
    lines('NODE_ENV=production', 'PORT=8080', `${n.env}=${v}`, 'LOG_LEVEL=info'),
  ),
  named('code', 'Python', (v, n) =>
    lines(
      'import os',
      'import httpx',
      '',
      `${n.env} = "${v}"`,
      '',
      'def client() -> httpx.Client:',
      '    return httpx.Client(timeout=10)',
    ),
  ),
  bare('prose', 'Markdown (English)', (v) =>
    lines(
      '## Setup',
      '',
      `For the first try I simply used ${v} and it worked at once.`,
      'Please rotate it when the demo is over.',
    ),
  ),
  named('configuration', 'YAML', (v, n) =>
    lines(
      'apiVersion: v1',
      'kind: Secret',
      'metadata:',
      '  name: backend',
      'stringData:',
      `  ${n.env}: ${v}`,
      'type: Opaque',
    ),
  ),
  named('code', 'Go', (v, n) =>
    lines('package config', '', 'const (', '\tTimeout = 30', `\t${n.pascal} = "${v}"`, ')'),
  ),
  bare('log', 'log', (v) =>
    lines(
      '2026-11-20T08:14:02.113Z INFO  server listening on 0.0.0.0:8080',
      `2026-11-20T08:14:05.870Z ERROR upstream refused credential ${v} with 403`,
      '2026-11-20T08:14:05.871Z INFO  retrying in 500 ms',
    ),
  ),
  named('code', 'Java', (v, n) =>
    lines(
      'public final class Settings {',
      `    private static final String ${n.env} = "${v}";`,
      '',
      '    private Settings() {}',
      '}',
    ),
  ),
  named('diff', 'diff', (v, n) =>
    lines(
      'diff --git a/config/app.yml b/config/app.yml',
      '--- a/config/app.yml',
      '+++ b/config/app.yml',
      '@@ -3,4 +3,4 @@ production:',
      '   region: eu-central-1',
      `-  ${n.snake}: ${v}`,
      `+  ${n.snake}: <%= ENV.fetch("${n.env}") %>`,
    ),
  ),
  named('configuration', 'JSON', (v, n) =>
    lines(
      '{',
      '  "name": "backend",',
      '  "port": 8080,',
      `  "${n.camel}": "${v}",`,
      '  "features": ["search", "export"]',
      '}',
    ),
  ),
  named('code', 'C#', (v, n) =>
    lines(
      'namespace Shop.Infrastructure;',
      '',
      'internal static class Defaults',
      '{',
      `    public const string ${n.pascal} = "${v}";`,
      '}',
    ),
  ),
  bare('code', 'shell', (v) =>
    lines(
      '#!/usr/bin/env bash',
      'set -euo pipefail',
      `curl -fsS -H "Authorization: Bearer ${v}" https://api.example.com/v1/me | jq .id`,
    ),
  ),
  named('configuration', 'TOML', (v, n) =>
    lines('[server]', 'host = "0.0.0.0"', '', '[credentials]', `${n.snake} = "${v}"`),
  ),
  named('code', 'Rust', (v, n) =>
    lines(
      'use std::env;',
      '',
      'fn key() -> String {',
      `    env::var("${n.env}").unwrap_or_else(|_| "${v}".to_string())`,
      '}',
    ),
  ),
  named('prose', 'Markdown (English)', (v, n) =>
    lines('Hi Sam,', '', `the ${n.words.toLowerCase()} for staging is: ${v}`, '', 'It is valid until Friday.'),
  ),
  named('configuration', '.properties', (v, n) =>
    lines(
      'spring.application.name=billing',
      'server.port=8081',
      `${n.dotted}=${v}`,
      'management.endpoints.enabled=true',
    ),
  ),
  bare('code', 'Python', (v) =>
    lines(
      'import requests',
      '',
      'r = requests.get(',
      '    "https://api.example.com/v2/items",',
      `    headers={"Authorization": "Bearer ${v}"},`,
      ')',
    ),
  ),
  named('log', 'log', (v, n) =>
    lines(
      '[2026-11-20 09:01:11] DEBUG loader: read 14 settings',
      `[2026-11-20 09:01:11] DEBUG loader: ${n.env}=${v}`,
      '[2026-11-20 09:01:12] INFO  loader: ready',
    ),
  ),
  named('code', 'Ruby', (v, n) =>
    lines('Rails.application.configure do', '  config.cache_classes = true', `  config.x.${n.snake} = '${v}'`, 'end'),
  ),
  named('configuration', 'Dockerfile', (v, n) =>
    lines('FROM node:24-slim', 'WORKDIR /app', `ENV ${n.env}=${v}`, 'COPY . .', 'CMD ["node", "server.js"]'),
  ),
  named('code', 'PHP', (v, n) =>
    lines('<?php', '', 'return [', "    'debug' => false,", `    '${n.snake}' => '${v}',`, '];'),
  ),
  bare('diff', 'diff', (v) =>
    lines(
      '--- a/scripts/sync.ts',
      '+++ b/scripts/sync.ts',
      '@@ -10,6 +10,7 @@',
      " import { connect } from './connect';",
      `+const client = connect('${v}');`,
      ' await client.sync();',
    ),
  ),
  named('code', 'Kotlin', (v, n) =>
    lines(
      'package de.example.app',
      '',
      'object Config {',
      '    const val TIMEOUT = 30L',
      `    const val ${n.env} = "${v}"`,
      '}',
    ),
  ),
  named('configuration', 'Terraform', (v, n) =>
    lines(
      'provider "example" {',
      '  region = "eu-west-1"',
      `  ${n.snake} = "${v}"`,
      '}',
      '',
      'resource "example_zone" "main" {}',
    ),
  ),
  named('prose', 'Markdown (German)', (v, n) =>
    lines(
      '## Einrichtung',
      '',
      `Der Zugang (${n.env}) lautet \`${v}\`, bitte nicht weitergeben.`,
      'Danach den Dienst neu starten.',
    ),
  ),
  named('code', 'Swift', (v, n) =>
    lines(
      'import Foundation',
      '',
      'enum Secrets {',
      `    static let ${n.camel} = "${v}"`,
      '    static let timeout: TimeInterval = 30',
      '}',
    ),
  ),
  named('configuration', 'XML', (v, n) =>
    lines(
      '<configuration>',
      '  <appSettings>',
      '    <add key="Region" value="eu" />',
      `    <add key="${n.pascal}" value="${v}" />`,
      '  </appSettings>',
      '</configuration>',
    ),
  ),
  named('code', 'shell', (v, n) => lines('# deploy to production', `export ${n.env}="${v}"`, './deploy.sh --env prod')),
  bare('log', 'log (JSON)', (v) =>
    lines(
      '{"level":"info","time":1795348800000,"msg":"request","path":"/v1/me","status":200}',
      `{"level":"warn","time":1795348800123,"msg":"request","headers":{"authorization":"Bearer ${v}"},"status":401}`,
    ),
  ),
  named('code', 'SQL', (v, n) =>
    lines(
      'BEGIN;',
      'INSERT INTO settings (name, value) VALUES',
      "  ('region', 'eu'),",
      `  ('${n.snake}', '${v}');`,
      'COMMIT;',
    ),
  ),
  named('configuration', 'INI', (v, n) =>
    lines('[default]', 'region = eu-central-1', 'output = json', `${n.snake} = ${v}`),
  ),
  named('code', 'JavaScript', (v, n) =>
    lines(
      'module.exports = {',
      "  host: 'example.com',",
      `  ${n.camel}: process.env.${n.env} || '${v}',`,
      '  retries: 3,',
      '};',
    ),
  ),
  named('configuration', 'YAML (compose)', (v, n) =>
    lines(
      'services:',
      '  web:',
      '    image: shop/web:2.4.1',
      '    environment:',
      '      - NODE_ENV=production',
      `      - ${n.env}=${v}`,
    ),
  ),
  bare('prose', 'Markdown (German)', (v) =>
    lines(
      'Hallo zusammen,',
      '',
      `kann jemand prüfen, warum ${v} bei mir nicht mehr angenommen wird?`,
      '',
      'Danke und Gruß',
      'Jonas',
    ),
  ),
  named('code', 'PowerShell', (v, n) => lines(`$env:${n.env} = "${v}"`, 'dotnet run --project ./src/Shop.Web')),
  named('diff', 'diff', (v, n) =>
    lines(
      '--- a/.env.production',
      '+++ b/.env.production',
      '@@ -1,3 +1,4 @@',
      ' NODE_ENV=production',
      ' PORT=8080',
      `+${n.env}=${v}`,
      ' LOG_LEVEL=info',
    ),
  ),
  named('code', 'C++', (v, n) =>
    lines(
      '#include <string>',
      '',
      'namespace config {',
      `inline const std::string k${n.pascal} = "${v}";`,
      '}  // namespace config',
    ),
  ),
  named('configuration', 'JSON (MCP)', (v, n) =>
    lines(
      '{',
      '  "mcpServers": {',
      '    "search": {',
      '      "command": "npx",',
      '      "args": ["-y", "search-server"],',
      `      "env": { "${n.env}": "${v}" }`,
      '    }',
      '  }',
      '}',
    ),
  ),
  named('code', 'Dart', (v, n) =>
    lines(
      "import 'package:http/http.dart' as http;",
      '',
      `const ${n.camel} = '${v}';`,
      'final client = http.Client();',
    ),
  ),
  named('log', 'log (shell history)', (v, n) =>
    lines(' 1021  git pull --rebase', ` 1022  ${n.env}=${v} npm run release`, ' 1023  git push --follow-tags'),
  ),
  named('code', 'Elixir', (v, n) =>
    lines('import Config', '', 'config :shop, Shop.Gateway,', '  timeout: 5_000,', `  ${n.snake}: "${v}"`),
  ),
  named('configuration', 'Makefile', (v, n) =>
    lines('.PHONY: release', `export ${n.env} := ${v}`, 'release:', '\tnpm run build && npm run release'),
  ),
  named('code', 'Scala', (v, n) =>
    lines('object Settings {', '  val retries: Int = 3', `  val ${n.camel}: String = "${v}"`, '}'),
  ),
  bare('code', 'JavaScript', (v) =>
    lines(
      "const res = await fetch('https://api.example.com/v1/items', {",
      `  headers: { 'X-Api-Key': '${v}', accept: 'application/json' },`,
      '});',
    ),
  ),
  named('configuration', 'Groovy (Jenkins)', (v, n) =>
    lines(
      'pipeline {',
      '  agent any',
      '  environment {',
      `    ${n.env} = '${v}'`,
      '  }',
      "  stages { stage('build') { steps { sh 'make' } } }",
      '}',
    ),
  ),
  named('code', 'Lua', (v, n) => lines('local M = {}', '', `M.${n.snake} = "${v}"`, 'M.timeout = 30', '', 'return M')),
  named('configuration', 'YAML (Helm)', (v, n) =>
    lines('replicaCount: 2', 'image:', '  repository: shop/web', '  tag: "2.4.1"', 'secrets:', `  ${n.camel}: "${v}"`),
  ),
  bare('prose', 'Markdown (code fence)', (v) =>
    lines(
      'It fails for me like this:',
      '',
      '```console',
      `$ client login --with ${v}`,
      'error: 401 Unauthorized',
      '```',
      '',
      'Version 2.4.1 on Linux.',
    ),
  ),
  named('code', 'R', (v, n) =>
    lines('library(httr)', `Sys.setenv(${n.env} = "${v}")`, 'resp <- GET("https://api.example.com/v1/items")'),
  ),
  named('configuration', 'YAML (GitHub Actions)', (v, n) =>
    lines(
      'jobs:',
      '  release:',
      '    runs-on: ubuntu-latest',
      '    env:',
      `      ${n.env}: '${v}'`,
      '    steps:',
      '      - uses: actions/checkout@v4',
    ),
  ),
  named('code', 'TypeScript', (v, n) =>
    lines(
      "describe('sync', () => {",
      '  beforeEach(() => {',
      `    process.env['${n.env}'] = '${v}';`,
      '  });',
      '',
      "  it('reads all pages', async () => {});",
      '});',
    ),
  ),
  named('configuration', 'Terraform (tfvars)', (v, n) =>
    lines('region        = "eu-central-1"', 'instance_type = "t3.small"', `${n.snake} = "${v}"`),
  ),
  named('code', 'Jupyter notebook', (v, n) =>
    lines(
      '{',
      ' "cell_type": "code",',
      ' "execution_count": 4,',
      ' "metadata": {},',
      ' "source": [',
      '  "import os\\n",',
      `  "os.environ[\\"${n.env}\\"] = \\"${v}\\"\\n",`,
      '  "client = connect()"',
      ' ]',
      '}',
    ),
  ),
  named('configuration', 'Nix', (v, n) =>
    lines(
      '{ pkgs, ... }:',
      '{',
      '  services.backend.enable = true;',
      `  systemd.services.backend.environment.${n.env} = "${v}";`,
      '}',
    ),
  ),
  named('log', 'log', (v, n) =>
    lines(
      'Traceback (most recent call last):',
      '  File "/srv/app/client.py", line 41, in connect',
      `    raise AuthError(f"rejected: ${n.snake}='${v}'")`,
      `client.AuthError: rejected: ${n.snake}='${v}'`,
    ),
  ),
  named('code', 'Go', (v, n) =>
    lines(
      'func newClient() *api.Client {',
      '\treturn api.New(api.Options{',
      '\t\tRetries: 3,',
      `\t\t${n.pascal}: "${v}",`,
      '\t})',
      '}',
    ),
  ),
  bare('code', 'HTML', (v) =>
    lines(
      '<!doctype html>',
      '<script type="module">',
      "  import { start } from './app.js';",
      `  start({ region: 'eu', auth: '${v}' });`,
      '</script>',
    ),
  ),
  named('configuration', 'systemd', (v, n) =>
    lines(
      '[Unit]',
      'Description=Backend',
      '',
      '[Service]',
      'ExecStart=/usr/bin/backend',
      `Environment="${n.env}=${v}"`,
      'Restart=always',
    ),
  ),
  bare('configuration', 'CSV', (v) => lines('owner,value,since', 'ops,eu-central-1,2026-01-04', `ops,${v},2026-03-19`)),
  named('code', 'Java', (v, n) =>
    lines(
      '@Configuration',
      'class GatewayConfig {',
      `    @Value("\${${n.dotted}:${v}}")`,
      `    private String ${n.camel};`,
      '}',
    ),
  ),
  bare('log', 'log (proxy)', (v) =>
    lines(
      '10.0.4.17 - - [20/Nov/2026:09:12:44 +0000] "GET /healthz HTTP/1.1" 200 2',
      `10.0.4.17 - - [20/Nov/2026:09:12:45 +0000] "GET /v1/items?access_token=${v}&page=2 HTTP/1.1" 200 8123`,
    ),
  ),
  named('code', 'C#', (v, n) =>
    lines(
      'var builder = WebApplication.CreateBuilder(args);',
      `builder.Configuration["Gateway:${n.pascal}"] = "${v}";`,
      'var app = builder.Build();',
    ),
  ),
];

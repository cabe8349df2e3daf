import { type Surrounding, textsOf } from './surrounding';

const { named, taking, only } = textsOf('code');

/** Source code and scripts. */
export const code: readonly Surrounding[] = [
  named(
    'TypeScript',
    `
    import express from 'express';
    import helmet from 'helmet';
    import { router } from './router.js';

    const app = express();
    app.use(helmet());

    // Ana: only until the vault is there
    const ⟨camel⟩ = '⟨secret⟩';

    app.use('/v1', router({ ⟨camel⟩, verbose: true }));
    app.listen(3007, () => console.info('listening'));
    `,
  ),
  named(
    'TypeScript',
    `
    import { z } from 'zod';

    const schema = z.object({
      NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
      PORT: z.coerce.number().int().positive().default(4100),
      ⟨env⟩: z.string().min(1).default('⟨secret⟩'),
      LOG_LEVEL: z.string().default('info'),
    });

    export type Environment = z.infer<typeof schema>;
    export const environment: Environment = schema.parse(process.env);
    `,
  ),
  named(
    'TypeScript',
    `
    export class InvoiceMailer {
      readonly #options: MailerOptions = {
        attempts: 4,
        ⟨camel⟩: "⟨secret⟩",
        sender: "billing@harbour.example",
      };

      async send(invoice: Invoice): Promise<void> {
        await this.#transport(this.#options).deliver(render(invoice));
      }
    }
    `,
  ),
  taking(
    'TypeScript',
    ['provider', 'token'],
    `
    import { expect, test } from '@playwright/test';

    test('a board can be made and removed', async ({ request }) => {
      const made = await request.post('/api/boards', {
        headers: { Authorization: \`Bearer ⟨secret⟩\` },
        data: { title: 'Sprint 31', columns: ['open', 'doing', 'done'] },
      });
      expect(made.status()).toBe(201);
    });
    `,
  ),
  only(
    'TypeScript',
    ['pkcs8-private-key', 'rsa-private-key'],
    `
    import { SignJWT, importPKCS8 } from 'jose';

    const signingKey = \`
    ⟨lines⟩
    \`.trim();

    export async function ticketFor(seat: string): Promise<string> {
      const key = await importPKCS8(signingKey, 'RS256');
      return new SignJWT({ seat }).setProtectedHeader({ alg: 'RS256' }).setExpirationTime('10m').sign(key);
    }
    `,
  ),
  only(
    'JavaScript',
    ['mongodb-address'],
    `
    const mongoose = require('mongoose');
    const app = require('./app');

    mongoose
      .connect('⟨secret⟩', { maxPoolSize: 12 })
      .then(() => {
        console.log('database is up');
        app.listen(process.env.PORT || 5000);
      })
      .catch((err) => console.error(err));
    `,
  ),
  taking(
    'JavaScript',
    ['password'],
    `
    // knexfile.js
    module.exports = {
      development: { client: 'better-sqlite3', connection: { filename: './dev.db' } },
      production: {
        client: 'pg',
        connection: {
          host: 'pg.orchid.internal',
          user: 'orchid',
          password: '⟨secret⟩',
          database: 'orchid',
        },
        pool: { min: 2, max: 10 },
      },
    };
    `,
  ),
  only(
    'JavaScript',
    ['discord-bot-token'],
    `
    const { Client, Events, GatewayIntentBits } = require('discord.js');
    const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] });

    client.once(Events.ClientReady, (c) => console.log('ready as ' + c.user.tag));
    client.on(Events.MessageCreate, (m) => m.content === '!dice' && m.reply(String(1 + Math.floor(Math.random() * 6))));

    client.login('⟨secret⟩');
    `,
  ),
  named(
    'JavaScript',
    `
    import { defineConfig } from 'vite';
    import vue from '@vitejs/plugin-vue';

    export default defineConfig({
      plugins: [vue()],
      define: {
        __BUILD__: JSON.stringify(Date.now()),
        'process.env.⟨env⟩': JSON.stringify('⟨secret⟩'),
      },
      server: { port: 5180, strictPort: true },
    });
    `,
  ),
  taking(
    'JavaScript',
    ['provider'],
    `
    // quick test, node 22
    const body = JSON.stringify({ input: 'ping' });
    const answer = await fetch('https://api.vendor.example/v1/run', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ' + '⟨secret⟩' },
      body,
    });
    console.log(answer.status, await answer.text());
    `,
  ),
  named(
    'Python',
    `
    from pydantic_settings import BaseSettings


    class Settings(BaseSettings):
        """Everything the worker has to know."""

        debug: bool = False
        queue_name: str = "thumbnails"
        ⟨snake⟩: str = "⟨secret⟩"
        max_retries: int = 5


    settings = Settings()
    `,
  ),
  named(
    'Python',
    `
    #!/usr/bin/env python3
    """Nightly export of the loans."""
    import argparse
    import os

    os.environ.setdefault("⟨env⟩", "⟨secret⟩")

    from library.export import run  # noqa: E402

    if __name__ == "__main__":
        parser = argparse.ArgumentParser()
        parser.add_argument("--since", default="yesterday")
        run(parser.parse_args().since)
    `,
  ),
  named(
    'Python',
    `
    import logging
    import requests

    log = logging.getLogger(__name__)
    BASE = "https://partner.example/api"
    ⟨env⟩ = "⟨secret⟩"


    def fetch(page: int = 1) -> list[dict]:
        r = requests.get(f"{BASE}/orders", params={"page": page}, timeout=20)
        r.raise_for_status()
        return r.json()["items"]
    `,
  ),
  only(
    'Python',
    ['postgres-address', 'mysql-address'],
    `
    from sqlalchemy import create_engine, text

    engine = create_engine("⟨secret⟩", pool_pre_ping=True, echo=False)

    with engine.begin() as conn:
        rows = conn.execute(text("select count(*) from readings where taken_at > now() - interval '1 day'"))
        print(rows.scalar_one())
    `,
  ),
  taking(
    'Python',
    ['password'],
    `
    import paramiko

    ssh = paramiko.SSHClient()
    ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    ssh.connect("172.18.4.9", username="pi", password="⟨secret⟩", timeout=8)
    _, stdout, _ = ssh.exec_command("vcgencmd measure_temp")
    print(stdout.read().decode())
    `,
  ),
  only(
    'Python',
    ['aws-secret-access-key'],
    `
    import boto3

    s3 = boto3.client(
        "s3",
        region_name="ap-southeast-2",
        aws_access_key_id="AKIA⟨base32 16⟩",
        aws_secret_access_key="⟨secret⟩",
    )
    for item in s3.list_objects_v2(Bucket="reef-survey").get("Contents", []):
        print(item["Key"], item["Size"])
    `,
  ),
  taking(
    'Python',
    ['provider'],
    `
    import streamlit as st
    from vendor import Client

    st.title("Ask the handbook")
    client = Client(api_key="⟨secret⟩")

    if question := st.chat_input("Your question"):
        with st.chat_message("assistant"):
            st.write_stream(client.stream(question))
    `,
  ),
  named(
    'Java',
    `
    package org.mosaic.tickets;

    import java.time.Duration;

    public final class Constants {
        public static final Duration TIMEOUT = Duration.ofSeconds(15);
        public static final String ⟨env⟩ = "⟨secret⟩";
        public static final int PAGE_SIZE = 50;

        private Constants() {
        }
    }
    `,
  ),
  taking(
    'Java',
    ['password'],
    `
    @Bean
    public DataSource dataSource() {
        HikariDataSource ds = new HikariDataSource();
        ds.setJdbcUrl("jdbc:postgresql://pg01:5432/mosaic");
        ds.setUsername("mosaic");
        ds.setPassword("⟨secret⟩");
        ds.setMaximumPoolSize(8);
        return ds;
    }
    `,
  ),
  named(
    'C#',
    `
    using Microsoft.Extensions.Options;

    namespace Mosaic.Tickets;

    public sealed class GatewaySettings
    {
        public Uri Endpoint { get; init; } = new("https://gateway.mosaic.example/");
        public string ⟨pascal⟩ { get; init; } = "⟨secret⟩";
        public int Retries { get; init; } = 3;
    }
    `,
  ),
  taking(
    'C#',
    ['password'],
    `
    using var smtp = new SmtpClient("mail.mosaic.example", 587)
    {
        EnableSsl = true,
        Credentials = new NetworkCredential("no-reply@mosaic.example", "⟨secret⟩"),
    };
    await smtp.SendMailAsync(message, cancellationToken);
    logger.LogInformation("Sent {Subject}", message.Subject);
    `,
  ),
  only(
    'C#',
    ['postgres-address', 'sql-server-address'],
    `
    var builder = WebApplication.CreateBuilder(args);
    const string connection = "⟨secret⟩";
    builder.Services.AddDbContext<TicketContext>(options => options.UseDatabase(connection));
    builder.Services.AddHealthChecks();

    var app = builder.Build();
    app.MapHealthChecks("/healthz");
    app.Run();
    `,
  ),
  named(
    'Go',
    `
    package config

    import "time"

    // Defaults for the staging cluster.
    const (
    \tTimeout   = 12 * time.Second
    \t⟨pascal⟩ = "⟨secret⟩"
    \tUserAgent = "heron/1.9"
    )
    `,
  ),
  only(
    'Go',
    ['postgres-address'],
    `
    func main() {
    \tctx := context.Background()
    \tpool, err := pgxpool.New(ctx, "⟨secret⟩")
    \tif err != nil {
    \t\tlog.Fatalf("connect: %v", err)
    \t}
    \tdefer pool.Close()
    \thttp.ListenAndServe(":8090", routes(pool))
    }
    `,
  ),
  taking(
    'Go',
    ['privateKey'],
    `
    package auth_test

    // Signs the tokens of the integration tests against staging.
    const stagingKey = \`
    ⟨lines⟩
    \`

    func TestSign(t *testing.T) {
    \tblock, _ := pem.Decode([]byte(stagingKey))
    \trequire.NotNil(t, block)
    }
    `,
  ),
  named(
    'PHP',
    `
    <?php
    /** The base configuration for WordPress */
    define( 'DB_NAME', 'bakery' );
    define( 'DB_USER', 'bakery_wp' );
    define( 'DB_CHARSET', 'utf8mb4' );
    define( '⟨env⟩', '⟨secret⟩' );

    $table_prefix = 'wp_';
    define( 'WP_DEBUG', false );
    require_once ABSPATH . 'wp-settings.php';
    `,
  ),
  taking(
    'PHP',
    ['password'],
    `
    <?php
    $host = 'localhost';
    $user = 'bakery';
    $pass = '⟨secret⟩';
    try {
        $pdo = new PDO("mysql:host=$host;dbname=bakery;charset=utf8mb4", $user, $pass);
        $pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    } catch (PDOException $e) {
        exit('No database today.');
    }
    `,
  ),
  named(
    'Ruby',
    `
    # frozen_string_literal: true

    module Courier
      class Client
        ENDPOINT = 'https://courier.example/v3'
        ⟨env⟩ = '⟨secret⟩'

        def track(number)
          connection.get("/parcels/#{number}").body.fetch('events')
        end
      end
    end
    `,
  ),
  taking(
    'Ruby',
    ['provider'],
    `
    # config/initializers/vendor.rb
    Vendor.configure do |config|
      config.logger = Rails.logger
      config.open_timeout = 3
      config.api_key = '⟨secret⟩'
    end
    `,
  ),
  named(
    'Rust',
    `
    use std::time::Duration;

    pub const ⟨env⟩: &str = "⟨secret⟩";
    pub const TIMEOUT: Duration = Duration::from_secs(9);

    pub fn client() -> reqwest::Result<reqwest::Client> {
        reqwest::Client::builder().timeout(TIMEOUT).user_agent("otter/0.4").build()
    }
    `,
  ),
  only(
    'Rust',
    ['postgres-address'],
    `
    #[tokio::main]
    async fn main() -> anyhow::Result<()> {
        tracing_subscriber::fmt::init();
        let pool = PgPoolOptions::new().max_connections(6).connect("⟨secret⟩").await?;
        sqlx::migrate!().run(&pool).await?;
        otter::serve(pool).await
    }
    `,
  ),
  named(
    'Kotlin',
    `
    package com.lumen.reader

    object BuildSecrets {
        const val ⟨env⟩: String = "⟨secret⟩"
    }

    class FeedRepository(private val api: FeedApi) {
        suspend fun latest(): List<Story> = api.stories(limit = 40).sortedByDescending { it.publishedAt }
    }
    `,
  ),
  named(
    'Swift',
    `
    import SwiftUI

    @main
    struct LumenApp: App {
        private let ⟨camel⟩ = "⟨secret⟩"

        var body: some Scene {
            WindowGroup { FeedView(model: FeedModel(page: 1)) }
        }
    }
    `,
  ),
  named(
    'Dart',
    `
    import 'package:flutter/material.dart';

    class AppConfig {
      static const String baseUrl = 'https://api.lumen.example';
      static const String ⟨camel⟩ = '⟨secret⟩';
    }

    void main() => runApp(const LumenApp());
    `,
  ),
  named(
    'shell',
    `
    #!/bin/sh
    # cron: 40 2 * * * root
    set -eu

    ⟨env⟩=⟨secret⟩
    export ⟨env⟩

    cd /srv/herbarium
    ./bin/reindex --quiet --workers 3 >> /var/log/reindex.log 2>&1
    `,
  ),
  taking(
    'shell',
    ['password'],
    `
    #!/bin/bash
    STAMP=$(date +%Y%m%d)
    mysqldump --single-transaction -h db3 -u backup -p'⟨secret⟩' herbarium | gzip > "/mnt/nas/herbarium-$STAMP.sql.gz"
    find /mnt/nas -name 'herbarium-*.gz' -mtime +14 -delete
    `,
  ),
  taking(
    'shell',
    ['provider', 'token'],
    `
    # how I tested it
    for id in 17 18 22; do
      curl -fsS -X PATCH "https://api.vendor.example/v2/items/$id" \\
        -H "Authorization: Bearer ⟨secret⟩" \\
        -H 'Content-Type: application/json' \\
        -d '{"archived":true}'
    done
    `,
  ),
  only(
    'shell',
    ['github-classic-token', 'github-fine-grained-token', 'gitlab-personal-token'],
    `
    git clone --depth 1 https://oauth2:⟨secret⟩@git.herbarium.example/team/labels.git labels
    cd labels
    make html
    rsync -a --delete build/ web@www1:/var/www/labels/
    `,
  ),
  taking(
    'shell',
    ['privateKey'],
    `
    #!/bin/bash
    install -d -m 700 /home/deploy/.ssh
    cat <<'KEY' > /home/deploy/.ssh/id_deploy
    ⟨lines⟩
    KEY
    chmod 600 /home/deploy/.ssh/id_deploy
    ssh-keyscan git.herbarium.example >> /home/deploy/.ssh/known_hosts
    `,
  ),
  named(
    'PowerShell',
    `
    param([string] $Site = 'intranet')

    $ErrorActionPreference = 'Stop'
    $⟨camel⟩ = '⟨secret⟩'

    Import-Module WebAdministration
    Get-ChildItem "IIS:\\Sites\\$Site" | Format-Table Name, State
    `,
  ),
  taking(
    'PowerShell',
    ['password'],
    `
    $secure = ConvertTo-SecureString '⟨secret⟩' -AsPlainText -Force
    $credential = New-Object System.Management.Automation.PSCredential('CORP\\svc-scan', $secure)
    Invoke-Command -ComputerName FS02 -Credential $credential -ScriptBlock { Get-SmbShare }
    `,
  ),
  taking(
    'SQL',
    ['password'],
    `
    -- once per cluster
    CREATE ROLE reporting LOGIN PASSWORD '⟨secret⟩';
    GRANT CONNECT ON DATABASE mosaic TO reporting;
    GRANT USAGE ON SCHEMA public TO reporting;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporting;
    `,
  ),
  named(
    'SQL',
    `
    UPDATE app_config SET value = '14' WHERE name = 'page_size';
    INSERT INTO app_config (name, value, updated_by) VALUES ('⟨snake⟩', '⟨secret⟩', 'mira')
      ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    SELECT name, updated_by FROM app_config ORDER BY name;
    `,
  ),
  named(
    'C++',
    `
    #include <WiFi.h>
    #include <HTTPClient.h>

    const char* ssid = "Greenhouse";
    #define ⟨env⟩ "⟨secret⟩"

    void setup() {
      Serial.begin(115200);
      pinMode(LED_BUILTIN, OUTPUT);
    }
    `,
  ),
  taking(
    'C++',
    ['password'],
    `
    #include <ESP8266WiFi.h>

    const char* ssid     = "Greenhouse";
    const char* password = "⟨secret⟩";

    void setup() {
      WiFi.begin(ssid, password);
      while (WiFi.status() != WL_CONNECTED) delay(250);
    }
    `,
  ),
  named(
    'Elixir',
    `
    import Config

    config :kestrel, KestrelWeb.Endpoint,
      url: [host: "kestrel.example", port: 443, scheme: "https"],
      render_errors: [view: KestrelWeb.ErrorView]

    config :kestrel,
      ⟨snake⟩: "⟨secret⟩",
      ecto_repos: [Kestrel.Repo]
    `,
  ),
  named(
    'R',
    `
    library(httr2)
    library(dplyr)

    ⟨snake⟩ <- "⟨secret⟩"

    stations <- request("https://weather.example/v2/stations") |>
      req_perform() |>
      resp_body_json(simplifyVector = TRUE)
    stations |> filter(height > 800) |> count(country)
    `,
  ),
  named(
    'Perl',
    `
    use strict;
    use warnings;
    use LWP::UserAgent;

    my %conf = (
        timeout => 20,
        ⟨snake⟩ => '⟨secret⟩',
    );
    my $ua = LWP::UserAgent->new(timeout => $conf{timeout});
    print $ua->get('https://feeds.example/today')->status_line, "\\n";
    `,
  ),
];

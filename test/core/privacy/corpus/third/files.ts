import { type Surrounding, textsOf } from './surrounding';

const settings = textsOf('configuration');
const ci = textsOf('ci');

/** Configuration, and what build servers read. */
export const files: readonly Surrounding[] = [
  settings.named(
    '.env',
    `
    # copied from the old server
    APP_ENV=production
    APP_URL=https://kestrel.example
    ⟨env⟩=⟨secret⟩
    CACHE_TTL=600
    MAIL_FROM=hello@kestrel.example
    `,
  ),
  settings.named(
    '.env',
    `
    NODE_ENV="development"
    PORT="8788"

    # third parties
    ⟨env⟩="⟨secret⟩"
    FEATURE_SEARCH="on"
    `,
  ),
  settings.named(
    'YAML',
    `
    server:
      host: 0.0.0.0
      port: 7070
    limits:
      uploads: 25MB
      per_minute: 90
    ⟨snake⟩: ⟨secret⟩
    features: [search, export]
    `,
  ),
  settings.named(
    'YAML (compose)',
    `
    name: kestrel
    services:
      api:
        build: ./api
        restart: unless-stopped
        ports:
          - "8080:8080"
        environment:
          TZ: Europe/Lisbon
          ⟨env⟩: "⟨secret⟩"
        depends_on: [db]
      db:
        image: postgres:17-alpine
    volumes:
      data: {}
    `,
  ),
  settings.taking(
    'YAML (compose)',
    ['password'],
    `
    services:
      mariadb:
        image: mariadb:11
        environment:
          - MARIADB_DATABASE=shop
          - MARIADB_USER=shop
          - MARIADB_PASSWORD=⟨secret⟩
        volumes:
          - ./mariadb:/var/lib/mysql
    `,
  ),
  settings.named(
    'YAML (Kubernetes)',
    `
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: kestrel-web
    spec:
      replicas: 3
      template:
        spec:
          containers:
            - name: web
              image: registry.kestrel.example/web:1.44.0
              env:
                - name: GOMAXPROCS
                  value: "2"
                - name: ⟨env⟩
                  value: "⟨secret⟩"
    `,
  ),
  settings.taking(
    'YAML (Kubernetes)',
    ['password'],
    `
    apiVersion: v1
    kind: Secret
    metadata:
      name: grafana-admin
      namespace: monitoring
    type: Opaque
    stringData:
      admin-user: admin
      admin-password: ⟨secret⟩
    `,
  ),
  settings.taking(
    'YAML (Kubernetes)',
    ['privateKey'],
    `
    apiVersion: v1
    kind: Secret
    metadata:
      name: repo-deploy-key
      labels:
        argocd.argoproj.io/secret-type: repository
    stringData:
      type: git
      url: git@git.kestrel.example:infra/clusters.git
      sshPrivateKey: |
        ⟨lines⟩
    `,
  ),
  settings.named(
    'JSON',
    `
    {
      "name": "kestrel",
      "listen": 9000,
      "⟨camel⟩": "⟨secret⟩",
      "allowedOrigins": ["https://kestrel.example", "http://localhost:5173"],
      "telemetry": false
    }
    `,
  ),
  settings.named(
    'JSON (appsettings)',
    `
    {
      "Logging": { "LogLevel": { "Default": "Information", "Microsoft.AspNetCore": "Warning" } },
      "Kestrel": { "Endpoints": { "Http": { "Url": "http://+:8085" } } },
      "Integration": {
        "BaseUrl": "https://erp.mosaic.example",
        "⟨pascal⟩": "⟨secret⟩"
      },
      "AllowedHosts": "*"
    }
    `,
  ),
  settings.only(
    'JSON (appsettings)',
    ['sql-server-address', 'postgres-address', 'mongodb-address'],
    `
    {
      "ConnectionStrings": {
        "Default": "⟨secret⟩"
      },
      "Serilog": { "MinimumLevel": "Warning" },
      "AllowedHosts": "*"
    }
    `,
  ),
  settings.named(
    'JSON (VS Code)',
    `
    {
      "version": "0.2.0",
      "configurations": [
        {
          "type": "node",
          "request": "launch",
          "name": "API",
          "program": "\${workspaceFolder}/dist/main.js",
          "env": { "NODE_ENV": "development", "⟨env⟩": "⟨secret⟩" },
          "skipFiles": ["<node_internals>/**"]
        }
      ]
    }
    `,
  ),
  settings.named(
    'JSON (MCP)',
    `
    {
      "servers": {
        "tickets": {
          "type": "stdio",
          "command": "uvx",
          "args": ["tickets-mcp", "--read-only"],
          "env": {
            "TICKETS_URL": "https://tickets.mosaic.example",
            "⟨env⟩": "⟨secret⟩"
          }
        }
      }
    }
    `,
  ),
  settings.only(
    'JSON (service account)',
    ['pkcs8-private-key'],
    `
    {
      "type": "service_account",
      "project_id": "kestrel-maps",
      "private_key_id": "⟨hex 40⟩",
      "private_key": "⟨secret⟩\\n",
      "client_email": "tiles@kestrel-maps.iam.gserviceaccount.com",
      "client_id": "⟨digits 21⟩",
      "token_uri": "https://oauth2.googleapis.com/token"
    }
    `,
  ),
  settings.named(
    'TOML',
    `
    title = "kestrel"

    [http]
    bind = "127.0.0.1:3900"
    workers = 4

    [integrations]
    ⟨snake⟩ = "⟨secret⟩"
    enabled = true
    `,
  ),
  settings.named(
    'properties',
    `
    # gradle and the release script read this
    org.gradle.jvmargs=-Xmx3g
    org.gradle.parallel=true
    kestrel.version=3.12.1
    ⟨camel⟩=⟨secret⟩
    `,
  ),
  settings.taking(
    'INI',
    ['password'],
    `
    [mail]
    server = smtp.kestrel.example
    port = 465
    ssl = yes
    user = alerts@kestrel.example
    password = ⟨secret⟩

    [report]
    every = monday
    `,
  ),
  settings.only(
    'INI',
    ['aws-secret-access-key'],
    `
    [default]
    region = eu-north-1

    [kestrel-prod]
    aws_access_key_id = AKIA⟨base32 16⟩
    aws_secret_access_key = ⟨secret⟩
    region = eu-north-1
    `,
  ),
  settings.only(
    '.npmrc',
    ['npm-token'],
    `
    registry=https://npm.example.com/
    @kestrel:registry=https://npm.example.com/
    //npm.example.com/:_authToken=⟨secret⟩
    save-exact=true
    fund=false
    `,
  ),
  settings.named(
    'Terraform',
    `
    terraform {
      required_version = ">= 1.8"
    }

    locals {
      environment = "prod"
      ⟨snake⟩ = "⟨secret⟩"
      tags        = { team = "maps", cost = "4711" }
    }

    module "tiles" {
      source = "./modules/tiles"
      tags   = local.tags
    }
    `,
  ),
  settings.taking(
    'Terraform',
    ['password'],
    `
    resource "aws_db_instance" "tiles" {
      identifier        = "tiles"
      engine            = "postgres"
      instance_class    = "db.t4g.small"
      allocated_storage = 40
      username          = "tiles"
      password          = "⟨secret⟩"
      skip_final_snapshot = true
    }
    `,
  ),
  settings.named(
    'Dockerfile',
    `
    FROM python:3.13-slim AS base
    ENV PYTHONUNBUFFERED=1 \\
        PIP_NO_CACHE_DIR=1
    ENV ⟨env⟩="⟨secret⟩"
    WORKDIR /opt/tiles
    COPY requirements.txt .
    RUN pip install -r requirements.txt
    ENTRYPOINT ["gunicorn", "tiles.wsgi"]
    `,
  ),
  settings.taking(
    'XML',
    ['password'],
    `
    <settings>
      <servers>
        <server>
          <id>mosaic-releases</id>
          <username>jenkins</username>
          <password>⟨secret⟩</password>
        </server>
      </servers>
    </settings>
    `,
  ),
  settings.named(
    'XML',
    `
    <?xml version="1.0" encoding="utf-8"?>
    <resources>
        <string name="app_name">Lumen</string>
        <string name="⟨snake⟩" translatable="false">⟨secret⟩</string>
        <string name="retry">Try again</string>
    </resources>
    `,
  ),
  settings.taking(
    'YAML (Ansible)',
    ['password'],
    `
    - hosts: databases
      become: true
      vars:
        redis_port: 6379
        redis_requirepass: "⟨secret⟩"
        redis_maxmemory: 512mb
      roles:
        - geerlingguy.redis
    `,
  ),
  ci.named(
    'GitHub Actions',
    `
    name: nightly
    on:
      workflow_dispatch:
    env:
      PYTHON_VERSION: '3.13'
      ⟨env⟩: ⟨secret⟩
    jobs:
      crawl:
        runs-on: ubuntu-24.04
        timeout-minutes: 40
        steps:
          - uses: actions/checkout@v5
          - run: make crawl
    `,
  ),
  ci.named(
    'GitHub Actions',
    `
          - name: Publish the site
            working-directory: site
            run: |
              npm ci
              export ⟨env⟩="⟨secret⟩"
              npx site-deploy --prod --dir out
    `,
  ),
  ci.named(
    'GitLab CI',
    `
    image: node:24

    variables:
      FF_USE_FASTZIP: "true"
      ⟨env⟩: "⟨secret⟩"

    test:
      script:
        - npm ci
        - npm run test:integration
      artifacts:
        when: always
        reports: { junit: junit.xml }
    `,
  ),
  ci.named(
    'Azure Pipelines',
    `
    trigger: [main]
    pool:
      vmImage: windows-2022
    variables:
      - name: buildConfiguration
        value: Release
      - name: ⟨camel⟩
        value: '⟨secret⟩'
    steps:
      - script: dotnet publish -c $(buildConfiguration)
    `,
  ),
  ci.named(
    'CircleCI',
    `
    version: 2.1
    jobs:
      build:
        docker:
          - image: cimg/ruby:3.4-node
            environment:
              RAILS_ENV: test
              ⟨env⟩: ⟨secret⟩
        steps: [checkout, { run: bin/rspec }]
    `,
  ),
  ci.named(
    'Jenkins',
    `
    node('linux') {
        stage('Checkout') { checkout scm }
        withEnv(['CI=true', '⟨env⟩=⟨secret⟩']) {
            stage('Build') { sh './gradlew --no-daemon assemble' }
        }
        archiveArtifacts 'build/libs/*.jar'
    }
    `,
  ),
  ci.taking(
    'Bitbucket Pipelines',
    ['password'],
    `
    pipelines:
      branches:
        main:
          - step:
              name: Upload
              script:
                - apt-get update && apt-get install -y lftp
                - lftp -u web42,'⟨secret⟩' -e "mirror -R public/ /htdocs; quit" ftp.hoster.example
    `,
  ),
  ci.taking(
    'Drone',
    ['password'],
    `
    kind: pipeline
    name: default
    steps:
      - name: image
        image: plugins/docker
        settings:
          registry: registry.kestrel.example
          repo: registry.kestrel.example/tiles
          username: drone
          password: ⟨secret⟩
    `,
  ),
];

import { code, configuration, type Template } from './template';

/** Build servers, containers, clusters, provisioning, package tools. */
export const pipelines: readonly Template[] = [
  // Build servers
  configuration(
    'GitHub Actions',
    'github-fine-grained-token',
    `
    name: mirror
    on:
      schedule:
        - cron: '17 3 * * *'
    jobs:
      push:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@⟨hex 40⟩
            with:
              token: ⟨secret⟩
          - run: git push --mirror backup
    `,
  ),
  configuration(
    'GitHub Actions',
    'npm-token',
    `
          - run: npm publish --provenance
            env:
              NODE_AUTH_TOKEN: ⟨secret⟩
    `,
  ),
  configuration(
    'GitHub Actions',
    'password',
    `
        services:
          postgres:
            image: postgres:16
            env:
              POSTGRES_DB: clinic
              POSTGRES_PASSWORD: ⟨secret⟩
            ports: ['5432:5432']
    `,
  ),
  configuration(
    'GitHub Actions',
    'docker-hub-token',
    `
          - uses: docker/login-action@v3
            with:
              username: ferrybot
              password: "⟨secret⟩"
    `,
  ),
  configuration(
    'GitHub Actions',
    'slack-webhook',
    `
          - name: Tell the team
            if: failure()
            run: |
              curl -X POST -H 'Content-type: application/json' \\
                --data '{"text":"nightly broke"}' ⟨secret⟩
    `,
  ),
  configuration(
    'GitLab CI',
    'gitlab-deploy-token',
    `
    deploy:
      stage: deploy
      image: alpine/git
      before_script:
        - git remote set-url origin https://gitlab+deploy-token-7:⟨secret⟩@gitlab.example.org/orchard/api.git
      script:
        - git push origin HEAD:release
    `,
  ),
  configuration(
    'GitLab CI',
    'aws-secret-access-key',
    `
    variables:
      AWS_DEFAULT_REGION: eu-west-3
      AWS_ACCESS_KEY_ID: AKIA⟨base32 16⟩
      AWS_SECRET_ACCESS_KEY: ⟨secret⟩

    stages: [build, ship]
    `,
  ),
  configuration(
    'GitLab CI',
    'password',
    `
    build-image:
      script:
        - docker login -u ci-pusher -p '⟨secret⟩' registry.orchard.example
        - docker build -t registry.orchard.example/api:$CI_COMMIT_SHORT_SHA .
    `,
  ),
  configuration(
    'GitLab CI',
    'sonarqube-project-token',
    `
    sonar:
      script:
        - sonar-scanner -Dsonar.host.url=https://sonar.example.org -Dsonar.token=⟨secret⟩
      only: [merge_requests]
    `,
  ),
  code(
    'Groovy (Jenkinsfile)',
    'password',
    `
    pipeline {
      agent { label 'linux' }
      environment {
        NEXUS_USER = 'jenkins'
        NEXUS_PASSWORD = '⟨secret⟩'
      }
      stages {
        stage('Publish') { steps { sh './mvnw -B deploy' } }
      }
    }
    `,
  ),
  code(
    'Groovy (Jenkinsfile)',
    'github-classic-token',
    `
    node('docker') {
      git url: "https://build-bot:⟨secret⟩@github.com/quarry/stone.git", branch: 'develop'
      sh 'make test'
    }
    `,
  ),
  configuration(
    'CircleCI',
    'heroku-key',
    `
    version: 2.1
    jobs:
      release:
        docker: [{ image: cimg/base:stable }]
        environment:
          HEROKU_APP: tide-tables
          HEROKU_API_KEY: ⟨secret⟩
    `,
  ),
  configuration(
    'Travis CI',
    'pypi-token',
    `
    deploy:
      provider: pypi
      username: __token__
      password: ⟨secret⟩
      on:
        tags: true
    `,
  ),
  configuration(
    'Azure Pipelines',
    'azure-client-secret',
    `
    - task: Bash@3
      inputs:
        targetType: inline
        script: |
          az login --service-principal -u ⟨uuid⟩ -p "⟨secret⟩" --tenant ⟨uuid⟩
          az aks get-credentials -g rg-mill -n mill
    `,
  ),
  configuration(
    'Bitbucket Pipelines',
    'bitbucket-app-password',
    `
    pipelines:
      default:
        - step:
            script:
              - curl -s -u milo:⟨secret⟩ https://api.bitbucket.org/2.0/repositories/mill/web/downloads -F files=@out.zip
    `,
  ),
  configuration(
    'Drone',
    'telegram-bot-token',
    `
    - name: notify
      image: appleboy/drone-telegram
      settings:
        token: ⟨secret⟩
        to: -100⟨digits 10⟩
    `,
  ),
  configuration(
    'Renovate (JSON5)',
    'github-classic-token',
    `
    {
      extends: ['config:recommended'],
      hostRules: [
        { matchHost: 'github.com', token: '⟨secret⟩' },
      ],
    }
    `,
  ),

  // Containers and clusters
  configuration(
    'Compose',
    'password',
    `
    services:
      db:
        image: postgres:17-alpine
        restart: unless-stopped
        environment:
          - POSTGRES_USER=ledger
          - POSTGRES_PASSWORD=⟨secret⟩
          - TZ=Europe/Paris
        volumes:
          - pgdata:/var/lib/postgresql/data
    `,
  ),
  configuration(
    'Compose',
    'manager-password',
    `
      cache:
        image: redis:7
        command: redis-server --save 60 1 --requirepass ⟨secret⟩
        expose: ["6379"]
    `,
  ),
  configuration(
    'Compose',
    'url-password',
    `
      worker:
        build: ./worker
        depends_on: [rabbit]
        environment:
          BROKER_URL: amqp://beekeeper:⟨secret⟩@rabbit:5672//
          CONCURRENCY: 4
    `,
  ),
  configuration(
    'Compose',
    'strong-password',
    `
      minio:
        image: minio/minio
        environment:
          MINIO_ROOT_USER: minio
          MINIO_ROOT_PASSWORD: '⟨secret⟩'
        command: server /data --console-address ":9001"
    `,
  ),
  configuration(
    'Compose',
    'hex-secret',
    `
      sentry:
        image: getsentry/sentry
        environment:
          SENTRY_SECRET_KEY: "⟨secret⟩"
    `,
  ),
  configuration(
    'Dockerfile',
    'npm-token',
    `
    FROM node:22-alpine AS build
    WORKDIR /srv
    RUN echo "//npm.example.com/:_authToken=⟨secret⟩" > .npmrc && npm ci && rm .npmrc
    COPY . .
    `,
  ),
  configuration(
    'Dockerfile',
    'password',
    `
    FROM mcr.microsoft.com/mssql/server:2022-latest
    ENV ACCEPT_EULA=Y
    ENV MSSQL_SA_PASSWORD=⟨secret⟩
    EXPOSE 1433
    `,
  ),
  configuration(
    'Dockerfile',
    'github-classic-token',
    `
    FROM golang:1.23
    ARG GITHUB_TOKEN=⟨secret⟩
    RUN git config --global url."https://\${GITHUB_TOKEN}@github.com/".insteadOf "https://github.com/"
    `,
  ),
  configuration(
    'Kubernetes',
    'encoded-password',
    `
    apiVersion: v1
    kind: Secret
    metadata:
      name: pg-credentials
      namespace: billing
    data:
      username: bGVkZ2Vy
      password: ⟨secret⟩
    `,
  ),
  configuration(
    'Kubernetes',
    'stripe-live-key',
    `
          containers:
            - name: api
              image: ghcr.io/tide/api:3.2.0
              env:
                - name: LOG_FORMAT
                  value: json
                - name: STRIPE_API_KEY
                  value: "⟨secret⟩"
    `,
  ),
  configuration(
    'Kubernetes',
    'password',
    `
              env:
                - name: SPRING_DATASOURCE_USERNAME
                  value: ledger
                - name: SPRING_DATASOURCE_PASSWORD
                  value: ⟨secret⟩
              ports:
                - containerPort: 8080
    `,
  ),
  configuration(
    'Kubernetes (kubeconfig)',
    'jwt-rs256',
    `
    apiVersion: v1
    kind: Config
    current-context: staging
    users:
    - name: pipeline
      user:
        token: ⟨secret⟩
    `,
  ),
  configuration(
    'Kubernetes (ConfigMap)',
    'url-password',
    `
    kind: ConfigMap
    metadata:
      name: analytics
    data:
      application.conf: |
        db.default.url="postgres://metabase:⟨secret⟩@pg-ro.analytics.svc:5432/warehouse"
        play.http.context="/bi"
    `,
  ),
  configuration(
    'Helm values',
    'password',
    `
    postgresql:
      enabled: true
      auth:
        username: keycloak
        database: keycloak
        postgresPassword: ⟨secret⟩
    ingress:
      enabled: false
    `,
  ),
  configuration(
    'Helm values',
    'openai-project-key',
    `
    replicaCount: 2
    extraEnv:
      OPENAI_BASE_URL: https://api.openai.com/v1
      OPENAI_API_KEY: ⟨secret⟩
    resources: {}
    `,
  ),
  configuration(
    'Helm values',
    'manager-password',
    `
    grafana:
      adminUser: admin
      adminPassword: "⟨secret⟩"
      grafana.ini:
        server:
          root_url: https://grafana.tide.example
    `,
  ),
  configuration(
    'Helm values',
    'rsa-private-key',
    `
    tls:
      crt: ""
      key: |-
        ⟨lines⟩
    service:
      type: ClusterIP
    `,
  ),
  configuration(
    'ECS task definition',
    'datadog-api-key',
    `
          "environment": [
            { "name": "DD_SITE", "value": "datadoghq.eu" },
            { "name": "DD_API_KEY", "value": "⟨secret⟩" },
            { "name": "ECS_FARGATE", "value": "true" }
          ],
    `,
  ),

  // Provisioning
  configuration(
    'Ansible (inventory)',
    'password',
    `
    [switches]
    sw01.lab.example ansible_user=netops ansible_ssh_pass=⟨secret⟩
    sw02.lab.example ansible_user=netops
    `,
  ),
  configuration(
    'Ansible (group vars)',
    'strong-password',
    `
    ---
    nextcloud_version: 30.0.1
    nextcloud_db_user: nextcloud
    nextcloud_db_password: "⟨secret⟩"
    nextcloud_trusted_domains:
      - cloud.parish.example
    `,
  ),
  configuration(
    'Ansible (task)',
    'password',
    `
    - name: Create the replication user
      community.mysql.mysql_user:
        name: replica
        host: '%'
        password: '⟨secret⟩'
        priv: '*.*:REPLICATION SLAVE'
      no_log: true
    `,
  ),
  configuration(
    'Terraform',
    'digitalocean-token',
    `
    provider "digitalocean" {
      token = "⟨secret⟩"
    }

    resource "digitalocean_droplet" "edge" {
      image  = "debian-12-x64"
      region = "fra1"
    }
    `,
  ),
  configuration(
    'Terraform (tfvars)',
    'cloudflare-old-token',
    `
    zone_name            = "tide.example"
    cloudflare_api_token = "⟨secret⟩"
    enable_waf           = true
    `,
  ),
  configuration(
    'Terraform (state)',
    'strong-password',
    `
          "attributes": {
            "address": "ledger.c0ffee.eu-west-3.rds.amazonaws.com",
            "allocated_storage": 50,
            "engine": "postgres",
            "password": "⟨secret⟩",
            "port": 5432
          }
    `,
  ),
  configuration(
    'Pulumi',
    'hetzner-token',
    `
    config:
      hcloud:token: ⟨secret⟩
      mill:location: nbg1
    `,
  ),
  configuration(
    'Vagrant',
    'password',
    `
    Vagrant.configure("2") do |config|
      config.vm.box = "generic/ubuntu2204"
      config.ssh.username = "ops"
      config.ssh.password = "⟨secret⟩"
    end
    `,
  ),
  configuration(
    'cloud-init',
    'password',
    `
    #cloud-config
    chpasswd:
      expire: false
      users:
        - {name: ubuntu, password: ⟨secret⟩, type: text}
    ssh_pwauth: true
    `,
  ),
  configuration(
    'cloud-init',
    'openssh-private-key',
    `
    write_files:
      - path: /root/.ssh/id_ed25519
        permissions: '0600'
        content: |
          ⟨lines⟩
    runcmd:
      - git clone git@github.com:tide/infra.git
    `,
  ),

  // Tools and servers
  configuration(
    'AWS credentials',
    'aws-secret-access-key',
    `
    [default]
    aws_access_key_id = AKIA⟨base32 16⟩
    aws_secret_access_key = ⟨secret⟩

    [audit]
    role_arn = arn:aws:iam::210987654321:role/audit
    `,
  ),
  configuration(
    'AWS credentials',
    'aws-access-key-id',
    `
    [backup]
    aws_access_key_id=⟨secret⟩
    region=eu-west-3
    `,
  ),
  configuration(
    's3cmd',
    'aws-secret-access-key',
    `
    [default]
    access_key = AKIA⟨base32 16⟩
    bucket_location = EU
    host_base = s3.amazonaws.com
    secret_key = ⟨secret⟩
    `,
  ),
  configuration(
    'rclone',
    'strong-password',
    `
    [nas]
    type = webdav
    url = https://nas.parish.example/dav
    user = backup
    pass = ⟨secret⟩
    `,
  ),
  configuration(
    'Maven settings',
    'manager-password',
    `
    <settings>
      <servers>
        <server>
          <id>nexus-snapshots</id>
          <username>builder</username>
          <password>⟨secret⟩</password>
        </server>
      </servers>
    </settings>
    `,
  ),
  configuration(
    'NuGet config',
    'azure-devops-token',
    `
    <packageSourceCredentials>
      <MillFeed>
        <add key="Username" value="any" />
        <add key="ClearTextPassword" value="⟨secret⟩" />
      </MillFeed>
    </packageSourceCredentials>
    `,
  ),
  configuration(
    'pip.conf',
    'url-password',
    `
    [global]
    index-url = https://reader:⟨secret⟩@pypi.mill.example/simple
    timeout = 60
    `,
  ),
  configuration(
    '.pypirc',
    'pypi-token',
    `
    [distutils]
    index-servers = pypi

    [pypi]
    username = __token__
    password = ⟨secret⟩
    `,
  ),
  configuration(
    'Composer auth.json',
    'github-oauth-token',
    `
    {
        "github-oauth": {
            "github.com": "⟨secret⟩"
        }
    }
    `,
  ),
  configuration(
    'Composer auth.json',
    'manager-password',
    `
    {
        "http-basic": {
            "repo.magento.com": {
                "username": "⟨hex 32⟩",
                "password": "⟨secret⟩"
            }
        }
    }
    `,
  ),
  configuration(
    '.git-credentials',
    'gitlab-personal-token',
    `
    https://oauth2:⟨secret⟩@gitlab.com
    `,
  ),
  configuration(
    '.my.cnf',
    'password',
    `
    [mysqldump]
    user     = dumper
    password = "⟨secret⟩"
    single-transaction
    `,
  ),
  configuration(
    'Postfix',
    'sendgrid-key',
    `
    # /etc/postfix/sasl_passwd
    [smtp.sendgrid.net]:587 apikey:⟨secret⟩
    `,
  ),
  configuration(
    'Alertmanager',
    'slack-webhook',
    `
    receivers:
      - name: oncall
        slack_configs:
          - api_url: '⟨secret⟩'
            channel: '#alerts'
            send_resolved: true
    `,
  ),
  configuration(
    'Prometheus',
    'grafana-cloud-token',
    `
    remote_write:
      - url: https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push
        basic_auth:
          username: "481516"
          password: ⟨secret⟩
    `,
  ),
  configuration(
    'grafana.ini',
    'strong-password',
    `
    [security]
    admin_user = admin
    admin_password = """⟨secret⟩"""

    [smtp]
    enabled = false
    `,
  ),
  configuration(
    'WireGuard',
    'shared-access-key',
    `
    [Interface]
    Address = 10.66.0.4/32
    PrivateKey = ⟨secret⟩
    DNS = 10.66.0.1
    `,
  ),
  configuration(
    'OpenVPN',
    'pkcs8-private-key',
    `
    client
    dev tun
    remote vpn.mill.example 1194 udp
    <key>
    ⟨lines⟩
    </key>
    `,
  ),
  configuration(
    'HAProxy',
    'password',
    `
    userlist staff
      user stats insecure-password ⟨secret⟩

    listen stats
      bind :8404
      stats enable
    `,
  ),
  configuration(
    'systemd unit',
    'discord-bot-token',
    `
    [Service]
    User=bot
    Environment="DISCORD_TOKEN=⟨secret⟩" "GUILD=4815162342"
    ExecStart=/opt/bot/run
    Restart=on-failure
    `,
  ),
  configuration(
    'crontab',
    'url-password',
    `
    MAILTO=ops@parish.example
    15 2 * * * /usr/bin/restic -r rest:https://backup:⟨secret⟩@vault.parish.example/ backup /srv
    `,
  ),
  configuration(
    'crontab',
    'passphrase',
    `
    30 4 * * 0 RESTIC_PASSWORD=⟨secret⟩ /usr/local/bin/restic check --read-data-subset=5%
    `,
  ),
  configuration(
    'MCP servers (JSON)',
    'notion-token',
    `
    {
      "mcpServers": {
        "notion": {
          "command": "npx",
          "args": ["-y", "@notionhq/notion-mcp-server"],
          "env": { "NOTION_TOKEN": "⟨secret⟩" }
        }
      }
    }
    `,
  ),
  configuration(
    'MCP servers (JSON)',
    'jina-key',
    `
        "reader": {
          "url": "https://mcp.jina.ai/sse",
          "headers": { "Authorization": "Bearer ⟨secret⟩" }
        }
    `,
  ),
  configuration(
    'VS Code settings (JSONC)',
    'anthropic-api-key',
    `
    {
      "editor.formatOnSave": true,
      // only on this machine
      "terminal.integrated.env.linux": { "ANTHROPIC_API_KEY": "⟨secret⟩" }
    }
    `,
  ),
  configuration(
    'LiteLLM (YAML)',
    'groq-key',
    `
    model_list:
      - model_name: fast
        litellm_params:
          model: groq/llama-3.3-70b-versatile
          api_key: ⟨secret⟩
    `,
  ),
  configuration(
    'GitLab CI',
    'trigger-dev-key',
    `
    deploy-jobs:
      script:
        - TRIGGER_SECRET_KEY=⟨secret⟩ npx trigger.dev@latest deploy --env prod
    `,
  ),
  configuration(
    'GitHub Actions',
    'uuid-token',
    `
          - uses: snyk/actions/node@master
            env:
              SNYK_TOKEN: ⟨uuid⟩
              CODACY_PROJECT_TOKEN: ⟨secret⟩
    `,
  ),
  configuration(
    'Argo CD (YAML)',
    'encrypted-private-key',
    `
    stringData:
      type: git
      url: git@github.com:tide/charts.git
      sshPrivateKey: |
        ⟨lines⟩
    `,
  ),
  configuration(
    'key file',
    'pgp-private-key',
    `
    # apt signing key, exported with gpg --armor --export-secret-keys
    ⟨lines⟩
    `,
  ),
];

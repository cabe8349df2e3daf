import { code, configuration, type Template } from './template';

/** Frameworks, their settings, and code. */
export const applications: readonly Template[] = [
  // Spring, Quarkus, JVM
  configuration(
    'Spring (YAML)',
    'manager-password',
    `
    spring:
      datasource:
        url: jdbc:mariadb://maria.lan:3306/ferry
        username: ferry
        password: ⟨secret⟩
      jpa:
        hibernate:
          ddl-auto: validate
    `,
  ),
  configuration(
    'Spring (properties)',
    'google-oauth-client-secret',
    `
    spring.security.oauth2.client.registration.google.client-id=⟨digits 12⟩-⟨lowerAlnum 32⟩.apps.googleusercontent.com
    spring.security.oauth2.client.registration.google.client-secret=⟨secret⟩
    server.servlet.context-path=/ferry
    `,
  ),
  configuration(
    'Spring (properties)',
    'password',
    `
    server.ssl.enabled=true
    server.ssl.key-store=classpath:ferry.p12
    server.ssl.key-store-password=⟨secret⟩
    server.ssl.key-alias=ferry
    `,
  ),
  configuration(
    'Spring (YAML)',
    'base64-secret',
    `
    app:
      jwt:
        secret: ⟨secret⟩
        ttl: PT15M
    `,
  ),
  configuration(
    'Quarkus (properties)',
    'password',
    `
    %dev.quarkus.datasource.username=sa
    %dev.quarkus.datasource.password=⟨secret⟩
    quarkus.http.port=8081
    `,
  ),
  configuration(
    'persistence.xml',
    'password',
    `
    <property name="jakarta.persistence.jdbc.user" value="ferry"/>
    <property name="jakarta.persistence.jdbc.password" value="⟨secret⟩"/>
    <property name="hibernate.show_sql" value="false"/>
    `,
  ),
  configuration(
    'Tomcat (XML)',
    'manager-password',
    `
    <tomcat-users>
      <role rolename="manager-gui"/>
      <user username="tomcat" password="⟨secret⟩" roles="manager-gui"/>
    </tomcat-users>
    `,
  ),
  code(
    'Java',
    'aws-secret-access-key',
    `
    AwsBasicCredentials credentials = AwsBasicCredentials.create(
        "AKIA⟨base32 16⟩",
        "⟨secret⟩");
    S3Client s3 = S3Client.builder()
        .region(Region.EU_WEST_3)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
    `,
  ),
  code(
    'Java',
    'password',
    `
    try (Connection c = DriverManager.getConnection("jdbc:mysql://maria.lan/ferry", "ferry", "⟨secret⟩")) {
        c.createStatement().execute("ANALYZE TABLE crossings");
    }
    `,
  ),
  code(
    'Scala',
    'url-password',
    `
    object Warehouse {
      private val uri = "mongodb://loader:⟨secret⟩@mongo.lan:27017/?authSource=admin"
      val client: MongoClient = MongoClient(uri)
    }
    `,
  ),
  code(
    'Kotlin',
    'openai-legacy-key',
    `
    object Ai {
        const val MODEL = "gpt-4o-mini"
        const val KEY = "⟨secret⟩"
    }
    `,
  ),

  // Android and Apple
  configuration(
    'Android (Gradle)',
    'password',
    `
    android {
        signingConfigs {
            release {
                storeFile file("upload.jks")
                storePassword "⟨secret⟩"
                keyAlias "upload"
            }
        }
    }
    `,
  ),
  configuration(
    'Android (Kotlin DSL)',
    'google-api-key',
    `
    defaultConfig {
        applicationId = "example.tide.tables"
        minSdk = 26
        buildConfigField("String", "GEMINI_KEY", "\\"⟨secret⟩\\"")
    }
    `,
  ),
  configuration(
    'gradle.properties',
    'password',
    `
    org.gradle.jvmargs=-Xmx4g
    android.useAndroidX=true
    RELEASE_STORE_PASSWORD=⟨secret⟩
    RELEASE_KEY_ALIAS=tide
    `,
  ),
  configuration(
    'local.properties',
    'mapbox-secret-token',
    `
    sdk.dir=/home/ana/Android/Sdk
    MAPBOX_DOWNLOADS_TOKEN=⟨secret⟩
    `,
  ),
  configuration(
    'Android (strings.xml)',
    'facebook-page-token',
    `
    <resources>
        <string name="app_name">Tide Tables</string>
        <string name="fb_page_token" translatable="false">⟨secret⟩</string>
    </resources>
    `,
  ),
  configuration(
    'Xcode (xcconfig)',
    'sentry-organization-token',
    `
    // Release.xcconfig
    PRODUCT_BUNDLE_IDENTIFIER = example.tide.tables
    SENTRY_AUTH_TOKEN = ⟨secret⟩
    ENABLE_BITCODE = NO
    `,
  ),
  configuration(
    'Info.plist',
    'opaque-token',
    `
    <key>CFBundleShortVersionString</key>
    <string>4.2.0</string>
    <key>TideApiSecret</key>
    <string>⟨secret⟩</string>
    `,
  ),
  code(
    'Swift',
    'anthropic-api-key',
    `
    enum Config {
        static let baseURL = URL(string: "https://api.anthropic.com")!
        static let anthropicKey = "⟨secret⟩"
    }
    `,
  ),
  code(
    'Ruby (Fastfile)',
    'password',
    `
    lane :beta do
      ENV["MATCH_PASSWORD"] = "⟨secret⟩"
      match(type: "appstore", readonly: true)
      pilot
    end
    `,
  ),
  code(
    'Dart',
    'jwt-hs256',
    `
    Future<void> main() async {
      await Supabase.initialize(
        url: 'https://⟨lower 20⟩.supabase.co',
        serviceRoleKey: '⟨secret⟩',
      );
      runApp(const App());
    }
    `,
  ),
  code(
    'Objective-C',
    'opaque-token',
    `
    static NSString * const kTrackerApiSecret = @"⟨secret⟩";

    - (void)start { [Tracker setupWithSecret:kTrackerApiSecret]; }
    `,
  ),

  // Ruby on Rails
  configuration(
    'Rails (database.yml)',
    'password',
    `
    default: &default
      adapter: postgresql
      encoding: unicode

    staging:
      <<: *default
      database: seedbank_staging
      username: seedbank
      password: ⟨secret⟩
    `,
  ),
  code(
    'Ruby (initializer)',
    'stripe-restricted-key',
    `
    Rails.configuration.x.currency = 'eur'
    Stripe.api_key = '⟨secret⟩'
    Stripe.max_network_retries = 2
    `,
  ),
  code(
    'Ruby (Devise)',
    'hex-secret',
    `
    Devise.setup do |config|
      # The secret key used by Devise.
      config.secret_key = '⟨secret⟩'
      config.mailer_sender = 'hello@seedbank.example'
    end
    `,
  ),
  code(
    'Ruby (environment)',
    'manager-password',
    `
    config.action_mailer.smtp_settings = {
      address: 'smtp.postmarkapp.com',
      user_name: 'seedbank',
      password: '⟨secret⟩',
      authentication: :plain
    }
    `,
  ),

  // PHP
  configuration(
    'Laravel (.env)',
    'password',
    `
    DB_CONNECTION=mysql
    DB_HOST=127.0.0.1
    DB_DATABASE=bakery
    DB_USERNAME=bakery
    DB_PASSWORD=⟨secret⟩

    BROADCAST_DRIVER=log
    `,
  ),
  configuration(
    'Laravel (.env)',
    'mailgun-old-key',
    `
    MAIL_MAILER=mailgun
    MAILGUN_DOMAIN=mg.bakery.example
    MAILGUN_SECRET=⟨secret⟩
    `,
  ),
  configuration(
    'Laravel (.env)',
    'short-hex-secret',
    `
    PUSHER_APP_ID=1620394
    PUSHER_APP_KEY=⟨hex 20⟩
    PUSHER_APP_SECRET=⟨secret⟩
    PUSHER_APP_CLUSTER=eu
    `,
  ),
  code(
    'PHP (config)',
    'strong-password',
    `
    <?php
    return [
        'default' => 'mysql',
        'connections' => [
            'mysql' => ['host' => 'db1', 'username' => 'bakery', 'password' => '⟨secret⟩'],
        ],
    ];
    `,
  ),
  code(
    'PHP (wp-config)',
    'password',
    `
    define( 'DB_NAME', 'wp_bakery' );
    define( 'DB_USER', 'wp' );
    define( 'DB_PASSWORD', '⟨secret⟩' );
    define( 'DB_HOST', 'localhost' );
    `,
  ),
  code(
    'PHP',
    'password',
    `
    $pdo = new PDO('mysql:host=db1;dbname=bakery;charset=utf8mb4', 'bakery', '⟨secret⟩', [
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    ]);
    `,
  ),
  configuration(
    'Symfony (.env)',
    'url-password',
    `
    APP_ENV=dev
    DATABASE_URL="mysql://bakery:⟨secret⟩@127.0.0.1:3306/bakery?serverVersion=8.0.32&charset=utf8mb4"
    `,
  ),
  configuration(
    'Symfony (.env)',
    'short-hex-secret',
    `
    ###> symfony/framework-bundle ###
    APP_ENV=prod
    APP_SECRET=⟨secret⟩
    ###< symfony/framework-bundle ###
    `,
  ),

  // Python
  code(
    'Python (Django settings)',
    'strong-password',
    `
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "herbarium",
            "USER": "herbarium",
            "PASSWORD": "⟨secret⟩",
            "HOST": "10.20.0.5",
        }
    }
    `,
  ),
  code(
    'Python (Django settings)',
    'password',
    `
    EMAIL_HOST = "mail.herbarium.example"
    EMAIL_HOST_USER = "noreply"
    EMAIL_HOST_PASSWORD = '⟨secret⟩'
    EMAIL_USE_TLS = True
    `,
  ),
  code(
    'Python (Flask)',
    'hex-secret',
    `
    app = Flask(__name__)
    app.secret_key = "⟨secret⟩"
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    `,
  ),
  code(
    'Python (boto3)',
    'aws-secret-access-key',
    `
    s3 = boto3.client(
        "s3",
        region_name="eu-west-3",
        aws_access_key_id="AKIA⟨base32 16⟩",
        aws_secret_access_key="⟨secret⟩",
    )
    `,
  ),
  code(
    'Python (LangChain)',
    'openai-project-key',
    `
    os.environ["OPENAI_API_KEY"] = "⟨secret⟩"

    llm = ChatOpenAI(model="gpt-4o", temperature=0)
    `,
  ),
  code(
    'Python',
    'huggingface-token',
    `
    from huggingface_hub import login

    login("⟨secret⟩")
    model = AutoModel.from_pretrained("herbarium/leaf-vit")
    `,
  ),
  code(
    'Python (SQLAlchemy)',
    'url-password',
    `
    SQLALCHEMY_DATABASE_URI = 'mysql+pymysql://botanist:⟨secret⟩@10.20.0.5:3306/herbarium'
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    `,
  ),
  code(
    'Python (paramiko)',
    'password',
    `
    ssh = paramiko.SSHClient()
    ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    ssh.connect("10.20.0.9", username="greenhouse", password="⟨secret⟩")
    `,
  ),
  code(
    'Python (telegram)',
    'telegram-bot-token',
    `
    def main() -> None:
        app = ApplicationBuilder().token("⟨secret⟩").build()
        app.add_handler(CommandHandler("start", start))
        app.run_polling()
    `,
  ),
  code(
    'Python (Airflow)',
    'strong-password',
    `
    conn = snowflake.connector.connect(
        account="fx48151.eu-central-1",
        user="LOADER",
        password="⟨secret⟩",
        warehouse="LOAD_WH",
    )
    `,
  ),
  code(
    'Python (requests)',
    'manager-password',
    `
    r = requests.get("https://jira.herbarium.example/rest/api/2/myself", auth=("robot", "⟨secret⟩"))
    r.raise_for_status()
    `,
  ),
  code(
    'Python',
    'jwt-hs256',
    `
    headers = {
        "accept": "application/json",
        "authorization": "Bearer ⟨secret⟩",
    }
    `,
  ),
  configuration(
    'Streamlit (TOML)',
    'deepseek-key',
    `
    [deepseek]
    base_url = "https://api.deepseek.com"
    api_key = "⟨secret⟩"
    `,
  ),

  // JavaScript and TypeScript
  configuration(
    'Next.js (.env.local)',
    'clerk-secret-key',
    `
    NEXT_PUBLIC_APP_URL=http://localhost:3000
    NEXT_PUBLIC_CLERK_SIGN_IN_URL=/sign-in
    CLERK_SECRET_KEY=⟨secret⟩
    `,
  ),
  configuration(
    'Next.js (.env.local)',
    'vercel-blob-token',
    `
    # Created by Vercel CLI
    BLOB_READ_WRITE_TOKEN="⟨secret⟩"
    VERCEL_ENV="development"
    `,
  ),
  configuration(
    'Next.js (.env.local)',
    'base64-secret',
    `
    AUTH_URL=http://localhost:3000
    AUTH_SECRET="⟨secret⟩"
    AUTH_GITHUB_ID=Iv1.⟨hex 16⟩
    `,
  ),
  configuration(
    'Prisma (.env)',
    'url-password',
    `
    # See https://pris.ly/d/connection-strings
    DATABASE_URL="postgresql://potter:⟨secret⟩@ep-still-dew-4815.eu-central-1.aws.neon.tech/kiln?sslmode=require"
    `,
  ),
  code(
    'JavaScript (next.config)',
    'contentful-token',
    `
    module.exports = {
      reactStrictMode: true,
      env: {
        CONTENTFUL_SPACE: '⟨lowerAlnum 12⟩',
        CONTENTFUL_TOKEN: '⟨secret⟩',
      },
    };
    `,
  ),
  code(
    'TypeScript (NestJS)',
    'password',
    `
    TypeOrmModule.forRoot({
      type: 'postgres',
      host: 'localhost',
      username: 'potter',
      password: '⟨secret⟩',
      autoLoadEntities: true,
    }),
    `,
  ),
  code(
    'TypeScript (Drizzle)',
    'url-password',
    `
    export default defineConfig({
      dialect: 'postgresql',
      dbCredentials: { url: 'postgres://potter:⟨secret⟩@localhost:5432/kiln' },
    });
    `,
  ),
  code(
    'JavaScript (Express)',
    'manager-password',
    `
    app.use(session({
      secret: '⟨secret⟩',
      resave: false,
      saveUninitialized: false,
    }));
    `,
  ),
  code(
    'JavaScript (jsonwebtoken)',
    'hex-secret',
    `
    const jwtSecret = "⟨secret⟩";
    const token = jwt.sign({ id: user._id }, jwtSecret, { expiresIn: '7d' });
    `,
  ),
  code(
    'JavaScript (nodemailer)',
    'manager-password',
    `
    const transporter = nodemailer.createTransport({
      service: 'gmail',
      auth: { user: 'kiln.shop@gmail.com', pass: '⟨secret⟩' },
    });
    `,
  ),
  code(
    'TypeScript (Angular environment)',
    'algolia-admin-key',
    `
    export const environment = {
      production: true,
      algolia: { appId: '⟨upperAlnum 10⟩', adminApiKey: '⟨secret⟩' },
    };
    `,
  ),
  code(
    'TypeScript (OpenRouter)',
    'openrouter-key',
    `
    const openai = new OpenAI({
      baseURL: 'https://openrouter.ai/api/v1',
      apiKey: '⟨secret⟩',
      defaultHeaders: { 'X-Title': 'Kiln' },
    });
    `,
  ),
  code(
    'JavaScript (axios)',
    'linear-key',
    `
    const { data } = await axios.post('https://api.linear.app/graphql', { query }, {
      headers: { Authorization: '⟨secret⟩' },
    });
    `,
  ),
  code(
    'TypeScript (Playwright)',
    'password',
    `
    test('sign in', async ({ page }) => {
      await page.getByLabel('Email').fill('qa@kiln.example');
      await page.getByLabel('Password').fill('⟨secret⟩');
      await page.getByRole('button', { name: 'Sign in' }).click();
    });
    `,
  ),
  code(
    'TypeScript (Hardhat)',
    'ethereum-private-key',
    `
    networks: {
      sepolia: {
        url: 'https://rpc.sepolia.org',
        accounts: { privateKey: '⟨secret⟩' },
      },
    },
    `,
  ),
  code(
    'Vue',
    'airtable-token',
    `
    <script setup>
    const base = 'app⟨alnum 14⟩'
    const airtableKey = '⟨secret⟩'
    const { data } = await useFetch(\`https://api.airtable.com/v0/\${base}/Pots\`, {
      headers: { Authorization: \`Bearer \${airtableKey}\` },
    })
    </script>
    `,
  ),
  code(
    'HTML (script)',
    'elevenlabs-key',
    `
    <script>
      window.VOICE = { voiceId: '⟨alnum 20⟩', xiApiKey: '⟨secret⟩' };
    </script>
    <script type="module" src="/src/main.js"></script>
    `,
  ),
  code(
    'JavaScript (Discord)',
    'discord-bot-token',
    `
    client.once('ready', () => console.log('up'));
    client.login('⟨secret⟩');
    `,
  ),
  code(
    'JavaScript (Firebase)',
    'firebase-server-key',
    `
    fetch('https://fcm.googleapis.com/fcm/send', {
      method: 'POST',
      headers: { Authorization: 'key=⟨secret⟩' },
      body: JSON.stringify(message),
    });
    `,
  ),

  // .NET
  configuration(
    'appsettings.json',
    'strong-password',
    `
    {
      "Logging": { "LogLevel": { "Default": "Information" } },
      "Smtp": {
        "Host": "smtp.office365.com",
        "Username": "reports@quarry.example",
        "Password": "⟨secret⟩"
      }
    }
    `,
  ),
  configuration(
    'appsettings.json',
    'manager-password',
    `
    {
      "ConnectionStrings": {
        "Default": "Host=pg.quarry.lan;Port=5432;Database=stones;Username=stones;Password=⟨secret⟩;Pooling=true"
      }
    }
    `,
  ),
  configuration(
    'appsettings.json',
    'base64-secret',
    `
    {
      "Jwt": {
        "Issuer": "https://quarry.example",
        "Key": "⟨secret⟩",
        "ExpiresMinutes": 30
      }
    }
    `,
  ),
  configuration(
    'appsettings.json',
    'azure-storage-key',
    `
    {
      "AzureWebJobsStorage": "DefaultEndpointsProtocol=https;AccountName=quarryfn;AccountKey=⟨secret⟩;EndpointSuffix=core.windows.net",
      "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated"
    }
    `,
  ),
  configuration(
    'web.config',
    'password',
    `
    <connectionStrings>
      <add name="Stones" providerName="System.Data.SqlClient"
           connectionString="Server=.\\SQLEXPRESS;Database=Stones;User Id=stones;Password=⟨secret⟩;TrustServerCertificate=True" />
    </connectionStrings>
    `,
  ),
  configuration(
    'web.config',
    'opaque-token',
    `
    <appSettings>
      <add key="Sms:Sender" value="Quarry" />
      <add key="Sms:ApiKey" value="⟨secret⟩" />
    </appSettings>
    `,
  ),
  code(
    'C#',
    'shared-access-key',
    `
    await using var client = new ServiceBusClient(
        "Endpoint=sb://quarry.servicebus.windows.net/;SharedAccessKeyName=sender;SharedAccessKey=⟨secret⟩");
    `,
  ),
  code(
    'C#',
    'azure-openai-key',
    `
    var azure = new AzureOpenAIClient(
        new Uri("https://quarry.openai.azure.com/"),
        new AzureKeyCredential("⟨secret⟩"));
    `,
  ),
  code(
    'Visual Basic',
    'password',
    `
    Dim cn As New SqlConnection("Data Source=SQL02;Initial Catalog=Stones;User ID=report;Password=⟨secret⟩")
    cn.Open()
    `,
  ),
  code(
    'PowerShell',
    'strong-password',
    `
    $cred = New-Object System.Management.Automation.PSCredential('QUARRY\\svc-deploy', (ConvertTo-SecureString '⟨secret⟩' -AsPlainText -Force))
    Invoke-Command -ComputerName web02 -Credential $cred -ScriptBlock { iisreset }
    `,
  ),

  // Other languages
  code(
    'Go',
    'slack-bot-token',
    `
    func main() {
    \tapi := slack.New("⟨secret⟩", slack.OptionDebug(true))
    \t_, _, err := api.PostMessage("C0⟨upperAlnum 9⟩", slack.MsgOptionText("tide is turning", false))
    \tif err != nil {
    \t\tlog.Fatal(err)
    \t}
    }
    `,
  ),
  code(
    'Go',
    'url-password',
    `
    conn, err := pgx.Connect(ctx, "postgres://tide:⟨secret⟩@127.0.0.1:5432/tide?sslmode=disable")
    if err != nil {
    \treturn fmt.Errorf("connect: %w", err)
    }
    `,
  ),
  code(
    'Go',
    'password',
    `
    cfg := mysql.Config{
    \tUser:   "tide",
    \tPasswd: "⟨secret⟩",
    \tNet:    "tcp",
    \tAddr:   "127.0.0.1:3306",
    }
    `,
  ),
  code(
    'Rust',
    'url-password',
    `
    let pool = PgPoolOptions::new()
        .max_connections(5)
        .connect("postgres://tide:⟨secret⟩@localhost/tide")
        .await?;
    `,
  ),
  code(
    'Rust',
    'sendgrid-key',
    `
    static SENDGRID: &str = "⟨secret⟩";

    async fn send(mail: &Mail) -> anyhow::Result<()> {
    `,
  ),
  code(
    'Elixir',
    'hex-secret',
    `
    config :tide, TideWeb.Endpoint,
      url: [host: "tide.example"],
      secret_key_base: "⟨secret⟩"
    `,
  ),
  code(
    'Elixir',
    'password',
    `
    config :tide, Tide.Repo,
      username: "tide",
      password: "⟨secret⟩",
      hostname: "localhost",
      pool_size: 10
    `,
  ),
  code(
    'C++ (Arduino)',
    'password',
    `
    #include <WiFi.h>
    const char* ssid = "Werkstatt-2G";
    const char* password = "⟨secret⟩";

    void setup() { WiFi.begin(ssid, password); }
    `,
  ),
  code(
    'C',
    'manager-password',
    `
    #define MQTT_HOST "mqtt.greenhouse.lan"
    #define MQTT_USER "probe"
    #define MQTT_PASS "⟨secret⟩"
    `,
  ),
  code(
    'R',
    'github-classic-token',
    `
    Sys.setenv(GITHUB_PAT = "⟨secret⟩")
    remotes::install_github("herbarium/leafr")
    `,
  ),
  code(
    'MATLAB',
    'opaque-token',
    `
    apiKey = '⟨secret⟩';
    data = webread('https://api.stations.example/v2/tides', 'station', 48, weboptions('HeaderFields', {'X-Api-Key', apiKey}));
    `,
  ),
  code(
    'Lua (nginx)',
    'opaque-token',
    `
    local upstream_token = "⟨secret⟩"
    ngx.req.set_header("Authorization", "Bearer " .. upstream_token)
    `,
  ),
  code(
    'Perl',
    'password',
    `
    my $dbh = DBI->connect("dbi:Pg:dbname=parish;host=localhost", "clerk", "⟨secret⟩", { RaiseError => 1 });
    `,
  ),
  code(
    'Makefile',
    'pulumi-token',
    `
    export PULUMI_ACCESS_TOKEN := ⟨secret⟩

    .PHONY: up
    up:
    \tpulumi up --yes
    `,
  ),
  configuration(
    'Home Assistant (YAML)',
    'password',
    `
    # secrets.yaml
    wifi_ssid: Dachboden
    wifi_password: "⟨secret⟩"
    mqtt_user: haus
    `,
  ),
  configuration(
    'ESPHome (YAML)',
    'base64-secret',
    `
    api:
      encryption:
        key: "⟨secret⟩"
    ota:
      - platform: esphome
    `,
  ),
  configuration(
    '.env',
    'inngest-signing-key',
    `
    INNGEST_DEV=0
    INNGEST_SIGNING_KEY="⟨secret⟩"
    `,
  ),
  configuration(
    '.env',
    'workos-key',
    `
    WORKOS_CLIENT_ID=client_01⟨upperAlnum 24⟩
    WORKOS_API_KEY=⟨secret⟩
    `,
  ),
  configuration(
    '.env',
    'ec-private-key',
    `
    APNS_KEY_ID=⟨upperAlnum 10⟩
    APNS_KEY="⟨secret⟩"
    APNS_TOPIC=example.tide.tables
    `,
  ),
  code(
    'Python',
    'voyage-key',
    `
    vo = voyageai.Client(api_key="⟨secret⟩")
    result = vo.embed(["high tide"], model="voyage-3")
    `,
  ),
  code(
    'TypeScript',
    'fireworks-key',
    `
    const fireworks = createFireworks({ apiKey: '⟨secret⟩' });
    const { text } = await generateText({ model: fireworks('accounts/fireworks/models/qwen3'), prompt });
    `,
  ),
  code(
    'PHP',
    'klaviyo-key',
    `
    <?php
    // private key, server side only
    $klaviyo = new KlaviyoAPI('⟨secret⟩', num_retries: 3);
    `,
  ),
];

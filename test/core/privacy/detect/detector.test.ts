import assert from 'node:assert/strict';
import { array, assert as check, constantFrom, property } from 'fast-check';
import { findSecrets } from '../../../../src/core/privacy/detect/detector';
import { Lot } from './madeUp';

/** What is found in a text, in the text's own words. */
function found(text: string): string[] {
  return findSecrets(text).map(({ start, end }) => text.slice(start, end));
}

function kinds(text: string): string[] {
  return findSecrets(text).map(({ kind }) => kind);
}

const token = new Lot(1).draw('alphanumeric', 40);
const hex = new Lot(2).draw('hex', 32);
const base64 = new Lot(3).draw('base64', 40);
const human = ['Tr0ub', '4dor&3'].join('');
const weak = ['hunt', 'er2'].join('');

/** `~` stands for the value. */
const tokenLines: readonly (readonly [language: string, line: string])[] = [
  ['environment file', 'API_KEY=~'],
  ['shell', 'export API_KEY="~"'],
  ['shell, several', 'env API_KEY=~ OTHER=1 ./run'],
  ['YAML', '  api_key: ~'],
  ['YAML, folded', 'api_key: >-\n  ~'],
  ['Kubernetes', '- name: API_KEY\n  value: "~"'],
  ['JSON', '{"apiKey": "~", "n": 1}'],
  ['JSON in a string', '"{\\"api_key\\": \\"~\\"}"'],
  ['JSON, name and value', '{"name":"API_KEY","value":"~"}'],
  ['TOML', 'api-key = "~"'],
  ['INI', '[x]\napi_key=~'],
  ['properties', 'service.api.key=~'],
  ['XML element', '<apiKey>~</apiKey>'],
  ['XML attribute', '<add key="ApiKey" value="~"/>'],
  ['TypeScript', "const apiKey: string = '~';"],
  ['JavaScript, default', "const key = process.env.API_KEY ?? '~';"],
  ['Python', 'os.environ["API_KEY"] = "~"'],
  ['Python, default', 'key = os.getenv("API_KEY", "~")'],
  ['Java', 'private static final String API_KEY = "~";'],
  ['C#', 'public string ApiKey { get; set; } = "~";'],
  ['Go', 'apiKey := "~"'],
  ['Go, constant', 'const apiKey string = "~"'],
  ['Rust', 'const API_KEY: &\'static str = "~";'],
  ['Rust, call', 'let secret_key = String::from("~");'],
  ['PHP', "'api_key' => '~',"],
  ['PHP, constant', "define('API_KEY', '~');"],
  ['Ruby', ':api_key => "~"'],
  ['Kotlin', 'val apiKey: String = "~"'],
  ['Swift', 'let apiKey = "~"'],
  ['C', '#define API_KEY "~"'],
  ['C++', 'std::string apiKey{"~"};'],
  ['Perl', "my $api_key = '~';"],
  ['R', 'api_key <- "~"'],
  ['Lisp', '(setq api-key "~")'],
  ['Terraform', 'variable "api_key" {\n  type = string\n  default = "~"\n}'],
  ['Dockerfile', 'ENV API_KEY=~'],
  ['Dockerfile, old', 'ENV API_KEY ~'],
  ['PowerShell', '$env:API_KEY = "~"'],
  ['batch file', 'set API_KEY=~'],
  ['flag', 'run --api-key ~ now'],
  ['flag with =', 'run --api-key=~'],
  ['header', 'curl -H "X-Api-Key: ~" https://a.example'],
  ['address', 'https://a.example/v1?api_key=~&q=1'],
  ['log', '[info] started with api_key=~, 3 workers'],
  ['diff', '-API_KEY=old\n+API_KEY=~'],
  ['Markdown', '**API key:** ~'],
  ['Markdown table', '| api_key | ~ |'],
  ['prose', 'My API key is ~ and it fails.'],
  ['npm', '//registry.example/:_authToken=~'],
];

const passwordLines: readonly (readonly [language: string, line: string])[] = [
  ['environment file', 'DB_PASSWORD=~'],
  ['YAML', '  password: ~'],
  ['JSON', '{"password": "~"}'],
  ['TOML', 'passwd = "~"'],
  ['properties', 'spring.datasource.password=~'],
  ['XML', '<Password>~</Password>'],
  ['JavaScript', "auth: { user: 'me', pass: '~' }"],
  ['Python', 'connect(host="h", password="~")'],
  ['Java', 'String password = "~";'],
  ['Java, builder', '.password("~")'],
  ['C#', 'var password = @"~";'],
  ['Go', '\tPassword: "~",'],
  ['PHP', "$db['password'] = '~';"],
  ['comparison', 'if password == "~":'],
  ['SQL', "CREATE USER x IDENTIFIED BY '~';"],
  ['SQL, role', "CREATE ROLE x WITH LOGIN PASSWORD '~';"],
  ['ADO', 'Server=x;Database=y;User Id=z;Password=~;Encrypt=yes'],
  ['netrc', 'machine h login me password ~'],
  ['flag', 'tool --password ~'],
  ['mysql', 'mysql -u root -p~ db'],
  ['curl', 'curl -u admin:~ https://a.example'],
  ['sshpass', "sshpass -p '~' ssh h"],
  ['docker', 'docker login -u me -p ~ r.example'],
  ['openssl', 'openssl rsa -passin pass:~ -in k'],
  ['redis-cli', 'redis-cli -a ~ ping'],
  ['prose', 'The password is ~.'],
  ['prose, of what', 'the root password for staging is ~'],
  ['German', 'Passwort: ~'],
  ['Spanish', 'contraseña: ~'],
  ['Russian', 'пароль: ~'],
  ['Chinese', '密码：~'],
];

/** What is decoded, wrapped, handed over, or taken when nothing is set. */
const expressionLines: readonly (readonly [language: string, line: string])[] = [
  ['Rust, default', 'let t = env::var("SERVICE_TOKEN").unwrap_or("~".to_string());'],
  ['Rust, closure', 'let t = env::var("SERVICE_TOKEN").unwrap_or_else(|_| String::from("~"));'],
  ['Rust, bytes', 'pub const SERVICE_KEY: &[u8] = b"~";'],
  ['Rust, wrapped', 'let service_token = Zeroizing::new("~".to_string());'],
  ['Python, field', "service_token: str = Field(default='~')"],
  ['Python, argument', "parser.add_argument('--service-token', type=str, default='~')"],
  ['Python, next line', "service_token = (\n    '~'\n)"],
  ['Python, bytes', 'SERVICE_TOKEN = bytes.fromhex("~")'],
  ['Ruby, block', "ENV.fetch('SERVICE_TOKEN') { '~' }"],
  ['JavaScript, other name', "const serviceToken = process.env.X ?? '~';"],
  ['JavaScript, decoded', "const serviceSecret = Buffer.from('~', 'hex');"],
  ['JavaScript, schema', "SERVICE_TOKEN: z.string().default('~'),"],
  ['Java, annotation', '@Value("${service.token:~}")'],
  ['Java, decoded', 'static final byte[] SERVICE_KEY = Base64.getDecoder().decode("~");'],
  ['Java, key', 'SecretKeySpec k = new SecretKeySpec("~".getBytes(), "AES");'],
  ['Java, optional', 'Optional.ofNullable(System.getenv("SERVICE_TOKEN")).orElse("~");'],
  ['Kotlin, default', 'val serviceToken = System.getenv("X") ?: "~"'],
  ['Go, bytes', 'var serviceKey = []byte("~")'],
  ['Go, block', 'const (\n\tport = 80\n\tserviceToken = "~"\n)'],
  ['Go, decoded', 'signingKey, err := hex.DecodeString("~")'],
  ['Go, note', 'Token string `env:"SERVICE_TOKEN" envDefault:"~"`'],
  ['C#, bytes', 'var signingKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("~"));'],
  ['Visual Basic', 'Private Const ServiceToken As String = "~"'],
  ['PowerShell', '$s = ConvertTo-SecureString "~" -AsPlainText -Force'],
  ['shell, default', 'TOKEN=${1:-~}'],
  ['shell, piped', 'echo ~ | docker secret create service_token -'],
  ['GitHub', "gh secret set SERVICE_TOKEN --body '~'"],
  ['systemd, argument', 'ExecStart=/usr/bin/svc --listen :80 --token ~'],
  ['systemd, variable', 'Environment="A=b" "SERVICE_TOKEN=~"'],
  ['TOML, section', '[azure]\norganization = "x"\npat = "~"'],
  ['INI, section', '[tokens]\nstaging = ~\nowner = me'],
  ['YAML, below', 'tokens:\n  staging: ~'],
  ['property list', '<key>ServiceToken</key>\n<string>~</string>'],
  ['Android', '<string name="service_token">~</string>'],
  ['prose, next line', 'The API key is:\n\n    ~\n'],
  ['prose, fence', 'Access token:\n\n```text\n~\n```'],
  ['German', 'Unser API-Schlüssel für Mistral lautet: `~`'],
];

/** A password that people are made to choose. */
const chosenLines: readonly (readonly [language: string, line: string])[] = [
  ['Rust, default', 'env::var("DB_PASSWORD").unwrap_or("~".to_string())'],
  ['Oracle', 'jdbc:oracle:thin:scott/~@//db.acme.example:1521/XE'],
  ['sqlplus', 'sqlplus -s scott/~@orcl'],
  ['.pgpass', 'db.acme.example:5432:app:me:~'],
  ['wpa_supplicant', 'network={\n\tssid="x"\n\tpsk="~"\n}'],
  ['log', '2026-01-01 INFO user=admin password=~ ip=192.0.2.1'],
  ['table', '| Host | Password | Note |\n|:--|---|---|\n| a | `~` | x y |'],
  ['redis', 'requirepass ~'],
  ['piped', 'echo "~" | sudo -S ls'],
  ['prose', 'log in with admin and password ~ today'],
  ['prose, key', 'the API key is ~'],
  ['prose, next line', 'The password is:\n\n    ~\n'],
  ['German, for what', 'Das Kennwort für den Server lautet „~“.'],
  ['German, account', 'Zugangsdaten:\n  admin / ~\n'],
];

/** Drawn with signs that mean something elsewhere. */
const drawn = [
  new Lot(40).fill('<letters 2>[9<upper 1>z%4:v<letters 1>;2)k<upper 1>~'),
  ['(p8!Zq', '2@Lm4:d}'].join(''),
];

const signedLines: readonly (readonly [language: string, line: string])[] = [
  ['Compose', '    environment:\n      MYSQL_ROOT_PASSWORD: "~"'],
  ['Ansible', "vault_db_password: '~'  # rotated"],
  ['Rails', "smtp_settings = {\n  password: '~',\n  port: 587\n}"],
  ['Ruby, symbol', ':password => "~",'],
  ['environment file', 'DB_PASSWORD=~'],
  ['YAML', 'root_password: ~'],
  ['sqlcmd', "sqlcmd -S db -U sa -P '~' -Q x"],
  ['redis-server', "redis-server --requirepass '~' --port 1"],
  ['openssl', "openssl pkcs12 -export -passout 'pass:~' -in x"],
  ['curl', "curl -u 'deploy:~' https://a.example"],
  ['htpasswd', "htpasswd -bc /etc/nginx/.htpasswd admin '~'"],
  ['rabbitmqctl', "rabbitmqctl add_user app '~'"],
  ['useradd', "useradd -m -p '~' bob"],
  ['zip', "zip -r -P '~' out.zip dir"],
  ['7z', "7z a -p'~' out.7z dir"],
  ['helm', "helm install a b --set 'auth.password=~'"],
  ['kubectl', "kubectl create secret generic a --from-literal='password=~'"],
  ['Java', 'DriverManager.getConnection(url, user, "~");'],
  ['PHP', "new PDO($dsn, 'app', '~');"],
  ['PHP, mysqli', "mysqli_connect('h', 'app', '~', 'shop');"],
  ['Perl', "DBI->connect($dsn, 'app', '~', { RaiseError => 1 });"],
  ['Python', "pymysql.connect('h', 'app', '~', 'shop')"],
  ['Python, mail', "smtp.login(USER, '~')"],
  ['Go', 'smtp.PlainAuth("", from, "~", host)'],
  ['Node', "get(u, { auth: ['me', '~'] })"],
  ['Playwright', "page.getByLabel('Password').fill('~');"],
  ['Playwright, regular expression', "page.getByLabel(/password/i).fill('~');"],
  ['Playwright, option', "page.getByLabel('Password', { exact: true }).fill('~');"],
  ['Selenium, apart', 'p = d.findElement(By.name("password"));\np.clear();\np.sendKeys("~");'],
  ['list of arguments', 'command: ["redis-server", "--requirepass", "~"]'],
  ['Puppeteer', "page.type('#password', '~')"],
  ['Cypress', "cy.get('[name=password]').clear().type('~')"],
  ['Selenium', 'driver.findElement(By.id("password")).sendKeys("~");'],
  ['page object', "passwordInput.sendKeys('~')"],
  ['Capybara', "fill_in 'Password', with: '~'"],
];

/** Letters, digits, a dot or a hyphen. */
const spoken = [['Velvet', '77.Moon'].join(''), ['river-', 'moss-42'].join(''), ['Kr4ken', 'Bay'].join('')];

const spokenLines: readonly (readonly [language: string, line: string])[] = [
  ['prose', 'Hello,\n\nThe password is ~\n\nBye'],
  ['prose, end', 'The password is ~.'],
  ['log', 'Nov 22 10:00:01 gw sshd[88]: login failed user=admin password=~ from 192.0.2.1'],
  ['chat', 'user demo, password ~'],
  ['chat, short', 'login: demo pw: ~'],
  ['French', 'mot de passe : ~'],
  ['Spanish', 'contraseña: ~'],
  ['Spanish, key', 'usuario: x, clave: ~'],
  ['HAProxy', 'userlist ops\n  user admin insecure-password ~ groups g1'],
  ['Cypress', "cy.get('#login-password').type('~{enter}')"],
  ['Robot Framework', 'Input Text    id=password    ~'],
  ['Java', 'DriverManager.getConnection(DB_URL, "sa", "~")'],
];

const chains = [
  ['maple', 'rocket', 'harbor', 'thirty'].join('-'),
  ['violet', 'anchor', 'pebble', 'sunrise', 'cargo'].join('-'),
];

const chainLines: readonly (readonly [language: string, line: string])[] = [
  ['shell', 'BACKUP_PASSWORD=~ /usr/bin/restic backup /srv'],
  ['crontab', '30 2 * * * root BACKUP_PASSWORD=~ /usr/local/bin/b >/dev/null'],
  ['YAML', 'vault_passphrase: ~'],
  ['JSON', '"passphrase": "~"'],
  ['prose', 'The passphrase is ~.'],
];

const sentenceLines: readonly (readonly [language: string, line: string])[] = [
  ['word diff', 'api_key: [-x-]{+~+}'],
  ['French', 'La clé secrète de prod est `~`.'],
  ['French, interface', "clé d'API : ~"],
  ['Spanish', 'La clave de API es ~'],
  ['German', 'API-Schlüssel: ~'],
  ['property list', '<key>OAuthClientSecret</key>\n\t<string>~</string>'],
];

describe('values that a name gives away:', () => {
  for (const [language, line] of expressionLines) {
    it(`expression, ${language}`, () => {
      for (const value of [token, hex, base64]) {
        assert.deepEqual(found(`a\n${line.replace('~', () => value)}\nb\n`), [value]);
      }
    });
  }
  for (const [language, line] of chosenLines) {
    it(`chosen password, ${language}`, () => {
      assert.deepEqual(found(`a\n${line.replace('~', () => human)}\nb\n`), [human]);
    });
  }
  const more = [
    ['signs', signedLines, drawn],
    ['as people write it', spokenLines, spoken],
    ['words', chainLines, chains],
    ['key', sentenceLines, [token, hex]],
  ] as const;
  for (const [sort, lines, values] of more) {
    for (const [language, line] of lines) {
      it(`${sort}, ${language}`, () => {
        for (const value of values) {
          assert.deepEqual(found(`a\n${line.replace('~', () => value)}\nb\n`), [value]);
        }
      });
    }
  }
  it('words with blanks between', () => {
    const words = ['maple', 'rocket', 'harbor', 'thirty'].join(' ');
    assert.deepEqual(found(`a\npassphrase: ${words}\nb`), [words]);
    assert.deepEqual(found(`passphrase = "${words}"`), [words]);
    assert.deepEqual(found('password: enter your new words'), []);
  });
  it('both sides of a word diff', () => {
    assert.deepEqual(found(`password = [-${weak}-]{+${human}+}`), [weak, human]);
  });
  it('the last character, where it is a hyphen or an underscore', () => {
    for (const last of ['-', '_']) {
      const value = new Lot(41).draw('alphanumeric', 39) + last;
      const key = ['sk', 'proj', new Lot(42).draw('alphanumeric', 74)].join('-') + last;
      for (const line of [
        'API_KEY=~',
        'api_key: "~"',
        'the key is `~` now',
        'Authorization: Bearer ~',
        '{"token":"~"}',
      ]) {
        assert.deepEqual(found(line.replace('~', () => value)), [value], line);
        assert.deepEqual(found(line.replace('~', () => key)), [key], line);
      }
      assert.deepEqual(found(`see ${key} here`), [key]);
    }
  });
  it('keys of functions, in which any sign of base64 may stand', () => {
    for (const form of [
      '<alphanumeric 20>_<alphanumeric 8>-<alphanumeric 14>AzFu<alphanumeric 6>==',
      '<alphanumeric 45>/<alphanumeric 8>==',
    ]) {
      const key = new Lot(43).fill(form);
      for (const line of [
        'Der Funktionsschlüssel ist ~ und gilt bis Mai.',
        'x-functions-key: ~',
        'https://f.example/api/x?code=~',
      ])
        assert.deepEqual(found(line.replace('~', () => key)), [key], line);
    }
  });
  it('the password before a network in Go', () => {
    assert.deepEqual(found(`sql.Open("mysql", "me:${human}@tcp(h:3306)/db")`), [human]);
  });
  it('the form of a UUID, and that of kubeadm', () => {
    for (const value of [uuid, new Lot(30).fill('<lower 5>4.<lower 15>7')]) {
      for (const line of [
        'SERVICE_TOKEN="~"',
        'static final String ACCESS_TOKEN = "~";',
        'tool --token ~ --x',
        'the token is: ~',
      ])
        assert.deepEqual(found(line.replace('~', () => value)), [value], line);
    }
  });
  it('the whole value, where a known form is only its beginning', () => {
    const begun = ['sk', new Lot(31).draw('alphanumeric', 43)].join('-');
    for (const rest of ['_4xKq9Wv2', '-4xKq9Wv2', '/4xKq9Wv2Lm', '==', '_4xKq9Wv2-7b=']) {
      const value = begun + rest;
      for (const line of ['Use ~, please.', 'the key ~.', '`~`!', 'API_KEY=~', '"~"'])
        assert.deepEqual(found(`a\n${line.replace('~', () => value)}\nb`), [value], line);
    }
  });
  it('private members of JSON web keys', () => {
    const lot = new Lot(32);
    const [d, p, n] = [lot.draw('url', 43), lot.draw('url', 43), lot.draw('url', 86)];
    assert.deepEqual(found(JSON.stringify({ kty: 'RSA', n, e: 'AQAB', d, p })), [d, p]);
    assert.deepEqual(found(`const jwk = { d: '${d}', kty: 'OKP', x: '${p}' };`), [d]);
    assert.deepEqual(found(JSON.stringify({ kty: 'oct', k: d, alg: 'HS256' }, undefined, 2)), [d]);
    assert.deepEqual(found(JSON.stringify({ kty: 'EC', x: d, y: p, kid: n })), []);
  });
  for (const [language, line] of tokenLines) {
    it(`token, ${language}`, () => {
      for (const value of [token, hex, base64]) {
        assert.deepEqual(found(`a\n${line.replace('~', () => value)}\nb\n`), [value]);
      }
    });
  }
  for (const [language, line] of passwordLines) {
    it(`password, ${language}`, () => {
      for (const value of [human, weak]) {
        assert.deepEqual(found(`a\n${line.replace('~', () => value)}\nb\n`), [value]);
      }
    });
  }
  it('the kind follows the name', () => {
    assert.deepEqual(kinds(`password = "${human}"`), ['PASSWORD']);
    assert.deepEqual(kinds(`apiKey = "${token}"`), ['API_KEY']);
    assert.deepEqual(kinds(`access_token = "${token}"`), ['TOKEN']);
    assert.deepEqual(kinds(`client_secret = "${token}"`), ['SECRET']);
  });
  it('twelve words of a wallet', () => {
    const words = 'ocean lunar ripple candle orbit velvet sugar marble tunnel pepper atlas fox';
    assert.deepEqual(found(`mnemonic = "${words}"`), [words]);
  });
});

describe('headers and cookies', () => {
  it('Bearer, with and without the name of the header', () => {
    assert.deepEqual(found(`Authorization: Bearer ${token}`), [token]);
    assert.deepEqual(found(`headers: { 'Authorization': \`Bearer ${token}\` }`), [token]);
    assert.deepEqual(kinds(`sent bearer ${token}.`), ['BEARER_TOKEN']);
  });
  it('other schemes', () => {
    assert.deepEqual(found(`Authorization: Token ${hex}`), [hex]);
    assert.deepEqual(found(`"Authorization": "ApiKey ${base64}"`), [base64]);
  });
  it('Basic: only what decodes to a name and a password', () => {
    const pair = btoa(`me:${human}`);
    assert.deepEqual(found(`Authorization: Basic ${pair}`), [pair]);
    assert.deepEqual(found('Basic authentication and Basic Options'), []);
  });
  it('cookies of sessions, not the others', () => {
    assert.deepEqual(found(`Cookie: theme=dark; sessionid=${hex}; lang=en`), [hex]);
    assert.deepEqual(found(`Set-Cookie: connect.sid=s%3A${token}; Path=/; HttpOnly`), [`s%3A${token}`]);
    assert.deepEqual(found(`Cookie: theme=${hex}`), []);
  });
});

describe('JSON web tokens', () => {
  const part = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll('=', '');
  const signed = [part({ alg: 'HS256', typ: 'JWT' }), part({ sub: '42' }), new Lot(4).draw('url', 42)].join('.') + 'x';

  it('signed ones, at the end of a sentence too', () => {
    assert.deepEqual(found(`It is ${signed}.`), [signed]);
    assert.deepEqual(kinds(signed), ['JWT']);
  });
  it('encrypted ones, of five parts', () => {
    const parts = [part({ alg: 'dir', enc: 'A256GCM' }), '', 'aXZpdml2aXZpdg', 'Y2lwaGVydGV4dA', 'dGFndGFndGFndGFn'];
    assert.deepEqual(found(`t = ${parts.join('.')}`), [parts.join('.')]);
  });
  it('the name of what holds one does not count, and no other base64 does', () => {
    assert.deepEqual(kinds(`accessToken: "${signed}"`), ['JWT']);
    assert.deepEqual(
      found(`//# sourceMappingURL=data:application/json;base64,${part({ version: 3, sources: ['a.js'] })}`),
      [],
    );
  });
});

describe('addresses and connection strings: the password alone', () => {
  const addresses = [
    ['postgres://me:~@db:5432/app', human],
    ['mongodb+srv://me:~@c.example/x?retryWrites=true', human],
    ['redis://:~@h:6379/0', human],
    ['amqps://me:~@mq.example', weak],
    ['https://me:~@a.example/path', weak],
    ['jdbc:postgresql://h/db?user=a&password=~&ssl=true', weak],
    ['postgres://me:~@db/app', ['p@$$', 'w0rd-99'].join('')],
    ['smtp://a%40b.example:~@h:25', 'p%40ss%21x'],
  ] as const;
  for (const [address, password] of addresses) {
    it(address, () => {
      for (const around of ['~', 'URL="~"', 'see <~>.', "x = '~'; y = 'a@b'"]) {
        const text = around.replace('~', () => address.replace('~', () => password));
        assert.deepEqual(found(text), [password], text);
      }
    });
  }
  it('keys of Azure', () => {
    const key = `${new Lot(5).draw('base64', 86)}==`;
    const shared = `${new Lot(6).draw('base64', 43)}=`;
    const signature = `${new Lot(7).draw('alphanumeric', 40)}%2B7%3D`;
    assert.deepEqual(
      found(`DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${key};EndpointSuffix=core.windows.net`),
      [key],
    );
    assert.deepEqual(found(`Endpoint=sb://a.example/;SharedAccessKeyName=Root;SharedAccessKey=${shared}`), [shared]);
    assert.deepEqual(found(`https://a.example/c?sv=2024-01-01&sp=r&sig=${signature}`), [signature]);
  });
  it('webhooks: the whole address', () => {
    const slack = new Lot(8).fill('T<upper 8>/B<upper 8>/<alphanumeric 24>');
    const discord = new Lot(9).fill('<digits 18>/<url 67>x');
    for (const address of [
      `https://hooks.slack.com/services/${slack}`,
      `https://discord.com/api/webhooks/${discord}`,
      new Lot(21).fill('https://discordapp.com/api/webhooks/<digits 18>/<url 67>x/slack'),
      new Lot(22).fill(
        'https://acme.webhook.office.com/webhookb2/<hex 8>-<hex 4>-<hex 4>-<hex 4>-<hex 12>@<hex 32>/IncomingWebhook/<hex 32>/a',
      ),
      new Lot(23).fill(
        'https://chat.googleapis.com/v1/spaces/AAAA<alphanumeric 7>/messages?key=<alphanumeric 39>&token=<url 43>x',
      ),
      new Lot(24).fill('https://hooks.zapier.com/hooks/catch/<digits 7>/b4<lower 5>'),
      new Lot(25).fill('https://maker.ifttt.com/trigger/door/with/key/<alphanumeric 20>4<alphanumeric 20>'),
      new Lot(26).fill('https://chat.acme.example/hooks/<lower 25>4'),
      new Lot(27).fill('https://flows.acme.example/webhook/<hex 8>-<hex 4>-4<hex 3>-a<hex 3>-<hex 12>'),
      new Lot(28).fill('https://api.acme.example/v1/incoming-webhooks/<alphanumeric 32>'),
    ]) {
      for (const around of ['see ~.', 'URL="~"', 'curl -d x ~', '{"url":"~"}', 'url: ~', '(~), and'])
        assert.deepEqual(found(around.replace('~', () => address)), [address], address);
    }
    assert.deepEqual(found('https://hooks.slack.com/services/YOUR/WEBHOOK/URL'), []);
    assert.deepEqual(found('https://docs.acme.example/en/webhooks/webhook-events-and-payloads'), []);
  });
  it('addresses without a password', () => {
    const texts = [
      'http://localhost:8080/@scope/name',
      'https://registry.example/@scope/name/-/name-1.0.0.tgz',
      'git@github.example:org/repo.git',
      'ssh://git@h.example:22/x',
      'postgres://user:password@localhost/db',
      'postgres://${USER}:${PASS}@host/db',
      'redis://:$PASS@host',
      'https://h.example:443/a:b@c',
    ];
    for (const text of texts) assert.deepEqual(found(text), [], text);
  });
});

describe('private keys', () => {
  const rule = '-'.repeat(5);
  const lot = new Lot(10);
  const body = Array.from({ length: 12 }, () => lot.draw('base64', 64)).concat(lot.draw('base64', 40));
  const block = (label: string, head: readonly string[] = []): string[] => [
    `${rule}BEGIN ${label}${rule}`,
    ...head,
    ...body,
    `${rule}END ${label}${rule}`,
  ];
  const labels = [
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'DSA PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ];
  for (const label of labels) {
    it(label, () => {
      const key = block(label).join('\n');
      assert.deepEqual(findSecrets(`a\n${key}\nb`), [{ start: 2, end: 2 + key.length, kind: 'PRIVATE_KEY' }]);
    });
  }
  it('with the lines of an encrypted key', () => {
    const key = block('RSA PRIVATE KEY', ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,00FF', '']).join('\n');
    assert.deepEqual(found(`${key}\n`), [key]);
  });
  it('in a string, with line breaks as `\\n`', () => {
    const key = block('PRIVATE KEY').join('\\n');
    assert.deepEqual(found(`{"private_key": "${key}\\n", "id": 1}`), [key]);
  });
  for (const mark of ['    ', '+', '-', '# ', '// ', '> ', ' * ', '\t']) {
    it(`with ${JSON.stringify(mark)} before each line`, () => {
      const key = block('PRIVATE KEY').join(`\n${mark}`);
      assert.deepEqual(found(`${mark}a\n${mark}${key}\n${mark}b`), [key]);
      const cut = key.slice(0, key.indexOf(`${rule}END`) - mark.length - 1);
      assert.deepEqual(found(`${mark}${cut}\n${mark}b: c d`), [cut]);
    });
  }
  it('without an end: to the last line of it', () => {
    const lines = block('RSA PRIVATE KEY').slice(0, 6);
    assert.deepEqual(found(`${lines.join('\n')}\nand so on it goes\n`), [lines.join('\n')]);
    const cut = lines.join('\n').slice(0, -20);
    assert.deepEqual(found(cut), [cut]);
  });
  it('PuTTY: the secret lines', () => {
    const secret = body.slice(0, 3).join('\n');
    const file = `PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 1\n${body[5] ?? ''}\nPrivate-Lines: 3\n${secret}\nPrivate-MAC: 00\n`;
    assert.deepEqual(found(file), [secret]);
  });
  it('as ssh-keygen writes it: 70 columns, with zeros', () => {
    const inside = `openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none${'\0'.repeat(7)}\x01\0\0\0\x33\0\0\0\x0bssh-ed25519\0\0\0 ${new Lot(33).draw('url', 160)}`;
    const lines = btoa(inside).match(/.{1,70}/g) ?? [];
    for (const indent of ['', '    ', '\t']) {
      const key = [`${rule}BEGIN OPENSSH PRIVATE KEY${rule}`, ...lines, `${rule}END OPENSSH PRIVATE KEY${rule}`].join(
        `\n${indent}`,
      );
      assert.deepEqual(found(`cat > k <<'EOF'\n${indent}${key}\n${indent}EOF\n`), [key]);
    }
  });
  it('not public keys, certificates, or what stands for a key', () => {
    assert.deepEqual(found(block('PUBLIC KEY').join('\n')), []);
    assert.deepEqual(found(block('CERTIFICATE').join('\n')), []);
    assert.deepEqual(found(`${rule}BEGIN PRIVATE KEY${rule}\n...\n${rule}END PRIVATE KEY${rule}`), []);
    assert.deepEqual(found(`text.startsWith('${rule}BEGIN PRIVATE KEY${rule}')`), []);
  });
});

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const harmless: readonly string[] = [
  'address constant TOKEN = 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48;',
  `GPG_SECRET_KEY_FINGERPRINT=${new Lot(34).draw('hex', 40)}`,
  `- Release GPG key: ${new Lot(35).draw('hex', 40).toUpperCase()}`,
  '"password": "adgangskode"',
  '"password": "mindst 8 tegn!"',
  '"password": "パスワードを8文字以上で入力してください"',
  '"password": "密码至少8位"',
  '"passwordHint": "idatzi zure pasahitza berriro hemen"',
  ['gh', 'p_', '1'.repeat(36)].join(''),
  ['SLACK_BOT_TOKEN=xox', 'b-your-token'].join(''),
  ['SLACK_BOT_TOKEN=xox', 'b-slack-bot-token'].join(''),
  `key: "${uuid}"`,
  `clientRequestToken: "${uuid}"`,
  `token = parse(x), commit = "${new Lot(36).draw('hex', 40)}"`,
  `[[package]]\nname = "aws"\nchecksum = "${new Lot(37).draw('hex', 64)}"`,
  `[github]\nrev = "${new Lot(38).draw('hex', 40)}"`,
  'sqlplus user/$PASS@db',
  '| Field | password |\n|---|---|\n| type | string |',
  'token:\n  type: string\n  format: uuid1',
  'Password:\nUsername:',
  `commit ${new Lot(11).draw('hex', 40)}`,
  `"integrity": "sha512-${new Lot(12).draw('base64', 86)}=="`,
  `  checksum: ${new Lot(13).draw('hex', 64)}`,
  `"requestId": "${uuid}"`,
  `etag: "${new Lot(14).draw('hex', 32)}"`,
  `src="data:image/png;base64,${new Lot(15).draw('base64', 400)}"`,
  `ssh-ed25519 ${new Lot(16).draw('base64', 68)} me@h`,
  'API_KEY=your-api-key',
  'API_KEY=xxxxxxxxxxxxxxxxxxxxxxxx',
  'password: changeme',
  'token: <token>',
  'TOKEN=${TOKEN}',
  'apiKey: process.env.API_KEY',
  'api_key: {{ secret }}',
  'password = os.environ["DB_PASSWORD_V2"]',
  'const token = getToken2();',
  'password: string',
  'password?: string;',
  'def check_password(password: str, hash: bytes) -> bool:',
  'Password string `json:"password,omitempty"`',
  '"password": "Enter your password"',
  '"password": "Пароль"',
  '"forgotPassword": "Forgot your password?"',
  '.password { color: red }',
  '/reset-password/:token',
  'tokenType: "Bearer"',
  'maxTokens: 4096',
  'csrfTokenName: "_csrf_2"',
  'nextToken: "AAMA-EFRSURBSGhBQ2hnZk5xcDRr0a"',
  'secretName: my-app',
  'secretKeyRef:\n  name: app\n  key: password',
  'password: !Ref DbPassword2',
  'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf',
  'secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ledger/db-AbCdEf"',
  'mysql://root:<password>@localhost/bakery',
  'docker run -p 127.0.0.1:5432:5432 postgres',
  'password: "[A-Z0-9]{8,}"',
  "password: '{{ vault_db_password }}'",
  "password: <%= ENV['DB_1'] %>",
  'password: ((db_password1))',
  'DB_PASSWORD_FILE=/run/secrets/one-two-three-four',
  'DB_SECRET_NAME=maple-rocket-harbor-thirty',
  'PASSWORD_POLICY: maple-rocket-harbor-thirty',
  'The password is base64-encoded',
  "page.type('#password', password1)",
  "page.fill('#password', process.env.PASSWORD_1)",
  "auth: ['user1', 'user2']",
  'client.connect("localhost", "admin", "bakery")',
  'getConnection(url, user, password1)',
  'user www-data password expired',
  'htpasswd -c /etc/nginx/.htpasswd admin',
  'useradd -r -s /bin/false app1',
  'secret: "projects/123/secrets/x/versions/1"',
  'const STORAGE_KEY = "app.settings.v1"',
  '"key": "uploads/7f3a9b2c.png"',
  'JWT_ALGORITHM=RS256',
  '"jsonwebtoken": "^9.0.2"',
  'PWD=/home/me/project1',
  'mkdir -p src/a1b2',
  'docker run -p 8080:80 nginx',
  'curl -u "$USER:$PASS" https://a.example',
  'pass: 12, fail: 3',
  'password: hash(user.password2)',
  'Password: "required,min=8"',
  'const { password: p1, ...rest } = user;',
  ['pk', 'live', new Lot(17).draw('alphanumeric', 24)].join('_'),
];

describe('what is no secret:', () => {
  for (const line of harmless) {
    it(line.slice(0, 70).replaceAll('\n', ' '), () => {
      assert.deepEqual(found(`a\n${line}\nb\n`), []);
    });
  }
  it("the scrubber's own placeholders, wherever a secret may stand", () => {
    for (const placeholder of ['SECRET_GITHUB_TOKEN_0A9Z8Y', 'secret_password_1ab2cd', 'Secret_Jwt_ABCDEF']) {
      for (const line of [
        'password = "~"',
        'API_KEY=~',
        'Authorization: Bearer ~',
        'postgres://me:~@db/x',
        '{"token":"~"}',
        'mysql -p~',
        'Cookie: sid=~',
      ]) {
        assert.deepEqual(found(line.replace('~', placeholder)), [], line);
      }
    }
  });
});

describe('all findings', () => {
  it('comments of other scanners switch nothing off', () => {
    const key = ['gh', 'p_', new Lot(18).draw('alphanumeric', 36)].join('');
    assert.deepEqual(found(`// secretlint-disable\n${key} // gitleaks:allow`), [key]);
  });
  it("secretlint's rules are asked as well: forms that our table has no row for", () => {
    const short = ['xox', 'b-1234567-', new Lot(20).draw('hex', 7)].join('');
    assert.deepEqual(findSecrets(`t = ${short}`), [{ start: 4, end: 4 + short.length, kind: 'SLACK_TOKEN' }]);
    assert.deepEqual(found(['xox', 'b-some-token'].join('')), []);
  });
  it('the more specific kind names what several rules find', () => {
    const key = ['gh', 'p_', new Lot(19).draw('alphanumeric', 36)].join('');
    assert.deepEqual(kinds(`password = "${key}"`), ['GITHUB_TOKEN']);
    assert.deepEqual(kinds(`Authorization: Bearer ${key}`), ['GITHUB_TOKEN']);
  });
  it('several in one text, in order', () => {
    const text = `password = "${human}"\nAPI_KEY=${token}\nredis://:${weak}@h\n`;
    assert.deepEqual(found(text), [human, token, weak]);
  });
  it('are sorted, apart, within the text, of a short kind, and the same each time', () => {
    const word = constantFrom(
      'password',
      '=',
      ': ',
      '"',
      "'",
      '\n',
      ' ',
      token,
      human,
      '://',
      'me:',
      '@h',
      'Bearer ',
      '\\n',
      '-----BEGIN ',
      'PRIVATE KEY-----',
      'eyJ',
      '.',
      'SECRET_A_ABCDEF',
      'й',
      '😀',
      ';',
      '<password>',
      '&',
    );
    check(
      property(array(word, { maxLength: 30 }), (words) => {
        const text = words.join('');
        const secrets = findSecrets(text);
        let last = 0;
        for (const { start, end, kind } of secrets) {
          assert(start >= last && end > start && end <= text.length);
          assert.match(kind, /^[A-Z_]{1,24}$/);
          last = end;
        }
        assert.deepEqual(findSecrets(text), secrets);
      }),
    );
  });
  it('hostile texts of 200 KB end', () => {
    const rule = '-'.repeat(5);
    const parts = [
      'a',
      'A',
      '"',
      '"\'`',
      '\\',
      `${rule}BEGIN `,
      `${rule}BEGIN PRIVATE KEY${rule}\n`,
      'eyJ',
      'eyJ.',
      'password=',
      'password="',
      'password: ',
      'apikey=',
      'token,',
      '://a:',
      '://a:b@',
      'AKIA',
      'sk-',
      'ghp_',
      'ghs_1_',
      'xoxb-a-',
      'Bearer ',
      'cookie: a=b;',
      '<password>',
      '\n',
      ' ',
      'key',
      'variable "password" {',
      '8Q~',
      ':AA',
      ' -p a',
      'kty',
      '{kty:',
      '|--',
      '\n[a]\na=b',
      'token:\n',
      'token:\n```\n',
      'token = f("a", ',
      'https://a/webhook/',
      'login: a/',
      ':5432:',
      'tokens:\n a: b\n',
      'sqlplus a/b',
      'echo a | ',
      '.login(',
      ".login('a','b', ",
      'auth: [',
      'clé de ',
      'htpasswd -b a b ',
      'password = [-a-]{+',
      'password).clear()',
      'pw ',
      'a:b@tcp(',
    ];
    for (const part of parts) findSecrets(part.repeat(Math.ceil(200_000 / part.length)));
  }).timeout(60_000);
});

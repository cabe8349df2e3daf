/** What the scrubber itself puts in the place of a secret: `SECRET_` + kind + `_` + six characters; any case. */
// Bounded: at most 31 characters are looked at from each `secret_`.
const ownPlaceholder = /secret_[a-z_]{1,24}_[0-9a-z]{6}(?![0-9a-z])/i;

/** Parts that only texts for people hold. */
const words =
  /your|example|placeholder|change[-_ ]?(?:me|it|this)|replace|insert|dummy|redacted|masked|removed|fixme|foobar|lorem|_here|-here|not[-_]?set|to[-_]?be[-_]|x{4}|\*{3}|\.{3}|…|•|█|0{10}|1234567890|0123456789|12345678$|abcdefgh|000102030405|deadbeef|aaaaaaaa/i;

const templates = /<[a-z]|\$\{|\{\{|\}\}|<%|%>|#\{|\$\(|\{%|%\(|^\$[A-Za-z_]|^:[a-z_]+$/i;

/** Marks that stand around the name of what belongs there. */
const marks = ['<>', '[]', '{}', '@@', '%%', '__'] as const;

function isMarked(value: string): boolean {
  return value.length <= 80 && marks.some((pair) => value.startsWith(pair.charAt(0)) && value.endsWith(pair.charAt(1)));
}

/** One character eight times in a row. */
const longRun = /(.)\1{7}/;
const longData = 200;

/** Whether the scrubber made it. */
export function isOwnPlaceholder(value: string): boolean {
  return ownPlaceholder.test(value);
}

/** Whether it holds a word or a row of signs that only what stands for a value has. */
export function holdsFiller(value: string): boolean {
  return words.test(value) || longRun.test(value) || ownPlaceholder.test(value);
}

/** Whether a value only stands for one: `your-api-key`, `${TOKEN}`, `xxxx`, one character repeated. */
export function isPlaceholder(value: string): boolean {
  // Long data holds runs of zeros.
  if (words.test(value) && value.length < longData) return true;
  if (longRun.test(value) && value.length < longData) return true;
  if (templates.test(value) || isMarked(value) || ownPlaceholder.test(value)) return true;
  return new Set(value).size <= Math.min(4, value.length / 3);
}

/** Whole values that are said where a password stands and are none. */
const idlePasswords = new Set(
  (
    'admin administrator root user username guest test tester testing test123 test1234 demo none null nil undefined true false ' +
    'yes no on off string text hidden secret password passwd passphrase token default empty required optional ' +
    'prompt enabled disabled basic bearer digest oauth jwt key value foo bar baz qux foobar hello world abc abcd abc123 ' +
    'xxx pass pass123 pwd 123 1234 12345 123456 1234567 12345678 123456789 mypassword mysecret mypass mytoken password1 ' +
    'password123 secret123 topsecret supersecret changeit sekret plaintext ' +
    'adgangskode pasahitza kennwort passwort passord contrasena motdepasse mot-de-passe senha wachtwoord losenord haslo parola parole ' +
    'heslo salasana jelszo geslo lozinka sifre kodeord lykilord parool slaptazodis salasanasi clave katasandi matkhau ' +
    'postgres mysql localhost unset unknown unused ignored public private current-password new-password one-time-code'
  ).split(' '),
);

/** Names of encodings and methods, which stand beside passwords in programs. */
const methods =
  /^(?:utf-?8|utf-?16(?:le)?|latin-?1|iso-8859-1|ascii|base64(?:url)?|hex|sha-?\d{1,3}|scram-sha-\d{3}|md5|aes-?\d.{0,12}|[rhep]s\d{3}|bcrypt|scrypt|argon2i?d?|pbkdf2.{0,12}|oauth2?|x-?www-form.{0,20})$/i;

export function isIdlePassword(value: string): boolean {
  return idlePasswords.has(value.toLowerCase()) || methods.test(value);
}

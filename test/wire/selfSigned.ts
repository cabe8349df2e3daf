import { type KeyPairKeyObjectResult, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate for a name that signed itself. */
export function selfSignedCertificate(name: string): Identity {
  const keys = newKeys();
  return { key: pemOf(keys), certificate: certificateOf({ name, keys, issuer: { name, keys }, isAuthority: true }) };
}

/** A private authority: its certificate, for those who trust it, and certificates for names that it signs. */
export function certificateAuthority(name: string): {
  readonly certificate: string;
  issue(host: string): Identity;
} {
  const issuer = { name, keys: newKeys() };
  return {
    certificate: certificateOf({ ...issuer, issuer, isAuthority: true }),
    issue(host) {
      const keys = newKeys();
      return { key: pemOf(keys), certificate: certificateOf({ name: host, keys, issuer, isAuthority: false }) };
    },
  };
}

interface Signer {
  readonly name: string;
  readonly keys: KeyPairKeyObjectResult;
}

function newKeys(): KeyPairKeyObjectResult {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pemOf({ privateKey }: KeyPairKeyObjectResult): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * X.509 (RFC 5280) in DER, with only what TLS asks for. Made when it is needed: a key in the repository would alarm
 * every scanner, and a certificate there would expire.
 */
function certificateOf(wanted: Signer & { readonly issuer: Signer; readonly isAuthority: boolean }): string {
  const { name, keys, issuer, isAuthority } = wanted;
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const named = (common: string) => sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from(common)))));
  const utcTime = (date: Date) => der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
  const now = Date.now();
  const day = 24 * 60 * 60 * 1000;
  // subjectAltName with one DNS name, which is what host names are checked against.
  const names = sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));
  const authority = sequence(
    oid('551d13'),
    der(0x01, Buffer.of(0xff)),
    der(0x04, sequence(...(isAuthority ? [der(0x01, Buffer.of(0xff))] : []))),
  );
  // A positive number of its own, for two certificates of one authority must not share one.
  const serial = Buffer.concat([Buffer.of(1), randomBytes(8)]);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    algorithm,
    named(issuer.name),
    sequence(utcTime(new Date(now - day)), utcTime(new Date(now + day))),
    named(name),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(names, authority)),
  );
  const signature = sign('sha256', body, issuer.keys.privateKey);
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = whole.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, Math.floor(length / 0x100), length % 0x100];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return der(0x31, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

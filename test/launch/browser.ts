import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { runCommand } from './processes';

const knownPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function findBrowser(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which does not exist`);
  }
  return knownPlaces.find((place) => existsSync(place));
}

function isDebian(): boolean {
  if (!existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get')) return false;
  return /^ID(?:_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Installs Debian packages where that is possible without asking: on Debian, as root.
 * Elsewhere fails with one line that names what is missing.
 */
export async function installDebianPackages(missing: string, packages: readonly string[]): Promise<void> {
  if (!isDebian() || !isRoot())
    throw new Error(`${missing} is missing; install it (on Debian: apt-get install ${packages.join(' ')})`);
  console.error(`tollfree: installing ${packages.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another run may be at it too, so wait for the package system's own lock.
  const common = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const result = await runCommand('apt-get', [...common, ...step], { env, timeout: 600_000 });
    // An update that fails for one source may still have found what is needed; the installation decides.
    if (result.code !== 0 && step[0] === 'install')
      throw new Error(`apt-get could not install ${packages.join(' ')}:\n${result.output.trim()}`);
  }
}

/** The path of a Chromium or Chrome to drive, installed first where that is possible. */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  await installDebianPackages('Chromium or Chrome', ['chromium', 'fonts-dejavu-core']);
  const installed = findBrowser();
  if (installed === undefined) throw new Error('Chromium is still missing after its installation; set CHROME_PATH');
  return installed;
}

/** Starts a headless browser that talks to nobody but the pages it is sent to. */
export async function launchBrowser(): Promise<Browser> {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({
    executablePath: await ensureBrowser(),
    args: isRoot() ? ['--no-sandbox', ...quiet] : quiet,
  });
}

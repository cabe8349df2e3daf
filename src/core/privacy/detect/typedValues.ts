import { isSecretValue } from './values';

/** Names of fields for passwords. */
const field = /passw|passphrase|passcode|kennwort|pwd|contrase|senha|mdp|(?:^|[_.-])pass$|^pass(?:Input|Field|Box|El)/i;

const verb = String.raw`(?:fill|type|typeText|type_text|press_sequentially|pressSequentially|sendKeys|send_keys|setValue|set_value|addValue|val|value|fill_in|fillField|fillIn|enterText|replaceText|input|inputText|clearAndType|setText|set|selectText|keyboard|write)`;
const quotedValue = String.raw`(?:"([^"\n]{4,128})"|'([^'\n]{4,128})'|\x60([^\x60\n]{4,128})\x60)`;

/** Each from the end of the name of a field on; one group holds the value. */
const chained: readonly RegExp[] = [
  // `getByLabel('Password').fill('…')`, `findElement(By.id("password")).sendKeys("…")`, `passwordInput.fill('…')`
  new RegExp(
    String.raw`[\w"'\]\x60/)} ]{0,12}(?:, ?\{[^{}\n]{1,40}\} ?\))?(?:\s{0,24}\.\w{1,16}\([^()\n]{0,24}\)){0,3}\s{0,24}\.(?:perform\()?${verb}\(\s{0,8}${quotedValue}`,
    'y',
  ),
  // `p = find(By.name("password")); p.clear(); p.sendKeys("…")`
  new RegExp(
    String.raw`["'\]]{1,3}\){1,3};?\s{1,24}(?:[\w.]{1,30}\.(?:clear|click)\(\);?\s{1,24})?[\w.]{1,30}\.(?:sendKeys|send_keys|fill|type)\(${quotedValue}`,
    'y',
  ),
  // `getElementById('password').value = '…'`
  new RegExp(String.raw`[\w"'\]\x60) ]{0,12}\.value = ${quotedValue}`, 'y'),
  // `fill_in 'Password', with: '…'`, `I fill in "Password" with "…"`
  new RegExp(String.raw`["'\]]{1,3},? (?:with:?|:with =>) ${quotedValue}`, 'y'),
  // `fireEvent.change(getByLabelText('Password'), { target: { value: '…' } })`
  new RegExp(String.raw`["'\x60/i]{1,3}\),\s{1,24}\{ ?target: ?\{ ?value: ?${quotedValue}`, 'y'),
];

/** The field is an argument: `page.type('#password', '…')`. */
const nextArgument = new RegExp(String.raw`[\w"'\x60\]/]{1,8}\){0,2},\s{1,24}(?:secret\()?${quotedValue}`, 'y');
const typingCall = new RegExp(String.raw`\b${verb}\((?:[\w.]{1,40}\()?["'\x60/][^\n"'\x60]{0,40}["']?$`);
/** Robot Framework */
const robotKeyword = /(?:Input|Fill|Type) (?:Text|Password|Secret)(?: {2,8}|\t)\S{0,40}$/;
const robotCell = /[\w"'\])]{0,12}(?: {2,8}|\t)(\S{4,128})[ \t]{0,8}(?:\r?\n|$)/y;
// Bounded: it is shown 120 characters.
const enteredBefore = /\b(?:fill|enter|type|input)s?(?: in)? "([^"\n]{4,64})" (?:in|into|for|as)(?: the)? ["']?$/;

/** The field is a variable: `passwordInput.fill('…')`. */
const ownVerb = new RegExp(
  String.raw`[\w$.-]{0,80}(?:passw|pwd|passphrase|passcode|Pass)\w{0,20}\.${verb}\(\s{0,8}${quotedValue}`,
  'iy',
);
const robotPassword = /(?: {2,8}|\t)\S{1,60}(?: {2,8}|\t)(\S{4,128})[ \t]{0,8}(?:\r?\n|$)/y;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What is put together of parts. */
export const typings = { chained, nextArgument, typingCall, ownVerb } as const;

/** What a test types into a field for passwords, of which the name stands from `start` to `end`. */
export function typedValue(text: string, start: number, end: number): Place | undefined {
  const name = text.slice(start, end);
  if (text.charAt(end) === '(' && name.includes('.')) return placeOf(typings.ownVerb, text, start);
  if (!field.test(name)) return undefined;
  for (const typing of typings.chained) {
    const place = placeOf(typing, text, end);
    if (place !== undefined) return place;
  }
  const before = text.slice(Math.max(0, start - 120), start);
  if (typings.typingCall.test(before)) {
    const place = placeOf(typings.nextArgument, text, end);
    if (place !== undefined) return place;
  }
  if (robotKeyword.test(before)) return placeOf(robotCell, text, end);
  if (before.endsWith('Input ')) return placeOf(robotPassword, text, end);
  const entered = enteredBefore.exec(before);
  if (entered === null) return undefined;
  const value = entered[1] ?? '';
  const from = start - entered[0].length + entered[0].indexOf(`"${value}"`) + 1;
  return isTyped(value) ? { start: from, end: from + value.length } : undefined;
}

function placeOf(pattern: RegExp, text: string, end: number): Place | undefined {
  pattern.lastIndex = end;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  // Cypress presses the key of that name.
  const value = (found.slice(1).find((group) => group !== undefined) ?? '').replace(/\{enter\}$/, '');
  if (!isTyped(value)) return undefined;
  const start = end + found[0].lastIndexOf(value);
  return { start, end: start + value.length };
}

function isTyped(value: string): boolean {
  return isSecretValue(value, 'password', 'quoted', false) || isSecretValue(value, 'password', 'prose', false);
}

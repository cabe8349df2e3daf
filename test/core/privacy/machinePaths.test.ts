import assert from 'node:assert/strict';
import { withoutMachinePaths } from '../../../src/core/privacy/machinePaths';

const linux = { folders: ['/home/ada/shop', '/home/ada/shop/packages/cart'], home: '/home/ada' };
const windows = { folders: ['c:\\Users\\Ada\\shop'], home: 'C:\\Users\\Ada' };

const rows: readonly (readonly [text: string, expected: string, places?: typeof linux])[] = [
  ['at total (/home/ada/shop/src/cart.ts:3:21)', 'at total (src/cart.ts:3:21)'],
  ['at total (file:///home/ada/shop/src/cart.ts:3:21)', 'at total (src/cart.ts:3:21)'],
  ['/home/ada/shop/packages/cart/a.ts', 'a.ts'],
  ['cd /home/ada/shop', 'cd .'],
  ['/home/ada/shop-old/a.ts and /home/adam/a.ts', '~/shop-old/a.ts and /home/adam/a.ts'],
  ['/mnt/home/ada/shop/a.ts', '/mnt/home/ada/shop/a.ts'],
  ["Cannot find '/home/ada/.cache/x'", "Cannot find '~/.cache/x'"],
  ['/srv/a-b (1)+c/x.ts', 'x.ts', { folders: ['/srv/a-b (1)+c'], home: '/root' }],
  ['src/cart.ts:3 stays', 'src/cart.ts:3 stays'],
  [String.raw`C:\Users\Ada\shop\src\a.cs(3,1)`, String.raw`src\a.cs(3,1)`, windows],
  [String.raw`{"file":"c:\\Users\\ada\\shop\\src\\a.cs"}`, String.raw`{"file":"src\\a.cs"}`, windows],
  ['file:///C:/Users/Ada/shop/src/a.cs', 'src/a.cs', windows],
  [String.raw`C:\Users\Ada\.nuget\x`, String.raw`~\.nuget\x`, windows],
  ['/usr/lib/a.py', '/usr/lib/a.py', { folders: ['/'], home: '/' }],
];

describe('paths of the machine', () => {
  for (const [text, expected, places = linux] of rows) {
    it(`${text} → ${expected}`, () => assert.equal(withoutMachinePaths(text, places), expected));
  }
});

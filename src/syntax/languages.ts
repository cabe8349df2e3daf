import type { Language } from './language';
import { cpp } from './languages/cpp';
import { csharp } from './languages/csharp';
import { css } from './languages/css';
import { go } from './languages/go';
import { java } from './languages/java';
import { javascript } from './languages/javascript';
import { php } from './languages/php';
import { powershell } from './languages/powershell';
import { python } from './languages/python';
import { ruby } from './languages/ruby';
import { rust } from './languages/rust';
import { shell } from './languages/shell';
import { typescript, typescriptReact } from './languages/typescript';

/** By the editor's ids of languages. */
export const languages: ReadonlyMap<string, Language> = new Map([
  ['c', cpp],
  ['cpp', cpp],
  ['csharp', csharp],
  ['css', css],
  ['go', go],
  ['java', java],
  ['javascript', javascript],
  ['javascriptreact', javascript],
  ['php', php],
  ['powershell', powershell],
  ['python', python],
  ['ruby', ruby],
  ['rust', rust],
  ['shellscript', shell],
  ['typescript', typescript],
  ['typescriptreact', typescriptReact],
]);

import { type Finder, type Report, ranks } from './finder';
import { isSecretValue } from './values';

/** In these languages what the key is for follows: `la clé secrète de prod est …`, `clave de API: …`. */
const named =
  /(clé|clef|cle|clave|llave|chiave|chave|jeton)s?((?:[ _-](?:d['’ ]?|de l['’]|de |di |de la )?(?:api|acc[eè]s|acceso|accesso|acesso|secr[eèé]te|secreta|segreta|priv[ée]e|privada|privata|maestra|ma[iî]tre)){0,3})(?: [A-Z]\w{1,20})?(?: (?:de|du|des|pour|del|para|per|di|do|da|sur|en)[ ][^\n:=`"«]{1,40}?)?["'`*]{0,3} ?(?:est|es|è|é|:|=)(?: ?:)?[ *]{0,4}["'`«“]{0,1} ?([^\s"'`«»“”<>]{6,512})/iy;

function findNamed(text: string, at: number, _literal: string, report: Report): number {
  named.lastIndex = at;
  const found = named.exec(text);
  if (found === null) return 0;
  const [, noun = '', qualifier = '', whole = ''] = found;
  const value = whole.replace(/[.,;)]{1,3}$/, '');
  const isPassword = noun.toLowerCase() === 'clave' && qualifier === '';
  if (
    isPassword
      ? !/\d/.test(value) || !isSecretValue(value, 'password', 'prose', false)
      : !isSecretValue(value, 'key', 'prose', true)
  )
    return 0;
  const start = named.lastIndex - whole.length;
  report({ start, end: start + value.length, kind: isPassword ? 'PASSWORD' : 'SECRET_KEY', rank: ranks.assignment });
  return start + value.length;
}

export const romanceNames: Finder = {
  literals: ['clé', 'clef', 'clave', 'llave', 'chiave', 'chave', 'jeton'],
  find: findNamed,
};

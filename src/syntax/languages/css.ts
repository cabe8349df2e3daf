import type { Language } from '../language';

export const css: Language = {
  grammar: 'css',
  functions: '',
  classes: 'rule_set media_statement supports_statement keyframes_statement at_rule',
  onlyWithBody: 'at_rule',
  nameOf: {
    rule_set: 'selectors',
    media_statement: 'head',
    supports_statement: 'head',
    keyframes_statement: 'head',
    at_rule: 'head',
  },
  bodies: 'block keyframe_block_list',
  imports: { import_statement: true },
  comments: 'comment js_comment',
  strings: 'string_value',
  names: '',
  declares: {},
};

import type { Language } from '../language';

export const shell: Language = {
  grammar: 'bash',
  functions: 'function_definition',
  classes: '',
  imports: { command: /^(?:source|\.)\s/ },
  comments: 'comment',
  strings: 'string raw_string ansi_c_string heredoc_body',
  names: 'variable_name command_name',
  declares: {
    function_definition: 'name',
    variable_assignment: 'name',
    declaration_command: '*',
    for_statement: 'variable',
  },
  patterns: { subscript: 'name' },
  calls: { command: 'name' },
};

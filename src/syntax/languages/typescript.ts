import type { Language } from '../language';
import { javascript } from './javascript';

export const typescript: Language = {
  ...javascript,
  grammar: 'typescript',
  functions: `${javascript.functions} function_signature abstract_method_signature method_signature`,
  classes: `${javascript.classes} abstract_class_declaration interface_declaration enum_declaration internal_module module`,
  holders: { ...javascript.holders, public_field_definition: ['name', 'value'] },
  wrappers: `${javascript.wrappers ?? ''} ambient_declaration`,
  imports: { ...javascript.imports, import_alias: true },
  names: `${javascript.names} type_identifier`,
  declares: {
    ...javascript.declares,
    function_signature: 'name',
    abstract_method_signature: 'name',
    method_signature: 'name',
    property_signature: 'name',
    public_field_definition: 'name',
    abstract_class_declaration: 'name',
    interface_declaration: 'name',
    enum_declaration: 'name',
    enum_body: 'name',
    enum_assignment: 'name',
    internal_module: 'name',
    type_alias_declaration: 'name',
    type_parameter: 'name',
    mapped_type_clause: 'name',
    infer_type: '*',
    required_parameter: 'pattern',
    optional_parameter: 'pattern',
    import_require_clause: '*',
    import_alias: '*',
    index_signature: 'name',
  },
  notNames: { ...javascript.notNames, nested_type_identifier: 'name', import_alias: '*' },
  around: { ...javascript.around, non_null_expression: '*', as_expression: '*', instantiation_expression: '*' },
};

export const typescriptReact: Language = { ...typescript, grammar: 'tsx' };

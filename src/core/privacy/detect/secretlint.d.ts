// The preset's types name those of a package that it has bundled and does not bring along.
declare module '@secretlint/secretlint-rule-aws' {
  export interface Options {
    readonly allows?: readonly string[];
    readonly enableIDScanRule?: boolean;
  }
}

// What is a value without quotes to a reader: a text, or a number, a date, a boolean?

const readers: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["null", /^(?:~|null|Null|NULL)?$/],
  ["a boolean", /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  ["a number", /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[\da-fA-F_]+|0|[1-9][\d_]*(?::[0-5]?\d)*)$/],
  [
    "a number",
    /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  [
    "a date",
    /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/,
  ],
];

/** What PyYAML, which Truss uses, reads a plain scalar as: `a boolean`, `a number`, `a date`, `null`, or `text`. */
export const readAs = (source: string): string =>
  readers.find(([, pattern]) => pattern.test(source))?.[0] ?? "text";

/**
 * What only other readers take for no text, with what the yaml package takes beyond the specifications, as `.` and `e1`.
 * https://yaml.org/spec/1.2.2/#103-core-schema, https://yaml.org/type/
 */
const elsewhere: readonly RegExp[] = [
  /^[-+]?(?:0o[0-7]+|\d+|0x[\da-fA-F]+)$/,
  /^[-+]?[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?$/,
  /^[-+]?\.(?:inf|Inf|INF|nan|NaN|NAN)$/,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+)$/,
  /^(?:y|Y|n|N|<<|=)$/,
];

/**
 * Whether a plain scalar is a text to YAML 1.2 and to YAML 1.1, where `yes` is a boolean, `0123` octal and `12:30` a
 * number.
 */
export const plainIsText = (source: string): boolean =>
  source.includes("\n") || (readAs(source) === "text" && !elsewhere.some((pattern) => pattern.test(source)));

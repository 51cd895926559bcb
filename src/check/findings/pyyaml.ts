// What does Truss's YAML reader, PyYAML, take a plain scalar for? It resolves as YAML 1.1 does. https://yaml.org/type/

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

/** What a plain scalar is read as: `a boolean`, `a number`, `a date`, `null`, or `text`. */
export const readAs = (source: string): string =>
  readers.find(([, pattern]) => pattern.test(source))?.[0] ?? "text";

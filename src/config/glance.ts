// Which image does a config.yaml name, as far as a look at its lines tells for certain? Parsing it takes longer than all
// else before the first question, so that one is asked after a glance; the file is still read before the answer counts.

const topKey = /^([A-Za-z_]\w*):(?: .*)?$/;
const imageLine = /^( +)image: +(["']?)([\w./:@-]+)\2 *(?: #.*)?$/;

/** What makes a glance say nothing: tabs and other control characters, documents, tags. */
const uncertain = /[^\n -~\u00A0-\uFEFE\uFF00-\uFFFF]|^(?:---|\.\.\.|%)/m;

/** Whether a file may say already how to sign in. */
export const maySignIn = (text: string): boolean => /docker_auth|DOCKER_REGISTRY/.test(text);

/**
 * The image under `base_image`, written plainly.
 * @returns null where a line scan can't be certain
 */
export function glanceAtImage(text: string): string | null {
  if (uncertain.test(text)) return null;
  const lines = text.split("\n");
  const keys = lines.flatMap((line, at) =>
    /^(?: |#|$)/.test(line) ? [] : [{ at, key: topKey.exec(line)?.[1] }],
  );
  const names = keys.map(({ key }) => key);
  if (names.includes(undefined) || new Set(names).size < names.length) return null;
  const place = names.indexOf("base_image");
  const { at: from = -1 } = keys[place] ?? {};
  if (from < 0 || !/^base_image: *(?:#.*)?$/.test(lines[from] ?? "")) return null;
  const block = lines.slice(from + 1, keys[place + 1]?.at);
  const images = block.flatMap((line) => imageLine.exec(line) ?? []);
  const [, indent = "", , image] = images;
  // One line that says `image`, as deep as the block's first key: none within another mapping or a text.
  const first = block.find((line) => !/^ *(?:#|$)/.test(line));
  const mentions = block.filter((line) => /\bimage\b.*:/.test(line.replace(/ #.*/, "")));
  if (images.length !== 4 || mentions.length !== 1 || first?.search(/[^ ]/) !== indent.length) return null;
  return image ?? null;
}

// How does a value look in Terraform's language? https://developer.hashicorp.com/terraform/language/expressions/types

/** A text in quotes; `${` and `%{` would begin an expression. */
export const terraformText = (text: string): string =>
  JSON.stringify(text).replace(/[$%]\{/g, (mark) => `${mark[0]}${mark}`);

/** A value of JSON as an expression; lines after the first are indented by so many spaces. */
export function terraformValue(value: unknown, indent = 0): string {
  const inner = " ".repeat(indent + 2);
  const end = `\n${" ".repeat(indent)}`;
  if (typeof value === "string") return terraformText(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${terraformValue(item, indent + 2)},`);
    return items.length === 0 ? "[]" : `[\n${items.join("\n")}${end}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => ({
    key: /^[a-z_]\w*$/i.test(key) ? key : terraformText(key),
    text: terraformValue(item, indent + 2),
  }));
  if (members.length === 0) return "{}";
  const lines = members.map(
    ({ key, text }, index) => `${inner}${key.padEnd(widthAt(members, index))} = ${text}`,
  );
  return `{\n${lines.join("\n")}${end}}`;
}

/** `terraform fmt` puts the signs of neighbours on one line under each other. */
function widthAt(members: readonly { readonly key: string; readonly text: string }[], index: number): number {
  const oneLine = (at: number): boolean => members[at] !== undefined && !members[at].text.includes("\n");
  if (!oneLine(index)) return 0;
  let first = index;
  let last = index;
  while (oneLine(first - 1)) first -= 1;
  while (oneLine(last + 1)) last += 1;
  return Math.max(...members.slice(first, last + 1).map(({ key }) => key.length));
}

// How does a command look that can be pasted into a shell?

/** A word as a shell takes it. */
export const quoted = (word: string): string =>
  /^[\w./:@=+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Words as one command. */
export const shellLine = (words: readonly string[]): string => words.map(quoted).join(" ");

/** `--aws-role-arn` for `awsRoleArn`. */
export const dashed = (key: string): `--${string}` =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

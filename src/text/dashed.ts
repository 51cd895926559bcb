// What is the flag of an option called?

/** `--aws-role-arn` for `awsRoleArn`. */
export const dashed = (key: string): `--${string}` =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

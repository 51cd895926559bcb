// An AWS policy: its shape, and what one that was read says. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
import { itemsOf, type Members, membersOf } from "../../text/json.ts";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A policy of these statements. */
export const policyOf = (...statements: readonly Statement[]): Policy => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** As an argument of `aws`. */
export const policyText = (policy: unknown): string => JSON.stringify(policy);

/** The statements of a policy that was read; one alone may stand without a list. */
export function statementsOf(policy: unknown): readonly Members[] {
  const { Statement } = membersOf(policy);
  return (Array.isArray(Statement) ? Statement : [Statement]).map(membersOf).filter(hasMembers);
}

/** The policy with one more statement, and all that it had. */
export const withStatement = (policy: unknown, statement: Statement): object => ({
  ...membersOf(policy),
  Version: "2012-10-17",
  Statement: [...statementsOf(policy), statement],
});

/** A value that may be one text or a list of them. */
export const textsOf = (value: unknown): readonly string[] =>
  (typeof value === "string" ? [value] : itemsOf(value)).filter((item) => typeof item === "string");

/** Whether a pattern of AWS, where `*` is any text and `?` any letter, fits. */
export function fits(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);
}

/** Whether an action stands in a statement; actions are the same in any case. */
export const namesAction = (statement: Members, action: string): boolean =>
  textsOf(statement.Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase()));

/** The conditions on a key, as operators with what they ask for. Operators and keys are the same in any case. */
export const conditionsOn = (
  { Condition }: Members,
  key: string,
): readonly { readonly operator: string; readonly values: readonly string[] }[] =>
  Object.entries(membersOf(Condition)).flatMap(([operator, tests]) =>
    Object.entries(membersOf(tests))
      .filter(([name]) => name.toLowerCase() === key.toLowerCase())
      .map(([, values]) => ({ operator, values: textsOf(values) })),
  );

/** Whether one condition is met by a text; an operator that isn't known is not. */
export function meets(operator: string, values: readonly string[], text: string): boolean {
  const name = operator.replace(/^ForA(?:ny|ll)Value:/i, "").toLowerCase();
  if (name === "stringequals") return values.includes(text);
  if (name === "stringlike") return values.some((pattern) => fits(pattern, text));
  return false;
}

const hasMembers = (value: Members): boolean => Object.keys(value).length > 0;

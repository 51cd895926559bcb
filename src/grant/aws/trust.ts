// Whom does a role trust: Baseten's identity provider for one team, or Baseten's own role? What to ask for, and
// whether a trust policy that was read lets that in and nobody else. https://docs.baseten.co/organization/oidc
import { type Members, membersOf } from "../../text/json.ts";
import { audience } from "../issuer.ts";
import { conditionsOn, meets, namesAction, type Statement, statementsOf, textsOf } from "./policy.ts";

/** Whom to let in by OIDC. */
export interface Subject {
  readonly organization: string;
  readonly team: string;
  /** Whether running models pull too, not only builds. */
  readonly containers: boolean;
}

/** What a trust policy comes to. */
export interface Judged {
  /** Whether Baseten gets in as wanted. */
  readonly fits: boolean;
  /** Whether it lets in others than the team: then it isn't used. */
  readonly open: boolean;
  /** Whether it lets in more of the team than is wanted. */
  readonly wider: boolean;
  /** Whether Baseten is named in it at all. */
  readonly known: boolean;
  /** What keeps Baseten out, as half-lines: `another team (abc)`. */
  readonly reasons: readonly string[];
}

/** A trust: the statement to ask for, and how to judge what is there. */
export interface Trust {
  readonly statement: Statement;
  readonly judge: (policy: unknown) => Judged;
}

/** The subjects of builds, which are the ones that pull, or of all of a team. */
export const subjectPattern = ({ organization, team, containers }: Subject): string =>
  `v=1:org=${organization}:team=${team}:*${containers ? "" : ":type=model_build"}`;

const sample = (organization: string, team: string, type: string): string =>
  `v=1:org=${organization}:team=${team}:model=m:deployment=d:environment=e:type=${type}`;

/** Trust by OIDC. @param provider the ARN of the identity provider in the role's own account */
export const oidcTrust = (subject: Subject, provider: string): Trust => ({
  statement: {
    Sid: "Baseten",
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${audience}:aud`]: audience },
      StringLike: { [`${audience}:sub`]: subjectPattern(subject) },
    },
  },
  judge: (policy) =>
    judged(policy, (statement) => {
      const providers = textsOf(membersOf(statement.Principal).Federated).filter((arn) =>
        arn.endsWith(`:oidc-provider/${audience}`),
      );
      if (providers.length === 0) return null;
      if (!namesAction(statement, "sts:AssumeRoleWithWebIdentity")) return out("another action");
      if (!providers.includes(provider)) return out(`the identity provider of another account`);
      return judgeSubject(statement, subject);
    }),
});

function judgeSubject(statement: Members, { organization, team, containers }: Subject): Judged {
  const audiences = conditionsOn(statement, `${audience}:aud`);
  if (!audiences.every(({ operator, values }) => meets(operator, values, audience)))
    return out("another audience");
  const subjects = conditionsOn(statement, `${audience}:sub`);
  const lets = (text: string): boolean =>
    subjects.every(({ operator, values }) => meets(operator, values, text));
  // Nobody's ids: what lets these in lets anybody in.
  const open = [
    ["0", "0"],
    ["0", team],
    [organization, "0"],
  ].some(([org = "", other = ""]) => lets(sample(org, other, "model_build")));
  const fits =
    lets(sample(organization, team, "model_build")) &&
    (!containers || lets(sample(organization, team, "model_container")));
  if (!fits) return { ...out(whyNot(subjects, organization, team)), open };
  return {
    fits,
    open,
    wider: !containers && lets(sample(organization, team, "model_container")),
    known: true,
    reasons: [],
  };
}

function whyNot(
  subjects: readonly { readonly operator: string; readonly values: readonly string[] }[],
  organization: string,
  team: string,
): string {
  const literal = subjects.find(
    ({ operator, values }) => /^stringequals$/i.test(operator) && values.some((value) => value.includes("*")),
  );
  if (literal !== undefined) return "StringEquals takes the * as it stands, so it never fits";
  const values = subjects.flatMap((subject) => subject.values);
  const ids = values.map((value) => /^v=1:org=([^:]*):team=([^:]*):/.exec(value));
  const other = ids.find((found) => found !== null && (found[1] !== organization || found[2] !== team));
  if (other?.[1] !== undefined && other[1] !== organization) return `another organization (${other[1]})`;
  if (other?.[2] !== undefined) return `another team (${other[2]})`;
  return "a subject that Baseten's builds don't have";
}

/** Trust in Baseten's own role. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
export const assumeRoleTrust = (roleArn: string, externalId: string): Trust => ({
  statement: {
    Sid: "Baseten",
    Effect: "Allow",
    Principal: { AWS: roleArn },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "sts:ExternalId": externalId } },
  },
  judge: (policy) =>
    judged(policy, (statement) => {
      if (!textsOf(membersOf(statement.Principal).AWS).includes(roleArn)) return null;
      if (!namesAction(statement, "sts:AssumeRole")) return out("another action");
      const ids = conditionsOn(statement, "sts:ExternalId");
      const fits = ids.every(({ operator, values }) => meets(operator, values, externalId));
      // Baseten takes on roles for all of its customers; the external id tells them apart.
      const open = ids.every(({ operator, values }) => meets(operator, values, "0"));
      return fits
        ? { fits, open, wider: false, known: true, reasons: [] }
        : { ...out("another external id"), open };
    }),
});

const out = (reason: string): Judged => ({
  fits: false,
  open: false,
  wider: false,
  known: true,
  reasons: [reason],
});

/** Judges statement by statement; null from `judge` is a statement about somebody else. */
function judged(policy: unknown, judge: (statement: Members) => Judged | null): Judged {
  const statements = statementsOf(policy);
  const all = statements
    .filter(({ Effect }) => Effect === "Allow")
    .map(judge)
    .filter((one) => one !== null);
  // Whom a Deny keeps out is told by conditions without end; so no role with one is called fit.
  const denied = statements.some(({ Effect }) => Effect === "Deny");
  const fit = all.some(({ fits }) => fits) && !denied;
  return {
    fits: fit,
    open: all.some(({ open }) => open),
    wider: all.some(({ wider }) => wider),
    known: all.length > 0,
    reasons: fit
      ? []
      : [...(denied ? ["it denies something too"] : []), ...all.flatMap(({ reasons }) => reasons)],
  };
}

// Whom does a trust policy let in? Ours, Baseten's own pattern, and every way in which one goes wrong.
import { describe, expect, test } from "vitest";
import { policyOf } from "../../src/grant/aws/policy.ts";
import { assumeRoleTrust, type Judged, oidcTrust } from "../../src/grant/aws/trust.ts";

const provider = "arn:aws:iam::123456789012:oidc-provider/oidc.baseten.co";
const trust = oidcTrust({ organization: "O", team: "T", containers: false }, provider);

/** Ours with another part. */
const federated = (more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ ...trust.statement, ...more }],
});
const subject = (operator: string, sub: string | readonly string[], aud = "oidc.baseten.co") =>
  federated({
    Condition: { StringEquals: { "oidc.baseten.co:aud": aud }, [operator]: { "oidc.baseten.co:sub": sub } },
  });

const said = ({ fits, open, wider, known, reasons }: Judged): string =>
  [
    ...(known ? [] : ["unknown"]),
    ...(fits ? ["fits"] : []),
    ...(open ? ["open"] : []),
    ...(wider ? ["wider"] : []),
    ...reasons,
  ].join(" | ");

describe("OIDC", () => {
  test.each<[string, unknown, string]>([
    ["ours", federated(), "fits"],
    ["one statement without a list", { Statement: trust.statement }, "fits"],
    ["Baseten's own pattern", subject("StringLike", "v=1:org=O:team=T:*"), "fits | wider"],
    [
      "several subjects",
      subject("StringLike", ["v=1:org=O:team=X:*", "v=1:org=O:team=T:*:type=model_build"]),
      "fits",
    ],
    [
      "keys in other letters",
      federated({ Condition: { stringlike: { "OIDC.baseten.co:SUB": "v=1:org=O:team=T:*" } } }),
      "fits | wider",
    ],
    ["another team", subject("StringLike", "v=1:org=O:team=X:*"), "another team (X)"],
    ["another organization", subject("StringLike", "v=1:org=P:team=T:*"), "another organization (P)"],
    [
      "a * that is taken as it stands",
      subject("StringEquals", "v=1:org=O:team=T:*"),
      "StringEquals takes the * as it stands, so it never fits",
    ],
    [
      "running models only",
      subject("StringLike", "v=1:org=O:team=T:*:type=model_container"),
      "a subject that Baseten's builds don't have",
    ],
    [
      "another audience",
      subject("StringLike", "v=1:org=O:team=T:*", "sts.amazonaws.com"),
      "another audience",
    ],
    [
      "no subject at all",
      federated({ Condition: { StringEquals: { "oidc.baseten.co:aud": "oidc.baseten.co" } } }),
      "fits | open | wider",
    ],
    ["any organization", subject("StringLike", "v=1:org=*:team=T:*"), "fits | open | wider"],
    ["any team", subject("StringLike", "v=1:org=O:*"), "fits | open | wider"],
    ["everybody", subject("StringLike", "*"), "fits | open | wider"],
    [
      "a provider of another account",
      federated({ Principal: { Federated: provider.replace("123456789012", "999999999999") } }),
      "the identity provider of another account",
    ],
    [
      "another provider",
      federated({ Principal: { Federated: provider.replace("baseten.co", "example.com") } }),
      "unknown",
    ],
    ["another action", federated({ Action: "sts:AssumeRole" }), "another action"],
    [
      "a service",
      policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
      "unknown",
    ],
    [
      "a Deny beside ours",
      { Statement: [trust.statement, { Effect: "Deny", Principal: "*", Action: "*" }] },
      "it denies something too",
    ],
    [
      "an operator that isn't known",
      subject("StringNotLike", "x"),
      "a subject that Baseten's builds don't have",
    ],
    ["no policy", undefined, "unknown"],
    ["text", "nonsense", "unknown"],
  ])("%s", (_, policy, expected) => expect(said(trust.judge(policy))).toBe(expected));

  test("running models take a wider trust", () => {
    const both = oidcTrust({ organization: "O", team: "T", containers: true }, provider);
    expect(said(both.judge(policyOf(both.statement)))).toBe("fits");
    expect(said(both.judge(federated()))).toBe("a subject that Baseten's builds don't have");
  });
});

describe("Baseten's own role", () => {
  const role = "arn:aws:iam::1:role/b";
  const assumed = assumeRoleTrust(role, "id");
  test.each<[string, object, string]>([
    ["ours", {}, "fits"],
    [
      "another external id",
      { Condition: { StringEquals: { "sts:ExternalId": "x" } } },
      "another external id",
    ],
    ["no external id", { Condition: {} }, "fits | open"],
    ["another role", { Principal: { AWS: "arn:aws:iam::1:role/c" } }, "unknown"],
    ["another action", { Action: "sts:TagSession" }, "another action"],
  ])("%s", (_, more, expected) =>
    expect(said(assumed.judge({ Statement: [{ ...assumed.statement, ...more }] }))).toBe(expected));
});

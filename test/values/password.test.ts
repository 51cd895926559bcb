// Is bad input refused with a sentence that tells what is due, and nothing of the value?
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CliError } from "../../src/values/errors.ts";
import { checkAccessKey, cleanPassword, problemOf } from "../../src/values/password.ts";
import { Secret } from "../../src/values/secret.ts";
import { checkServiceAccountKey } from "../../src/values/service-account-key.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const wrapped = (text: string) => base64(text).replace(/.{20}/g, "$&\n");

/** The failure, after a look whether it tells a part of the value. */
function refusal(run: () => unknown, value: string): CliError {
  try {
    run();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    expect(error).toMatchObject({ code: "invalid-credential", hint: expect.any(String) });
    expect(error.cause).toBeUndefined();
    for (const part of value.replaceAll("client_email", "").match(/[\w+/=]{12,}/g) ?? [])
      expect(`${error.message} ${error.hint}`).not.toContain(part);
    return error;
  }
  throw new Error("Nothing was refused.");
}

describe("a password", () => {
  test.each([
    ["as it is", "dckr_pat_abc", "dckr_pat_abc"],
    ["without its newline", "token\n", "token"],
    ["without its Windows newline", "token\r\n", "token"],
    ["with the spaces it may have", " to ken ", " to ken "],
    ["with a colon", "pass:word", "pass:word"],
    ["with a brace", "{not json", "{not json"],
    [
      "ECR's, Base64 of JSON",
      base64(`{"payload":"x","version":"2"}`),
      base64(`{"payload":"x","version":"2"}`),
    ],
    [
      "NGC's older key, Base64 of text and id",
      base64("abcdefgh:01234567-89ab-cdef-0123-456789abcdef"),
      base64("abcdefgh:01234567-89ab-cdef-0123-456789abcdef"),
    ],
  ])("%s", (_, text, clean) => expect(cleanPassword(new Secret(text)).reveal()).toBe(clean));

  test.each([
    ["nothing", "", "The password is empty."],
    ["a newline alone", "\n", "The password is empty."],
    ["two newlines at the end", "token\n\n", "The password holds a line break."],
    ["a newline within", "to\nken", "The password holds a line break."],
    ["a carriage return", "to\rken", "The password holds a line break."],
    ["NUL", "to\0ken", "The password holds a NUL byte, so it is no text."],
    ["JSON", `{"type":"service_account"}`, "This is JSON, where a password or token is due."],
    [
      "JSON on several lines",
      `{\n  "type": "service_account"\n}\n`,
      "This is JSON, where a password or token is due.",
    ],
    ["Base64", base64("AWS:password12345"), "This is already Base64 of a user and a password."],
    [
      "Base64 of a robot",
      base64("team+robot:ABCDEFGHIJKLMNOP"),
      "This is already Base64 of a user and a password.",
    ],
    ["Base64 in lines", wrapped(`AWS:${"x".repeat(90)}`), "This is already Base64 of a user and a password."],
  ])("%s is refused", (_, text, message) => {
    expect(refusal(() => cleanPassword(new Secret(text)), text).message).toBe(message);
  });

  test("of _json_key is JSON", () => {
    expect(cleanPassword(new Secret(`{"a":1}\n`), "_json_key").reveal()).toBe(`{"a":1}`);
  });
});

describe("an access key", () => {
  const id = "AKIAABCDEFGHIJKLMNOP";
  const secret = "abcdefghij/klmnopqrst+0123456789ABCDEFGH";
  const check = (accessKeyId: string, secretAccessKey: string) =>
    checkAccessKey({
      kind: "access-key",
      accessKeyId: new Secret(accessKeyId),
      secretAccessKey: new Secret(secretAccessKey),
    });

  test("white space around it goes", () => {
    const key = check(` ${id}\n`, `${secret}\n`);
    expect([key.accessKeyId.reveal(), key.secretAccessKey.reveal()]).toEqual([id, secret]);
  });

  test.each([
    ["a temporary id", "ASIAABCDEFGHIJKLMNOP", secret, /temporary \(ASIA\).*session token/],
    ["a short id", "AKIAABC", secret, /^An access key id is AKIA and 16 .*; this one has 7 characters\.$/],
    ["a lower-case id", id.toLowerCase(), secret, /access key id .* has other characters\.$/],
    ["a role's id", "AROAABCDEFGHIJKLMNOP", secret, /access key id .* has other characters\.$/],
    ["no id", "", secret, /access key id .* is empty\.$/],
    ["the two swapped", secret, id, /access key id .* has 40 characters\.$/],
    ["a short secret", id, "abcdefghijklm", /^A secret access key is 40 .*; this one has 13 characters\.$/],
    [
      "a secret with a space",
      id,
      `${secret.slice(1, 20)} ${secret.slice(20)}`,
      /secret access key .* has other characters\.$/,
    ],
    ["no secret", id, "", /secret access key .* is empty\.$/],
  ])("%s is refused", (_, accessKeyId, secretAccessKey, message) => {
    expect(
      refusal(() => check(accessKeyId, secretAccessKey), `${accessKeyId} ${secretAccessKey}`).message,
    ).toMatch(message);
  });
});

describe("a service account's key", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const good = {
    type: "service_account",
    project_id: "proj",
    private_key: pem,
    client_email: "puller@proj.iam.gserviceaccount.com",
  };
  const check = (text: string) => checkServiceAccountKey(new Secret(text));

  test.each([
    ["as downloaded", `${JSON.stringify(good, null, 2)}\n`],
    ["on one line", JSON.stringify(good)],
    ["with a BOM", `\uFEFF${JSON.stringify(good)}`],
    [
      "with Windows line ends in its key",
      JSON.stringify({ ...good, private_key: pem.replaceAll("\n", "\r\n") }),
    ],
  ])("%s", (_, text) => {
    expect(check(text)).toEqual({ clientEmail: "puller@proj.iam.gserviceaccount.com", projectId: "proj" });
  });

  const lines = pem.trim().split("\n");
  const withKey = (private_key: unknown) => JSON.stringify({ ...good, private_key });
  test.each([
    ["nothing", " \n", "The JSON key is empty."],
    ["Base64 of it", base64(JSON.stringify(good)), "This is Base64, where the JSON key itself is due."],
    [
      "Base64 of it in lines",
      wrapped(JSON.stringify(good)),
      "This is Base64, where the JSON key itself is due.",
    ],
    ["no JSON", "puller-key-file-name.json", "This is not the JSON of a service account key."],
    ["half of it", JSON.stringify(good).slice(0, 99), "This is not the JSON of a service account key."],
    ["a list", "[]", "This is not the JSON of a service account key."],
    ["null", "null", "This is not the JSON of a service account key."],
    ["the PEM alone", pem, "This is not the JSON of a service account key."],
    [
      "a person's login",
      `{"type":"authorized_user","refresh_token":"1//abcdefghijklm"}`,
      "This JSON is a person's own gcloud login (authorized_user), not a service account's key.",
    ],
    [
      "workload identity",
      `{"type":"external_account"}`,
      "This JSON configures workload identity (external_account) and holds no key.",
    ],
    [
      "another type",
      `{"type":"mysterious_type"}`,
      'This JSON is no service account key: its type is not "service_account".',
    ],
    ["no type", "{}", 'This JSON is no service account key: its type is not "service_account".'],
    [
      "no e-mail",
      JSON.stringify({ ...good, client_email: "" }),
      "The JSON key lacks its client_email or project_id.",
    ],
    ["no private key", withKey(undefined), "The JSON key lacks its private_key."],
    ["an empty private key", withKey(""), "The private_key in the JSON key is damaged."],
    ["no END line", withKey(lines.slice(0, -1).join("\n")), "The private_key in the JSON key is damaged."],
    ["no BEGIN line", withKey(lines.slice(1).join("\n")), "The private_key in the JSON key is damaged."],
    [
      "a line missing",
      withKey([...lines.slice(0, 1), ...lines.slice(2)].join("\n")),
      "The private_key in the JSON key is damaged.",
    ],
    ["spaces for line breaks", withKey(lines.join(" ")), "The private_key in the JSON key is damaged."],
    [
      "escapes for line breaks",
      withKey(lines.join("\\n")),
      "The line breaks of private_key are escaped twice.",
    ],
  ])("%s is refused", (_, text, message) => {
    expect(
      refusal(() => check(text), text.replaceAll(/service_account|authorized_user|external_account/g, ""))
        .message,
    ).toBe(message);
  });
});

test("a prompt gets the sentence, or null", () => {
  expect(problemOf(() => cleanPassword(new Secret("")))).toBe("The password is empty.");
  expect(problemOf(() => cleanPassword(new Secret("x")))).toBeNull();
  expect(() => problemOf(() => JSON.parse("{"))).toThrow(SyntaxError);
});

test("a byte order mark in front is no part of a password", () => {
  expect(cleanPassword(new Secret("\uFEFFtoken\r\n")).reveal()).toBe("token");
});

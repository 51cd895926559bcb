// Are image references read the way Docker reads them?
import { describe, expect, test } from "vitest";
import { CliError } from "../../src/values/errors.ts";
import { parseImage } from "../../src/values/image.ts";

const sha256 = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("references that Docker takes", () => {
  test.each([
    ["ubuntu", "docker.io", "library/ubuntu", null, null],
    ["ubuntu:22.04", "docker.io", "library/ubuntu", "22.04", null],
    ["team/whisper:3", "docker.io", "team/whisper", "3", null],
    ["docker.io/ubuntu", "docker.io", "library/ubuntu", null, null],
    ["index.docker.io/library/ubuntu:22.04", "index.docker.io", "library/ubuntu", "22.04", null],
    ["registry-1.docker.io/ubuntu", "registry-1.docker.io", "library/ubuntu", null, null],
    ["GHCR.io/team/whisper", "ghcr.io", "team/whisper", null, null],
    ["localhost/whisper:3", "localhost", "whisper", "3", null],
    ["localhost:5000/whisper:3", "localhost:5000", "whisper", "3", null],
    ["127.0.0.1:5000/a/b", "127.0.0.1:5000", "a/b", null, null],
    ["[::1]:5000/a", "[::1]:5000", "a", null, null],
    ["registry:5000/a", "registry:5000", "a", null, null],
    ["registry/a", "docker.io", "registry/a", null, null],
    [`ghcr.io/team/whisper@${sha256}`, "ghcr.io", "team/whisper", null, sha256],
    [`ghcr.io/team/whisper:3@${sha256}`, "ghcr.io", "team/whisper", "3", sha256],
    [
      "us-docker.pkg.dev/example.com/proj/repo/img:1",
      "us-docker.pkg.dev",
      "example.com/proj/repo/img",
      "1",
      null,
    ],
    [`ghcr.io/${"a".repeat(64)}`, "ghcr.io", "a".repeat(64), null, null],
    ["a".repeat(63), "docker.io", `library/${"a".repeat(63)}`, null, null],
    ["quay.io/a__b/c--d.e:_T.a-g", "quay.io", "a__b/c--d.e", "_T.a-g", null],
    // Without a slash there is no host, however much it looks like one.
    ["ghcr.io", "docker.io", "library/ghcr.io", null, null],
  ])("%s", (text, host, repository, tag, digest) => {
    expect(parseImage(text)).toEqual({ text, host, repository, tag, digest });
  });
});

describe("texts that are no reference", () => {
  test.each([
    ["", "it is empty"],
    [" ubuntu", "it contains white space"],
    ["ubuntu\n", "it contains white space"],
    ["https://ghcr.io/team/whisper", "leave out the scheme"],
    ["docker://ubuntu", "leave out the scheme"],
    ["a@b@c", "it has more than one @"],
    ["ubuntu@", "its digest is malformed"],
    ["ubuntu@sha256:abc", "its digest is malformed"],
    [`ubuntu@sha256:${"a".repeat(63)}`, "its digest is malformed"],
    [`ubuntu@sha256:${"A".repeat(64)}`, "its digest is malformed"],
    ["-a.b/c", "its host is malformed"],
    ["a..b/c", "its host is malformed"],
    ["a_b.c/d", "its host is malformed"],
    ["example.com:port/c", "its host is malformed"],
    ["user:password/c", "its host is malformed"],
    ["ubuntu:", "its tag is malformed"],
    ["ubuntu:-x", "its tag is malformed"],
    [`ubuntu:${"x".repeat(129)}`, "its tag is malformed"],
    ["ghcr.io/", "it has no name after the host"],
    ["ghcr.io/:3", "it has no name after the host"],
    ["acme/app:1:2", "a colon may stand before the tag only, one tag after it"],
    ["app:1:2", "a colon may stand before the tag only, one tag after it"],
    ["gcr.io/k8szk:v1:v1", "a colon may stand before the tag only, one tag after it"],
    ["gcr.io/example.com:proj/app:1", "a colon may stand before the tag only, one tag after it"],
    ["quay.io/a:b/c", "a colon may stand before the tag only, one tag after it"],
    ["0a".repeat(32), "Docker takes 64 hexadecimal digits for an image's id"],
    ["ghcr.io/Team/whisper", "a repository name must be lower case"],
    ["ghcr.io/team//whisper", "its path is malformed"],
    ["ghcr.io/team/whisper/", "its path is malformed"],
    ["ghcr.io/team/.whisper", "its path is malformed"],
    ["ghcr.io/team/whi$per", "its path is malformed"],
  ])("%j: %s", (text, why) => {
    const error = failure(() => parseImage(text));
    expect(error).toMatchObject({ code: "invalid-image", message: expect.stringContaining(`: ${why}.`) });
    expect(error.hint).toContain("ghcr.io/team/whisper:3");
  });

  test("an escape sequence doesn't reach the terminal", () => {
    expect(failure(() => parseImage("a\u001b[31m")).message).not.toContain("\u001b");
  });
});

function failure(run: () => unknown): CliError {
  try {
    run();
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error("No CliError was thrown.");
}

test.each([
  "https://me:s3cret@ghcr.io/o/i",
  "me:s3cret@ghcr.io/o/i:1",
])("a password in %s isn't repeated", (text) => {
  expect(() => parseImage(text)).toThrow("it looks as if it held a password.");
});

test("it is said where a password goes", () => {
  const error = failure(() => parseImage("https://ada:dckr_pat_0123456789@ghcr.io/o/i:1"));
  expect(error).toMatchObject({ code: "invalid-image", hint: expect.stringContaining("--password-stdin") });
});

test("64 hexadecimal digits are an id; with more behind them, a name", () => {
  expect(() => parseImage("a".repeat(64))).toThrow("64 hexadecimal digits");
  expect(parseImage(`${"a".repeat(64)}x`).repository).toBe(`library/${"a".repeat(64)}x`);
});

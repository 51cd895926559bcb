// Is a host that is nearly ECR's or Artifact Registry's told, and every real one left alone?
import { expect, test } from "vitest";
import { nearly, nearlySentence } from "../../src/registries/nearly.ts";

test.each([
  ["123456789.dkr.ecr.us-east-1.amazonaws.com", "an AWS account has 12 digits, and this one has 9", null],
  [
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443",
    "the port makes it another host for Baseten",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
  ],
  [
    "123456789012.ecr.us-east-1.amazonaws.com",
    "ECR's hosts have .dkr before .ecr",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com",
  ],
  [
    "us-central1.docker.pkg.dev",
    "Artifact Registry's hosts end in -docker.pkg.dev",
    "us-central1-docker.pkg.dev",
  ],
  ["us-central1.pkg.dev", "Artifact Registry's hosts end in -docker.pkg.dev", "us-central1-docker.pkg.dev"],
  ["us-docker.pkg.dev:443", "the port makes it another host for Baseten", "us-docker.pkg.dev"],
])("%s", (host, why, meant) => {
  expect(nearly({ host })).toEqual({ why, meant });
});

test.each([
  "123456789012.dkr.ecr.us-east-1.amazonaws.com",
  "123456789012.dkr-ecr.us-east-1.on.aws",
  "us-central1-docker.pkg.dev",
  "us-docker.pkg.dev",
  "docker.us-central1.rep.pkg.dev",
  "us.gcr.io",
  "public.ecr.aws",
  "registry.example.com:443",
  "docker.io",
])("%s is fine", (host) => {
  expect(nearly({ host })).toBeNull();
});

test("in a sentence", () => {
  expect(nearlySentence("a", { why: "b", meant: "c" })).toBe(
    "a is no registry's host: b. It is probably meant to be c.",
  );
  expect(nearlySentence("a", { why: "b", meant: null })).toBe("a is no registry's host: b.");
});

// Is a secret in the wrong place known as one, and everyday words not?
import { expect, test } from "vitest";
import { looksSecret } from "../../src/values/looks-secret.ts";

test.each([
  '{"type":"service_account"}',
  "  [1]",
  "-----BEGIN PRIVATE KEY-----",
  "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
  "--ghp_x",
  "github_pat_11AAAA",
  "dckr_pat_abc",
  "glpat-abc",
  "nvapi-abc",
  "ya29.a0Abc",
  "eyJhbGciOiJIUzI1NiJ9.e30.x",
  "AKIAIOSFODNN7EXAMPLE",
  "abcdefgh.0123456789abcdefghijklmnopqrstuv",
  "https://me:pw@ghcr.io/o/i",
  "me:pw@ghcr.io/o/i:1",
  "wJalrXUtnFEMIK7MDENG3bPxRfiCYEXAMPLEKEY1",
])("%s looks like one", (text) => {
  expect(looksSecret(text)).toBe(true);
});

test.each([
  ".",
  "models/whisper",
  "my-very-long-folder-name-for-a-model-of-2026-01-01",
  "ghcr.io/team/whisper:3",
  `app:1@sha256:${"0a".repeat(32)}`,
  `ghcr.io/team/app:1@sha256:${"0a".repeat(32)}`,
  "projects/123456789/locations/global/workloadIdentityPools/Pool/providers/Baseten",
  "arn:aws:iam::123456789012:role/Baseten",
  "sa@project.iam.gserviceaccount.com",
  "123456789012=prod",
  "0f8fad5b-d9cb-469f-a165-70867728950e",
  "key.json",
  "/dev/fd/63",
])("%s doesn't", (text) => {
  expect(looksSecret(text)).toBe(false);
});

// Which change is made to which file in test/fixtures/config? `<case>.before.yaml` becomes `<case>.after.yaml`.
import type { ConfigChange } from "../../src/config/truss.ts";
import { changeTo, onlySecrets } from "./mechanisms.ts";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
const awkward = ["yes", "on", "0123", "1_000", "12:30", "a: b", "a #b", "1e3", "~", "2024-01-01", "it's"];
const keyPair = ["aws_access_key_id", "aws_secret_access_key"];
const token = changeTo("registry-credential");
const localhost = onlySecrets("DOCKER_REGISTRY_localhost:5000");

/** Fixtures by name. */
export const fixtures: Readonly<Record<string, ConfigChange>> = {
  "no-base-image": changeTo("aws-iam"),
  "no-base-image-no-secrets-with-image": changeTo("aws-iam", { image }),
  "base-image-without-docker-auth": changeTo("aws-iam"),
  "base-image-with-docker-auth": changeTo("aws-iam"),
  "switch-keeps-comments": changeTo("gcp-service-account"),
  "secrets-empty-flow": token,
  "secrets-bare": token,
  "secrets-null": token,
  "secrets-tilde": token,
  "secrets-block": token,
  "secrets-flow": token,
  "secrets-flow-trailing-comma": localhost,
  "secrets-flow-lines": localhost,
  "secrets-comments-between-and-after": localhost,
  "secrets-already-there": token,
  "secrets-already-there-double": token,
  "secrets-awkward-names": onlySecrets(...awkward),
  "secrets-awkward-names-flow": onlySecrets(...awkward),
  "secrets-names-that-read-as-numbers": onlySecrets("0123", "yes"),
  "secrets-removed": changeTo("aws-oidc", { image, removeSecrets: keyPair }),
  "secrets-removed-all": changeTo("aws-oidc", { removeSecrets: keyPair }),
  "secrets-removed-flow": { ...onlySecrets(), removeSecrets: keyPair },
  "secrets-removed-flow-all": { ...onlySecrets(), removeSecrets: keyPair },
  "secrets-replaced": { ...token, removeSecrets: keyPair },
  "secrets-replaced-flow": { ...token, removeSecrets: keyPair },
  "indent-3": changeTo("aws-iam"),
  "indent-4": changeTo("aws-iam"),
  "indent-4-nothing-there": changeTo("aws-iam", { image }),
  "indent-4-docker-auth-null": changeTo("aws-oidc"),
  "sequences-at-parents-column": changeTo("gcp-service-account"),
  "base-image-last": changeTo("aws-iam"),
  "base-image-before-comments": changeTo("gcp-oidc"),
  "base-image-null": changeTo("aws-oidc", { image }),
  "base-image-bare": changeTo("aws-oidc", { image }),
  "base-image-flow": changeTo("aws-oidc"),
  "base-image-flow-docker-auth": changeTo("gcp-service-account"),
  "base-image-flow-empty": changeTo("aws-oidc", { image }),
  "docker-auth-null-in-flow": changeTo("gcp-service-account"),
  "docker-auth-flow-in-block": changeTo("aws-iam"),
  "docker-auth-bare-values": changeTo("aws-iam"),
  "docker-auth-removed": token,
  "docker-auth-removed-flow": token,
  "docker-auth-removed-alone": token,
  "image-replaced": { ...token, image },
  "image-missing": changeTo("aws-oidc", { image }),
  "document-marks": changeTo("aws-iam"),
  "document-start": changeTo("aws-iam"),
  "only-comments": changeTo("gcp-service-account", { image }),
  "only-document-start": token,
  "folded-and-literal-nearby": changeTo("aws-iam"),
  "literal-keep-last": token,
  json: changeTo("aws-iam"),
  "blank-lines-at-end": token,
  "yaml-1-1-values-elsewhere": token,
  "anchors-elsewhere": changeTo("aws-iam"),
};

// Which change is made to which file in test/fixtures/config? `<case>.before.yaml` becomes `<case>.after.yaml`.
import type { ConfigChange } from "../../src/config/truss.ts";
import { changeTo, onlySecrets } from "./mechanisms.ts";

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3";
const awkward = ["yes", "on", "0123", "1_000", "12:30", "a: b", "a #b", "1e3", "~", "2024-01-01", "it's"];
const keyPair = ["aws_access_key_id", "aws_secret_access_key"];
const token = changeTo("plain");
const localhost = onlySecrets("DOCKER_REGISTRY_localhost:5000");

/** Fixtures by name. */
export const fixtures: Readonly<Record<string, ConfigChange>> = {
  "no-base-image": changeTo("AWS_IAM"),
  "no-base-image-no-secrets-with-image": changeTo("AWS_IAM", { image }),
  "base-image-without-docker-auth": changeTo("AWS_IAM"),
  "base-image-with-docker-auth": changeTo("AWS_IAM"),
  "switch-keeps-comments": changeTo("GCP_SERVICE_ACCOUNT_JSON"),
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
  "secrets-removed": changeTo("AWS_OIDC", { image, removeSecrets: keyPair }),
  "secrets-removed-all": changeTo("AWS_OIDC", { removeSecrets: keyPair }),
  "secrets-removed-flow": { ...onlySecrets(), removeSecrets: keyPair },
  "secrets-removed-flow-all": { ...onlySecrets(), removeSecrets: keyPair },
  "secrets-replaced": { ...token, removeSecrets: keyPair },
  "secrets-replaced-flow": { ...token, removeSecrets: keyPair },
  "indent-3": changeTo("AWS_IAM"),
  "indent-4": changeTo("AWS_IAM"),
  "indent-4-nothing-there": changeTo("AWS_IAM", { image }),
  "indent-4-docker-auth-null": changeTo("AWS_OIDC"),
  "sequences-at-parents-column": changeTo("GCP_SERVICE_ACCOUNT_JSON"),
  "base-image-last": changeTo("AWS_IAM"),
  "base-image-before-comments": changeTo("GCP_OIDC"),
  "base-image-null": changeTo("AWS_OIDC", { image }),
  "base-image-bare": changeTo("AWS_OIDC", { image }),
  "base-image-flow": changeTo("AWS_OIDC"),
  "base-image-flow-docker-auth": changeTo("GCP_SERVICE_ACCOUNT_JSON"),
  "base-image-flow-empty": changeTo("AWS_OIDC", { image }),
  "docker-auth-null-in-flow": changeTo("GCP_SERVICE_ACCOUNT_JSON"),
  "docker-auth-flow-in-block": changeTo("AWS_IAM"),
  "docker-auth-bare-values": changeTo("AWS_IAM"),
  "docker-auth-removed": token,
  "docker-auth-removed-flow": token,
  "docker-auth-removed-alone": token,
  "image-replaced": { ...token, image },
  "image-missing": changeTo("AWS_OIDC", { image }),
  "document-marks": changeTo("AWS_IAM"),
  "document-start": changeTo("AWS_IAM"),
  "only-comments": changeTo("GCP_SERVICE_ACCOUNT_JSON", { image }),
  "only-document-start": token,
  "folded-and-literal-nearby": changeTo("AWS_IAM"),
  "literal-keep-last": token,
  json: changeTo("AWS_IAM"),
  "blank-lines-at-end": token,
  "yaml-1-1-values-elsewhere": token,
  "anchors-elsewhere": changeTo("AWS_IAM"),
};

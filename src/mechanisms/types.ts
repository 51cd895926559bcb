// What a mechanism's file must say. A mechanism is one way in which Truss lets Baseten sign in to a registry: what
// config.yaml says, which secrets it reads, what Truss refuses beside it. All else that is known of it derives.
import type { Credential, Secret } from "../values/secret.ts";

/** The `auth_method`s that Truss knows. https://github.com/basetenlabs/truss/blob/main/truss/base/truss_config.py */
export const authMethods = [
  "AWS_IAM",
  "AWS_OIDC",
  "AWS_ASSUME_ROLE",
  "GCP_SERVICE_ACCOUNT_JSON",
  "GCP_OIDC",
  "REGISTRY_SECRET",
] as const;
export type AuthMethod = (typeof authMethods)[number];

/** Everything a set-up may need to know that is no secret. Each one is a flag too. */
export interface Values {
  readonly awsProfile?: string;
  readonly accessKeyIdSecret?: string;
  readonly secretAccessKeySecret?: string;
  readonly secretName?: string;
  readonly awsRoleArn?: string;
  readonly awsRegion?: string;
  readonly gcpServiceAccount?: string;
  readonly workloadIdentityProvider?: string;
  readonly impersonateServiceAccount?: string;
  readonly username?: string;
}
export type ValueKey = keyof Values;

/** Where the image is, as far as a mechanism needs it. */
export interface Place {
  /** As it is to stand in `registry` and in a secret's name. */
  readonly host: string;
  readonly region?: string;
  /** The name under which what is in the image reads the password alone; NVIDIA's NIMs do. */
  readonly rawSecret?: string;
}

/** How a value is asked for, when neither a flag nor the machine tells it. */
export interface Question {
  readonly message: string;
  /** One line: why this is asked. */
  readonly why: string;
  /** The page that explains it, when it is hard. */
  readonly link?: string;
  /** Taken without asking when no flag says otherwise: a sound default nobody needs to think about. */
  readonly quiet?: boolean;
  /** A sentence why the value can't be right, or null. */
  readonly problem: (value: string) => string | null;
}

/** A field of docker_auth beside `auth_method` and `registry`, which every mechanism has. */
export interface Field {
  /** Its key in docker_auth. */
  readonly key: string;
  /** The value that fills it. */
  readonly value: ValueKey;
  /** Truss refuses the file without it. */
  readonly required: boolean;
  /** Whether it names a secret that must be listed and stored. */
  readonly secret?: boolean;
  /** What Truss takes where the field isn't there; it is then left out. */
  readonly byDefault?: string;
  /** What is most likely right, to be written unless something else is said. */
  readonly suggest?: (place: Place) => string | undefined;
  /** The keyword of the value in truss_train; that of a secret takes a SecretReference. */
  readonly inTraining: string;
  readonly question: Question;
}

/** How truss_train says a mechanism: the keyword of DockerAuth, and the class that it takes. */
export interface TrainingForm {
  readonly authMethod: AuthMethod;
  readonly keyword: string;
  readonly type: string;
}

/** One mechanism. */
export interface Mechanism {
  /** Null where config.yaml has no docker_auth: then the secret's own name says which registry it is for. */
  readonly authMethod: AuthMethod | null;
  /** The first version of truss that reads it; an older one refuses the file. Null: all that are in use. */
  readonly since: string | null;
  /** Whether Truss refuses the fields of other mechanisms beside it, or ignores them. */
  readonly strict: boolean;
  readonly fields: readonly Field[];
  /**
   * Its Python in truss_train; truss_chains takes docker_auth's own fields.
   * https://github.com/basetenlabs/truss/blob/main/truss-train/truss_train/definitions.py
   */
  readonly training: TrainingForm;
  /** The text of its file in templates/. `${registry}`, `${hostSecret}` and the values fill it. */
  readonly template: string;
  /** The kind of credential whose secrets are stored; null when nothing is stored. */
  readonly credential: Credential["kind"] | null;
  /** The values of the secrets, in the order in which the template names them. */
  readonly secretValues: (credential: Credential, place?: Place) => readonly Secret[];
}

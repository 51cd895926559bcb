// Types only: what config.yaml says about the base image, and what is to change in it.

/** The part of config.yaml that matters here. */
export interface TrussConfig {
  /** `base_image.image`; null when there is none. */
  readonly image: string | null;
  /** The scalars of `docker_auth` as text, whatever their keys; null when there is no block. */
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  /** The names under `secrets`, in the file's order. */
  readonly secrets: readonly string[];
}

/** What is to hold afterwards. */
export interface ConfigChange {
  /** Null: leave it as it is. */
  readonly image: string | null;
  /** What docker_auth is to say, keys in the order in which they are written; null: no docker_auth at all. */
  readonly dockerAuth: Readonly<Record<string, string>> | null;
  /** The keys of docker_auth that are ours: one that isn't wanted goes. All others are the author's and stay. */
  readonly ownKeys: ReadonlySet<string>;
  /** Names that must be there; one that is there already keeps its value. */
  readonly addSecrets: readonly string[];
  readonly removeSecrets: readonly string[];
}

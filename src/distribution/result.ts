// What can come of a pull check? Data only; the sentences are in describe.ts.

/** No answer that says anything about the image. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly why:
    | "network"
    | "timeout"
    | "proxy"
    | "tls"
    /** What answers there speaks no TLS, or other versions of it. */
    | "no-tls"
    /** An HTTP status that isn't foreseen, in `detail`. */
    | "status"
    /** A redirect where a credential would have to be sent along. */
    | "redirect"
    | "too-large"
    /** Refused because of where this machine is: a firewall, an allow list, a proxy's page. */
    | "filtered"
    /** The registry refused the token that its own service had just issued. */
    | "own-token"
    /** Something answered that doesn't speak the registry protocol. */
    | "malformed";
  /** The host that was asked: the registry or its token service. */
  readonly at: string;
  /** A status or a system error code such as `ECONNREFUSED`; null when there is none. */
  readonly detail: string | null;
}

/** The registry told us to sign in at a place where no credential should be sent; none was. */
export interface UnsafeRealm {
  readonly kind: "unsafe-realm";
  readonly problem: "malformed" | "not-https" | "private-address";
  /** The host to which it pointed; empty when that isn't a URL. */
  readonly realm: string;
}

export interface RateLimited {
  readonly kind: "rate-limited";
  /** When the registry says how long to wait. */
  readonly retryAfterSeconds: number | null;
}

/** The registry knows only ways to sign in that pass no user and password, such as `negotiate`. */
export interface UnknownChallenge {
  readonly kind: "unknown-challenge";
  readonly schemes: readonly string[];
}

export interface Denied {
  readonly kind: "denied";
  readonly cause: /** Wrong user or password. */
    | "credential"
    /** Right once, but its time is over. */
    | "expired"
    /** Signed in, but may not read this repository. */
    | "access"
    /** No such tag or repository, or one that is hidden from this user. */
    | "not-found";
  /** `not-found`: up to ten tags that exist, nearest first; null when the registry doesn't list them. */
  readonly tags: readonly string[] | null;
}

export interface Pulled {
  readonly kind: "pulled";
  /** Of what the tag names now, `sha256:…`; absent where the registry doesn't say. */
  readonly digest?: string;
  /** `linux/amd64`, …; empty when the manifest doesn't say or could not be read. */
  readonly platforms: readonly string[];
  /** Bytes of linux/amd64's configuration and compressed layers; null when the manifest doesn't say. */
  readonly size: number | null;
  /** The media type of what is no container image, such as a Helm chart's; left out for an image. */
  readonly artifact?: string;
}

export type Outcome = Pulled | Denied | RateLimited | Unreachable | UnsafeRealm | UnknownChallenge;

/** What was tried. */
export interface Asked {
  /** The registry's API host, with its port. */
  readonly host: string;
  readonly repository: string;
  /** The tag or digest. */
  readonly reference: string;
  /** Whether no credential was sent: none was given, or the registry didn't ask for one. */
  readonly anonymous: boolean;
  /** Whether a credential was given, and nobody asked for it. */
  readonly untried?: true;
}

/** The result of a pull check: what was tried, and what came of it. */
export type PullResult = Asked & Outcome;

/** Whether the image can be pulled. */
export interface Verdict {
  /** `granted`: Baseten signs in as itself; the trust and the permissions were read back, and fit. */
  readonly status: "pulled" | "denied" | "unverifiable" | "skipped" | "granted";
  /** A sentence; null when there is nothing to say. */
  readonly reason: string | null;
  /** `linux/amd64`, … */
  readonly platforms: readonly string[];
  /** Bytes of the compressed image for linux/amd64, when the registry says. */
  readonly size: number | null;
}

/** Something to know that stops nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

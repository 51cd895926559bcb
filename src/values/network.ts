// Types only: a request and its answer, as far as this tool has need of them. Node's own fetch is a Fetch.

/** What a request may say. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** Redirects are never followed: a credential belongs to one host. */
  readonly redirect?: "manual";
  readonly signal?: AbortSignal;
}

/** An answer, as far as it is read; Node's own Response is one. A body ends early when its reader stops. */
export interface Fetched {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: ResponseHeaders;
  readonly body: AsyncIterable<Uint8Array> | null;
}

export interface ResponseHeaders extends Iterable<readonly [string, string]> {
  get(name: string): string | null | undefined;
  has(name: string): boolean;
}

/** The network: rejects when there is no answer, with the system's error or the signal's reason. */
export type Fetch = (url: string, init?: FetchInit) => Promise<Fetched>;

// What went wrong between here and Baseten, and what to do next? Every sentence of a failed API call is here.

import { CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import { apiKeysPage } from "./pages.ts";

/** What a sentence needs to know; nothing of it is secret. */
export interface Asked {
  /** As in "Baseten could not … ". */
  readonly purpose: string;
  /** Where the key comes from. */
  readonly source: string;
  /** Host and port. */
  readonly host: string;
}

const statusPage = "Try again in a few minutes; https://status.baseten.co says if something is wrong there.";

/** The error of an HTTP status that is neither a success nor retried. `said` is the server's sentence, redacted. */
export function refusal(status: number, said: string | null, asked: Asked): CliError {
  const words = said === null ? "" : ` It says: ${said}`;
  if (status === 401) {
    return new CliError(
      "api-key-rejected",
      `Baseten does not accept the API key from ${asked.source}.${words}`,
      {
        hint: `Make a new one at ${apiKeysPage}`,
      },
    );
  }
  if (status === 403) {
    const message = `The API key from ${asked.source} may not ${asked.purpose}.${words}`;
    return new CliError("api-key-rejected", message, {
      hint: `Use a key that manages the workspace or the team: ${apiKeysPage}`,
    });
  }
  if (status === 404) {
    return new CliError(
      "api-not-found",
      `${asked.host} could not ${asked.purpose}: not found (404).${words}`,
      {
        hint: "Check the team, and the remote's URL where one is set.",
      },
    );
  }
  if (status === 407) return proxyFailure(asked);
  if (status < 400) {
    return new CliError(
      "api-unavailable",
      `${asked.host} answered with a redirect, which was not followed.`,
      {
        hint: "Check the remote's URL and BASETEN_MANAGEMENT_API_URL_OVERRIDE, or whether a sign-in page is in the way.",
      },
    );
  }
  if (status >= 500) {
    return new CliError("api-unavailable", `${asked.host} could not ${asked.purpose} (${status}).${words}`, {
      hint: statusPage,
    });
  }
  return new CliError("api-refused", `Baseten did not ${asked.purpose} (${status}).${words}`, {
    hint: "Change what it names, then run the same command again.",
  });
}

/** 2xx with something else in it than the API's JSON: a proxy's page, most often. */
export const unreadable = (asked: Asked): CliError =>
  new CliError("api-unavailable", `What ${asked.host} answered isn't what Baseten's API answers.`, {
    hint: "A proxy or sign-in page may be in the way. Check HTTPS_PROXY and the remote's URL.",
  });

/** 429s for longer than this tool waits. */
export const rateLimited = (asked: Asked): CliError =>
  new CliError(
    "api-unavailable",
    `Baseten takes no more requests for now, so it could not ${asked.purpose}.`,
    {
      hint: "Wait a few minutes, then run the same command again.",
    },
  );

/** The minute of an operation is over. */
export const timedOut = (asked: Asked): CliError =>
  new CliError("api-unavailable", `${asked.host} did not answer in time, so it could not ${asked.purpose}.`, {
    hint: statusPage,
  });

/**
 * The error of a request that got no answer. The system's error is read, not passed on: it may quote a header.
 * @returns `again` when another attempt may help: a name or connection, not a certificate.
 */
export function networkFailure(
  thrown: unknown,
  asked: Asked,
): { readonly error: CliError; readonly again: boolean } {
  const signs = signsOf(thrown);
  const code = signs.codes[0] ?? "no answer";
  if (signs.codes.some((one) => tlsCodes.test(one))) {
    const error = new CliError(
      "api-unavailable",
      `The certificate of ${asked.host} is not trusted (${code}).`,
      {
        hint: "If your company inspects traffic, set NODE_EXTRA_CA_CERTS to its certificate file.",
      },
    );
    return { error, again: false };
  }
  if (signs.proxy) return { error: proxyFailure(asked), again: false };
  const error = new CliError("api-unavailable", `${asked.host} can't be reached (${code}).`, {
    hint: "Check the network. Behind a proxy, set HTTPS_PROXY to its address.",
  });
  return { error, again: true };
}

const proxyFailure = (asked: Asked): CliError =>
  new CliError("api-unavailable", `The proxy did not let the request to ${asked.host} through.`, {
    hint: "Check HTTPS_PROXY and the name and password in it, or add the host to NO_PROXY.",
  });

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_|EPROTO$)/;

/** Codes from the error down to its first cause. `fetch failed` itself has none, and several addresses make a list. */
function signsOf(thrown: unknown): { readonly codes: readonly string[]; readonly proxy: boolean } {
  const codes: string[] = [];
  let proxy = false;
  const waiting: unknown[] = [thrown];
  for (let seen = 0; waiting.length > 0 && seen < 20; seen++) {
    const error = waiting.shift();
    if (!(error instanceof Error)) continue;
    const { code, errors } = error as { code?: unknown; errors?: unknown };
    // A code that isn't the system's could be anything; only its usual form is shown.
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) codes.push(code);
    // "The proxy refused to connect (407)."
    if (/\bproxy\b/i.test(error.message)) proxy = true;
    waiting.push(error.cause, ...(Array.isArray(errors) ? errors : []));
  }
  return { codes, proxy };
}

const longest = 300;
/** So many characters in a row that stand in a secret too are no accident. */
const telling = 8;

/**
 * A server's sentence, fit to be shown: every secret in it replaced by `[secret]`, on one line, without control
 * characters, at most 300 characters. Null when nothing is left, or when a part of a secret still shows (cut off,
 * or escaped in a way not known here).
 */
export function redact(message: string | null, secrets: readonly (Secret | null)[]): string | null {
  if (message === null) return null;
  const values = secrets.flatMap((secret) => secret?.reveal() || []);
  let text = message;
  for (const value of values) {
    const escaped = JSON.stringify(value).slice(1, -1);
    for (const form of [value, escaped, encodeURIComponent(value)]) text = text.replaceAll(form, "[secret]");
  }
  if (values.some((value) => sharesRun(text, value))) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a server must not steer the terminal
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  if (line === "") return null;
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

function sharesRun(text: string, value: string): boolean {
  const size = Math.min(telling, value.length);
  for (let start = 0; start + size <= text.length; start++) {
    if (value.includes(text.slice(start, start + size))) return true;
  }
  return false;
}

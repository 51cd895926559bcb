// Can a header carry this API key?
import { CliError } from "../values/errors.ts";
import type { Secret } from "../values/secret.ts";
import { apiKeysPage } from "./pages.ts";

/**
 * The key without the newline that came along, checked so far that a header can carry it.
 * @throws CliError `api-key-missing` when it is empty, `invalid-credential` when it isn't plain ASCII in one word
 */
export function cleanApiKey(key: Secret, source: string): Secret {
  const clean = key.map((value) => value.trim());
  if (clean.reveal() === "") {
    throw new CliError("api-key-missing", `There is no API key in ${source}.`, { hint: newKeyHint });
  }
  // fetch repeats a header that it refuses in its error, key and all.
  if (!/^[\x21-\x7e]+$/.test(clean.reveal())) {
    throw new CliError(
      "invalid-credential",
      `What ${source} holds can't be an API key: one word was expected.`,
      {
        hint: newKeyHint,
      },
    );
  }
  return clean;
}

const newKeyHint = `Make one at ${apiKeysPage}`;

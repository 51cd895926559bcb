// What is on standard input, read to its end?
import { CliError, interrupted } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";

const limit = 1024 * 1024;

/** Standard input, as far as it is used here. */
export type Input = AsyncIterable<Uint8Array | string> & {
  readonly isTTY?: boolean;
  destroy(): unknown;
};

/**
 * Reads standard input to its end; every byte is kept, the last newline too.
 * @param timeoutMs how long the end may take; 30,000 unless said.
 * @throws CliError `usage` on a terminal, after the timeout and beyond 1 MiB; `invalid-credential` when it is
 * no UTF-8; `interrupted`.
 */
export async function readStdin(
  input: Input,
  { timeoutMs = 30_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Secret> {
  if (input.isTTY)
    throw new CliError("usage", "Standard input is a terminal.", {
      hint: 'Pipe the value in, for example: printf %s "$TOKEN" | create-registry-auth --password-stdin',
    });
  let timer: NodeJS.Timeout | undefined;
  let stop = (): void => {};
  const cut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unfinished(timeoutMs)), timeoutMs);
    stop = () => reject(interrupted());
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
  });
  try {
    return decode(await Promise.race([collect(input), cut]));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    // An open pipe would keep the program from ending.
    input.destroy();
  }
}

async function collect(input: Input): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > limit)
      throw new CliError("usage", "Standard input is larger than 1 MiB.", {
        hint: "Pipe in the credential alone.",
      });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): Secret {
  try {
    return new Secret(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new CliError("invalid-credential", "Standard input is not UTF-8 text.", {
      hint: "Save the value as UTF-8 and pipe it in again.",
    });
  }
}

const unfinished = (timeoutMs: number): CliError =>
  new CliError("usage", `Standard input did not end within ${Math.round(timeoutMs / 1000)} seconds.`, {
    hint: "Check that the command in front of the pipe finishes.",
  });

// Is standard input read whole, and given up when it can't be?
import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { readStdin } from "../../src/world/stdin.ts";

const piped = (...chunks: (string | Uint8Array)[]) =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

describe("readStdin", () => {
  test.each([
    ["one line", ["token\n"], "token\n"],
    ["nothing", [], ""],
    ["several chunks, CRLF and white space", [" a\r\n", "b \n\n"], " a\r\nb \n\n"],
    ["a BOM", ["\uFEFFx"], "\uFEFFx"],
  ])("keeps every byte of %s", async (_, chunks, expected) => {
    expect((await readStdin(piped(...chunks))).reveal()).toBe(expected);
  });

  test("joins a character that is cut in two", async () => {
    const input = piped(new Uint8Array([0xc3]), new Uint8Array([0xa9]));
    expect((await readStdin(input)).reveal()).toBe("é");
  });

  test("refuses a terminal", async () => {
    const input = Object.assign(piped("x"), { isTTY: true });
    await expect(readStdin(input)).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("Pipe"),
    });
  });

  test("gives up when there is no end", async () => {
    const input = new PassThrough();
    input.write("half");
    const failure = await readStdin(input, { timeoutMs: 50 }).catch((error) => error);
    expect(failure).toMatchObject({ code: "usage", message: expect.stringContaining("did not end") });
    expect(input.destroyed).toBe(true);
  });

  test("stops at more than a megabyte", async () => {
    const input = piped("x".repeat(600_000), "x".repeat(600_000));
    await expect(readStdin(input)).rejects.toMatchObject({ code: "usage" });
  });

  test("refuses what is no text", async () => {
    await expect(readStdin(piped(new Uint8Array([0xff, 0xfe])))).rejects.toMatchObject({
      code: "invalid-credential",
    });
  });

  test("can be interrupted", async () => {
    const stop = new AbortController();
    const reading = readStdin(new PassThrough(), { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: "interrupted" });
  });
});

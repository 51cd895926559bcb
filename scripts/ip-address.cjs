// Stands in for the package `ip-address` in the bundle: the three of its functions that `socks` calls, a twentieth of it.

/** https://github.com/beaugunderson/ip-address/blob/main/src/ipv4.ts */
class Address4 {
  #text;
  constructor(text) {
    this.#text = text;
  }
  /** Four bytes. */
  toArray() {
    return this.#text.split(".").map(Number);
  }
}

/** https://github.com/beaugunderson/ip-address/blob/main/src/ipv6.ts */
class Address6 {
  #text;
  constructor(text) {
    this.#text = text;
  }
  static fromByteArray(bytes) {
    const buffer = Buffer.from(bytes);
    const groups = Array.from({ length: 8 }, (_, at) => buffer.readUInt16BE(at * 2).toString(16));
    return new Address6(groups.join(":"));
  }
  /** Eight groups of four digits. */
  canonicalForm() {
    // A URL's host is in its shortest form, where IPv4 at the end has become two groups.
    const short = new URL(`http://[${this.#text}]`).hostname.slice(1, -1);
    const [head = [], tail = null] = short.split("::").map((half) => half.split(":").filter(Boolean));
    const middle = tail === null ? [] : Array(8 - head.length - tail.length).fill("0");
    return [...head, ...middle, ...(tail ?? [])].map((group) => group.padStart(4, "0")).join(":");
  }
}

module.exports = { Address4, Address6 };

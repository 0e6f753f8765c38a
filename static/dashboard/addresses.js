// IP addresses as numbers: whether one is valid, which family it has, whether it lies in a subnet. Pure.

/** @typedef {{version: 4 | 6, value: bigint}} Address */

/** @param {string} text @returns {Address | null} null: no address */
export function parseAddress(text) {
  const trimmed = text.trim();
  if (trimmed.includes(":")) return parse6(trimmed);
  const parts = trimmed.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return { version: 4, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

/** RFC 4291, 2.2. @param {string} text @returns {Address | null} */
function parse6(text) {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const last = groups[groups.length - 1];
  if (last.length && last[last.length - 1].includes(".")) {
    const tail = parseAddress(/** @type {string} */ (last.pop()));
    if (!tail) return null;
    last.push((tail.value >> 16n).toString(16), (tail.value & 0xffffn).toString(16));
  }
  const given = groups.flat();
  if (!given.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const missing = 8 - given.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = halves.length === 2 ? [...groups[0], ...Array(missing).fill("0"), ...groups[1]] : given;
  return { version: 6, value: all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}

/** Whether a subnet in CIDR notation holds an address. @param {string} subnet @param {Address} address */
export function contains(subnet, address) {
  const [base, length] = subnet.split("/");
  const first = parseAddress(base ?? "");
  if (!first || first.version !== address.version || !length) return false;
  const shift = BigInt((first.version === 4 ? 32 : 128) - Number(length));
  return first.value >> shift === address.value >> shift;
}

/** Whether two texts are the same address, however they are written. @param {string | null | undefined} one @param {string | null | undefined} other */
export function sameAddress(one, other) {
  const [a, b] = [parseAddress(one ?? ""), parseAddress(other ?? "")];
  return Boolean(a && b && a.version === b.version && a.value === b.value);
}

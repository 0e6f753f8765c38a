// Commands that do the same from a shell, each word quoted where it must be. Pure.

/** @param {string} word */
export const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** @param {...(string | number)} words */
export const command = (...words) => words.map((word) => quoted(String(word))).join(" ");

/** @param {string} container @param {string} network @param {Record<string, any>} wished as the API takes it @param {string} [program] the engine's own CLI */
export function connectCommand(container, network, wished, program = "docker") {
  const options = [
    ...(wished.ipv4 ? ["--ip", wished.ipv4] : []),
    ...(wished.ipv6 ? ["--ip6", wished.ipv6] : []),
    ...(wished.aliases ?? []).flatMap((/** @type {string} */ alias) => ["--alias", alias]),
    ...(wished.mac ? ["--mac-address", wished.mac] : []),
    ...Object.entries(wished.driver_opts ?? {}).flatMap(([name, value]) => ["--driver-opt", `${name}=${value}`]),
    ...(wished.gw_priority === undefined ? [] : ["--gw-priority", wished.gw_priority]),
  ];
  return command(program, "network", "connect", ...options, network, container);
}

# Sourced by scripts/engines: the end of an engine and of all that it started, and of nothing else.

# An engine's own processes have a thread in its network namespace (Podman's main thread may stay in a container's) and its private root
# for a root; its containers are their descendants or in its control group. What lives in this machine's own mounts is never one.
processes() { # NAMESPACE ROOT GROUP -> pids
  local net root here pid own='' kids
  net=$(stat -L -c 'net:\[%i\]' "$1" 2>/dev/null) && root=$(stat -c %d:%i "$2" 2>/dev/null) || return 0
  here=$(readlink /proc/self/ns/mnt)
  kids=$(for pid in $(find /proc/[0-9]*/task/[0-9]*/ns/net -lname "$net" 2>/dev/null | cut -d / -f 3 | sort -u); do
      [[ $(stat -L -c %d:%i "/proc/$pid/root" 2>/dev/null) != "$root" ]] || echo "$pid"
    done
    grep -l -F "/$3/" /proc/[0-9]*/cgroup 2>/dev/null | cut -d / -f 3) || true
  while [[ -n $kids ]]; do
    own+=" $kids"
    kids=$(for pid in $kids; do cat "/proc/$pid"/task/*/children 2>/dev/null; done) || true
  done
  for pid in $(printf '%s\n' $own | sort -nu); do
    case $(readlink "/proc/$pid/ns/mnt" 2>/dev/null) in '' | "$here") ;; *) ((pid > 1)) && echo "$pid" ;; esac
  done
}
end_processes() { # NAMESPACE ROOT GROUP: nothing needs an orderly end, as all that they wrote goes too
  local k pids
  for ((k = 0; k < 50; k++)); do
    pids=$(processes "$@")
    [[ -n $pids ]] || return 0
    kill -KILL $pids 2>/dev/null || true
    sleep 0.1
  done
  return 1
}
# Podman's containers have one parent group whoever started them: only these go, and the parent when it is empty.
remove_groups() { # GROUP FOLDER-OF-PODMAN'S-CONTAINERS
  {
    find /sys/fs/cgroup -depth -type d \( -path "*/$1" -o -path "*/$1/*" \)
    find /sys/fs/cgroup -depth -type d -path '*/libpod_parent/*' | grep -F -f <(ls "$2" 2>/dev/null | grep -E '^[0-9a-f]{64}$')
    find /sys/fs/cgroup -depth -type d \( -path '*/libpod_parent/conmon' -o -path '*/libpod_parent' \)
  } 2>/dev/null | xargs -r rmdir 2>/dev/null || true
}

# Sourced by scripts/engines: private roots of Debian's packages, and an image, in $CACHE. No maintainer script runs, no daemon starts.
PACKAGES=(docker.io podman netavark aardvark-dns runc iptables nftables iproute2 mount bash coreutils busybox-static)

prepare() ( # SUITE: one at a time, also when two callers come
  mkdir -p "$CACHE"
  exec 9>"$CACHE/lock"
  flock -w 900 9 || die "another scripts/engines has been preparing for 15 minutes"
  [[ -f $CACHE/$1.ok ]] || make_root "$1" "$CACHE/$1"
  [[ -f $CACHE/busybox.tar ]] || make_image "$CACHE/$1/bin/busybox"
)
make_root() { # SUITE ROOT
  local packages=("${PACKAGES[@]}")
  # Debian 12 has no Compose 2, and its docker.io holds the docker command.
  [[ $1 == bookworm ]] || packages+=(docker-cli docker-compose)
  say "making a root of Debian $1 for its engines in $2 (once, 100 MB of packages)"
  rm -rf "$2" "$2.apt"
  download "$1" "$2.apt" "${packages[@]}"
  unpack "$2.apt/archives" "$2"
  furnish "$2"
  rm -rf "$2.apt"
  touch "$2.ok"
}
mirror() { # the URI of the Debian mirror that this machine's apt uses
  local codename uri
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  find_uri() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" 'Label: Debian' | sed -n 1p
  }
  uri=$(find_uri)
  [[ -n $uri ]] || { apt-get update -qq >&2 && uri=$(find_uri); }
  [[ -n $uri ]] || die "scripts/engines makes its engines of Debian's packages, and apt knows no Debian mirror here ('apt-get indextargets' lists none)"
  echo "$uri"
}
download() { # SUITE FOLDER PACKAGE..: the packages and all that they need, with apt's own settings but for the sources
  local suite=$1 folder=$2 uri apt
  uri=$(mirror)
  mkdir -p "$folder"/{lists,archives}/partial
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
    "$uri" "$suite" >"$folder/mirror.sources"
  : >"$folder/status"
  apt=(apt-get -qq -y -o Dir::State="$folder" -o Dir::State::status="$folder/status" -o Dir::Cache="$folder"
    -o Dir::Etc::sourcelist="$folder/mirror.sources" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o Dir::Etc::preferences=/dev/null -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true
    -o Acquire::Languages=none -o Acquire::Retries=3)
  "${apt[@]}" update
  "${apt[@]}" --no-install-recommends --download-only install "${@:3}" >/dev/null
}
unpack() { # ARCHIVES ROOT
  local x
  mkdir -p "$2"/usr/{bin,sbin,lib,lib64}
  for x in bin sbin lib lib64; do ln -s "usr/$x" "$2/$x"; done
  for x in "$1"/*.deb; do
    dpkg-deb --fsys-tarfile "$x" | tar -x -C "$2" --keep-directory-symlink --exclude='./usr/share/doc' --exclude='./usr/share/man' \
      --exclude='./usr/share/locale' --exclude='./usr/share/perl' --exclude='./usr/lib/*/perl*' --exclude='./dev/*'
  done
}
furnish() { # ROOT: what maintainer scripts would have made: Debian's choice of iptables, users, and the files that an engine reads
  local x y
  for x in iptables ip6tables; do
    for y in '' -save -restore; do ln -sf "$x-nft$y" "$1/usr/sbin/$x$y"; done
  done
  mkdir -p "$1"/{proc,sys,dev,run,tmp,mnt,root,var/tmp,var/lib/containers,etc/containers/networks}
  [[ -e $1/var/run ]] || ln -s /run "$1/var/run"
  [[ -e $1/bin/sh ]] || ln -s bash "$1/bin/sh"
  touch "$1/etc/containers/containers.conf"
  echo 'root:x:0:0:root:/root:/bin/bash' >"$1/etc/passwd"
  echo 'root:x:0:' >"$1/etc/group"
  echo '127.0.0.1 localhost' >"$1/etc/hosts"
  echo 'nameserver 192.0.2.53' >"$1/etc/resolv.conf" # a documentation address: nothing leads there
}
make_image() { # BUSYBOX: a file system of it and a link for each of its applets
  local folder=$CACHE/busybox x
  rm -rf "$folder"
  mkdir -p "$folder"/{bin,etc,proc,sys,dev,root,var/www,tmp}
  cp "$1" "$folder/bin/busybox"
  for x in $("$folder/bin/busybox" --list); do [[ $x == busybox ]] || ln -s busybox "$folder/bin/$x"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$folder/etc/passwd"
  echo 'root:x:0:' >"$folder/etc/group"
  tar -c -C "$folder" --owner=0 --group=0 . >"$CACHE/busybox.part"
  mv "$CACHE/busybox.part" "$CACHE/busybox.tar"
  rm -rf "$folder"
}

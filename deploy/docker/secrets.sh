#!/usr/bin/env bash
# Makes, once, what the nodes of docker-compose.yml know each other by: an authority of their own, a certificate that all of them show, its password, and the
# secret of operators. All of it lies in the folder secrets beside this file, readable by the user that the containers run as. Needs openssl.
#   secrets.sh          all of it
#   secrets.sh --renew  another certificate of the same authority, and another password
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
umask 077

fail() { echo "secrets.sh: $1" >&2; exit 2; }

# Prints what is wrong only: openssl is talkative.
quietly() { local said; said=$("$@" 2>&1) || fail "$*: $said"; }

make_authority() {
  quietly openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=toolzero on docker compose" -keyout "$1/authority.key" -out "$1/authority.pem"
  head -c 32 /dev/urandom | base64 >"$1/operator"
}

make_certificate() {
  head -c 24 /dev/urandom | base64 >"$1/certificate-password"
  printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n' >"$1/extensions"
  quietly openssl req -newkey rsa:3072 -nodes -subj "/CN=toolzero" -keyout "$1/certificate.key" -out "$1/certificate.csr"
  quietly openssl x509 -req -in "$1/certificate.csr" -CA "$1/authority.pem" -CAkey "$1/authority.key" -CAcreateserial -days 365 -out "$1/certificate.pem" -extfile "$1/extensions"
  quietly openssl pkcs12 -export -inkey "$1/certificate.key" -in "$1/certificate.pem" -out "$1/certificate.p12" -passout "file:$1/certificate-password"
  rm "$1/extensions" "$1/certificate.key" "$1/certificate.csr" "$1/certificate.pem" "$1"/*.srl
}

# The containers' user must be able to read these files and nobody else: it is who made them. Root makes them for the image's own user.
name_user() {
  local user
  user=$(id -u)
  if [[ $user == 0 ]]; then
    user=10001
    chown -R "$user:0" "$1"
  fi
  echo "TOOLZERO_UID=$user" >.env
}

case ${1:-} in
  '')
    [[ ! -e secrets ]] || fail "$PWD/secrets is there already: keep it, or  secrets.sh --renew  for another certificate"
    rm -rf secrets.partial
    mkdir secrets.partial
    make_authority secrets.partial
    ;;
  --renew)
    [[ -e secrets/authority.key ]] || fail "$PWD/secrets has no authority.key: run secrets.sh first"
    rm -rf secrets.partial
    cp -r secrets secrets.partial
    ;;
  *) fail "$1: expected nothing or --renew" ;;
esac
make_certificate secrets.partial
name_user secrets.partial
rm -rf secrets
mv secrets.partial secrets
echo "secrets.sh: made $PWD/secrets; authority.key in it makes certificates: keep it to yourself"

#!/bin/sh
# Makes the certificate that the keys of cookies and forms are protected by, unless azd keeps one already (docs/operations.md, "Keys of
# cookies and forms"). With a file name it is only written there, as Base64 text: sh deploy/azure/certificate.sh keys.txt
set -eu
if [ $# = 0 ] && [ -n "${KEYS_CERTIFICATE:-}" ]; then
  exit 0
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umask 077
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj /CN=opportunities \
  -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
openssl pkcs12 -export -passout pass: -inkey "$folder/key.pem" -in "$folder/certificate.pem" -out "$folder/keys.pfx"
if [ $# = 0 ]; then
  azd env set KEYS_CERTIFICATE "$(openssl base64 -A -in "$folder/keys.pfx")"
else
  openssl base64 -A -in "$folder/keys.pfx" > "$1"
fi

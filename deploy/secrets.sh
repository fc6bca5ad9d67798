#!/bin/sh
# Makes what is missing of the full system's secrets, a file each; what is there stays as it is.
# usage: deploy/secrets.sh FOLDER [BROKER-HOST [DATABASE-HOST]]
#
# The folder is for its owner alone. The files in it can be read by anyone who gets that far, because a container's user
# has another number than the one who wrote them.
set -eu
cd "$(dirname "$0")/.."
folder=$1 broker=${2:-rabbitmq} database=${3:-postgres}
mkdir -p -m 700 "$folder"

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { # name text: unless there is one already
  [ -s "$folder/$1" ] && return
  printf '%s\n' "$2" > "$folder/.new" && chmod 644 "$folder/.new" && mv "$folder/.new" "$folder/$1"
}

keep postgres_password "$(random)"
keep admin_database_url "postgresql://postgres:$(cat "$folder/postgres_password")@$database/postgres"
for service in gateway services/*/service.py; do
  name=$(basename "${service%/service.py}")
  keep "database_url_$name" "postgresql://atrium_$name:$(random)@$database/atrium_$name"
done

keep rabbitmq_password "$(random)"
password=$(cat "$folder/rabbitmq_password")
keep rabbitmq_user.conf "default_user = atrium
default_pass = $password"
keep amqp_url "amqp://atrium:$password@$broker//"
keep direct_secret "$(random)"
keep erlang_cookie "$(random)"
keep grafana_password "$(random)"

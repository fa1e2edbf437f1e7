#!/usr/bin/env bash
# Runs the test on a cluster whose members are in network namespaces of this machine, as on machines of their own:
#
#     runner ──── hub ──── worker1 ──── endpoint
#                    └──── worker2 ────┘
#
# The runner and the workers reach the hub and nothing else of each other; only the workers reach the endpoint. All addresses
# are the namespaces' own, so that nothing leaves this machine.
#
#     sudo examples/cluster/namespaces.sh                 passes
#     sudo examples/cluster/namespaces.sh --partition     cuts off a worker for 20 s in the middle of the load: INVALID
#     sudo examples/cluster/namespaces.sh --skew          lets the workers' monotonic clocks be a day apart: passes
#
# Needs Linux, root, iproute2, util-linux, JDK 17 or newer and Maven. --no-build uses what "mvn package" has built.
set -euo pipefail
root="$(cd "$(dirname "$0")/../.." && pwd)"
mode=plain
build=yes
for argument in "$@"; do
  case "$argument" in
    --partition) mode=partition ;;
    --skew) mode=skew ;;
    --no-build) build= ;;
    *)
      sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0" >&2
      exit 2
      ;;
  esac
done

refuse() {
  echo "namespaces.sh: $1" >&2
  exit 2
}

[ "$(uname -s)" = Linux ] || refuse "network namespaces exist on Linux only"
for command in ip unshare java mvn; do
  command -v "$command" >/dev/null || refuse "$command is not on the PATH (Debian has ip in iproute2, unshare in util-linux)"
done
[ "$(id -u)" -eq 0 ] || refuse "only root may create network namespaces: run it with sudo"

id="llmbench$$"
work="$(mktemp -d)"
clean_up() {
  local name
  for name in runner worker1 worker2 hub endpoint; do
    if ip netns pids "$id-$name" >"$work/pids" 2>/dev/null; then
      # shellcheck disable=SC2046 # Numbers.
      [ ! -s "$work/pids" ] || kill -KILL $(cat "$work/pids") 2>/dev/null || true
      ip netns delete "$id-$name" || true
    fi
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

if ! ip netns add "$id-hub" 2>"$work/refused"; then
  refuse "this system does not allow network namespaces: $(cat "$work/refused"). In a container, run it with --privileged"
fi
for name in runner worker1 worker2 endpoint; do
  ip netns add "$id-$name"
done
for name in runner worker1 worker2 hub endpoint; do
  ip -n "$id-$name" link set lo up
done

# connect NAME SERVER NETWORK ADDRESS: gives NAME a cable to SERVER, at whose other end is the server's ADDRESS
connect() {
  ip -n "$id-$2" link add "to-$1" type veth peer name "to-$2" netns "$id-$1"
  ip -n "$id-$2" address add "$3.1/30" dev "to-$1"
  ip -n "$id-$1" address add "$3.2/30" dev "to-$2"
  ip -n "$id-$2" link set "to-$1" up
  ip -n "$id-$1" link set "to-$2" up
  ip -n "$id-$1" route add "$4/32" via "$3.1"
}

hub=10.78.0.1
endpoint=10.78.0.2
ip -n "$id-hub" address add "$hub/32" dev lo
ip -n "$id-endpoint" address add "$endpoint/32" dev lo
connect runner hub 10.78.1 "$hub"
connect worker1 hub 10.78.2 "$hub"
connect worker2 hub 10.78.3 "$hub"
connect worker1 endpoint 10.78.4 "$endpoint"
connect worker2 endpoint 10.78.5 "$endpoint"

cd "$root"
if [ -n "$build" ]; then
  mvn --batch-mode --quiet package -pl examples/cluster -am -Dunit.tests.skip=true -DskipTests
fi
jar="$(ls "$root"/benchmark-junit/target/benchmark-junit-*-worker.jar)" || refuse "there is no worker jar: run it without --no-build"
java -jar "$jar" key "$work/cluster.p12" >/dev/null
export LLMBENCH_CLUSTER_KEY="$work/cluster.p12"

# within NAME COMMAND...
within() {
  ip netns exec "$id-$1" "${@:2}"
}

# start NAME COMMAND...: in the background, each line with the name before it
start() {
  (exec ip netns exec "$id-$1" "${@:2}" > >(exec sed -u "s/^/[$1] /") 2>&1) &
  disown
}

# worker NUMBER HOURS: a worker whose monotonic clock is ahead by as much
worker() {
  local clock=()
  [ "$mode" != skew ] || clock=(unshare --time --monotonic $(($2 * 3600)) --fork --kill-child)
  start "worker$1" ${clock[@]+"${clock[@]}"} java -jar "$jar" work --hub "$hub:7800" --name "worker-$1" \
    --allow-endpoint "http://$endpoint:8000/**"
}

start endpoint java -cp "$jar" "$root/examples/cluster/SimulatedEndpoint.java"
start hub java -jar "$jar" hub --bind 0.0.0.0
worker 1 1
worker 2 25

unreachable() {
  if within "$1" timeout 2 bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null; then
    refuse "$1 reaches $2:$3, and should not"
  fi
}
unreachable runner "$endpoint" 8000
unreachable runner 10.78.2.2 22
unreachable hub "$endpoint" 8000

stages='[{"target":12,"duration":"3s"},{"target":12,"duration":"12s"}]'
if [ "$mode" = partition ]; then
  stages='[{"target":12,"duration":"3s"},{"target":12,"duration":"57s"}]'
  (
    until grep -q '^  0:10 /' "$work/test" 2>/dev/null; do sleep 0.2; done
    echo "[namespaces] worker2 is cut off from the hub"
    ip -n "$id-worker2" link set to-hub down
    sleep 20
    ip -n "$id-worker2" link set to-hub up
    ip -n "$id-worker2" route replace "$hub/32" via 10.78.3.1
    echo "[namespaces] worker2 is connected to the hub again"
  ) &
fi

status=0
within runner mvn --batch-mode --offline --quiet test-compile failsafe:integration-test failsafe:verify \
  -pl benchmark-junit,examples/cluster -Dunit.tests.skip=true -Dit.test=ChatLatencyIT -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dllmbench.cluster="$hub:7800" -Dllmbench.cluster-workers=2 -Dllmbench.cluster-on-loss=finish \
  -Dllmbench.endpoint="http://$endpoint:8000/v1/chat/completions" -Dllmbench.stages="$stages" 2>&1 | tee "$work/test" || status=$?

if [ "$mode" = partition ]; then
  if [ "$status" -ne 0 ] && grep -q '^INVALID ' "$work/test" && grep -q 'was lost at' "$work/test"; then
    echo "As expected, the run is INVALID"
    within runner java -jar "$jar" list --hub "$hub:7800"
    exit 0
  fi
  echo "The run should be INVALID, and is not"
  exit 1
fi
exit "$status"

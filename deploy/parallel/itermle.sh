#!/bin/bash
# A run in N shards by GNU parallel, on this machine or on those of --sshloginfile, then the merge:
#   deploy/parallel/itermle.sh 4 --run '^law-' --profile ci
# Called again it goes on with the records of shards that have ended early. $ITERMLE is the command, $RECORDS a folder
# that all machines share, $PARALLEL options of GNU parallel such as --sshloginfile=hosts.
set -euo pipefail
shards=${1:?want the number of shards, then flags of itermle verify}
shift
itermle=${ITERMLE:-itermle}
records=${RECORDS:-records}
mkdir -p "$records"
seq 0 $((shards - 1)) | parallel --quote --halt soon,fail=1 \
	"$itermle" verify "$@" --shard "{}/$shards" --record "$records/{}.jsonl" --resume
run=() # merge must know which claims the shards were of
while [ $# -gt 0 ]; do
	case $1 in
	--run) run=(--run "$2") && shift ;;
	--run=*) run=("$1") ;;
	esac
	shift
done
exec "$itermle" merge --record "$records/merged" "${run[@]}" "$records"/*.jsonl

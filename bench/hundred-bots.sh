#!/usr/bin/env bash
# Starts the command with a configuration of 100 bots and tells three figures: seconds from the start of the process to the first event in a file,
# (and the processor time until then, which a busy machine does not change), memory (RSS, MiB) and processor time (% of a core) when nothing is to be done.
#   dotnet build src/IntelMQ.Tool -c Release && bench/hundred-bots.sh [broker: sqlite, memory, redis] [seconds of idling]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
tool=${INTELMQ_TOOL:-$root/src/IntelMQ.Tool/bin/Release/net10.0/IntelMQ.Tool.dll}
broker=${1:-sqlite}
idle=${2:-30}
folder=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true; rm -rf "$folder"' EXIT
mkdir -p "$folder/etc" "$folder/in" "$folder/state"
{
  printf 'global:\n  source_pipeline_broker: %s\n  destination_pipeline_broker: %s\n' "$broker" "$broker"
  for i in $(seq 1 20); do
    mkdir -p "$folder/in/$i"
    printf '192.0.2.%s,80\n' "$i" > "$folder/in/$i/report.csv"
    cat <<YAML
feed-$i-collector:
  {module: intelmq.bots.collectors.file.collector_file, group: Collector, name: File, description: reads, enabled: true,
   parameters: {path: "$folder/in/$i/", postfix: .csv, delete_file: true, destination_queues: {_default: [feed-$i-parser-queue]}}}
feed-$i-parser:
  {module: intelmq.bots.parsers.generic.parser_csv, group: Parser, name: CSV, description: parses, enabled: true,
   parameters: {columns: [source.ip, source.port], default_fields: {classification.type: scanner}, destination_queues: {_default: [feed-$i-taxonomy-expert-queue]}}}
feed-$i-taxonomy-expert:
  {module: intelmq.bots.experts.taxonomy.expert, group: Expert, name: Taxonomy, description: adds, enabled: true,
   parameters: {destination_queues: {_default: [feed-$i-deduplicator-expert-queue]}}}
feed-$i-deduplicator-expert:
  {module: intelmq.bots.experts.deduplicator.expert, group: Expert, name: Deduplicator, description: passes over what was seen, enabled: true,
   parameters: {filter_type: blacklist, filter_keys: raw, destination_queues: {_default: [feed-$i-output-queue]}}}
feed-$i-output:
  {module: intelmq.bots.outputs.file.output, group: Output, name: File, description: writes, enabled: true, parameters: {file: "$folder/out-$i.jsonl"}}
YAML
  done
} > "$folder/etc/runtime.yaml"

ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
begin=$(date +%s%N)
dotnet "$tool" run --config "$folder/etc" --state "$folder/state" --log-level Warning 2> "$folder/log" &
pid=$!
first=
while kill -0 "$pid" 2>/dev/null; do
  if [ -z "$first" ] && find "$folder" -maxdepth 1 -name 'out-*.jsonl' -size +0 | grep -q .; then
    first=$(date +%s%N)
    used=$(ticks)
  fi
  [ "$(find "$folder" -maxdepth 1 -name 'out-*.jsonl' -size +0 | wc -l)" -lt 20 ] || break
  sleep 0.02
done
kill -0 "$pid" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
all=$(date +%s%N)
sleep 5
before=$(ticks)
sleep "$idle"
after=$(ticks)
rss=$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")
awk -v b="$begin" -v f="$first" -v a="$all" -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" -v s="$idle" -v r="$rss" -v u="$used" -v broker="$broker" 'BEGIN {
  printf "%s: first event %.2f s (%.2f s of processor time), all 20 feeds %.2f s, idle memory %.0f MiB, idle processor %.2f %%\n", broker, (f - b) / 1e9, u / hz, (a - b) / 1e9, r / 1024, 100 * t / hz / s
}'
dotnet "$tool" status --config "$folder/etc" --state "$folder/state" | awk -F '\t' '$3 == "running" {n++} END {print n " bots run"}'

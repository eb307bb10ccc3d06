#!/bin/bash
# Lets Prometheus's own tool judge the rules of the tree: promtool.sh check RULES | test PROMTEST.
# It is $PROMTOOL or found by PATH; without it the test is skipped (77).
set -euo pipefail

promtool=${PROMTOOL:-$(command -v promtool || true)}
if [[ -z $promtool ]]; then
  echo "SKIPPED: no promtool (set PROMTOOL, or install Debian's package prometheus)"
  exit 77
fi

case $1 in
  check) exec "$promtool" check rules --lint=all --lint-fatal "$2" ;;
  test) exec "$promtool" test rules "$2" ;;
  *)
    echo "usage: promtool.sh check RULES | test PROMTEST" >&2
    exit 2
    ;;
esac

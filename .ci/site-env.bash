# shellcheck shell=bash
# Sourced after common.bash: how a server finds what .ci/build-site made.
export LEPTOS_OUTPUT_NAME=keyrack
export LEPTOS_SITE_ROOT=$CARGO_TARGET_DIR/site
export LEPTOS_SITE_PKG_DIR=pkg
export LEPTOS_HASH_FILES=true
export LEPTOS_SITE_ADDR=${KEYRACK_ADDR:-127.0.0.1:3000}

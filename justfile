# The common commands; `just` lists them.

default:
    @just --list

# Serve on http://127.0.0.1:8080 from data/cockpit.db
run *ARGS:
    cargo run -- {{ARGS}}

# The whole suite on SQLite
test *ARGS:
    cargo test {{ARGS}}

# The whole suite on a private PostgreSQL, started and stopped for it
test-pg *ARGS:
    .ci/with-postgres cargo test {{ARGS}}

# Formatting, clippy and the rules for dependencies
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo deny check bans licenses sources

# Measurements, optimized
bench *ARGS:
    cargo bench {{ARGS}}

# The paths that run in a real browser
e2e:
    cargo build
    cd tests/e2e && npm ci --ignore-scripts
    COCKPIT_BINARY="$PWD/target/debug/cockpit" node --test tests/e2e/*.test.mjs

# Everything, as before a change goes in
ci:
    .ci/run

# What CI runs
ci: fmt lint test book proofs

# Formatting, as CI checks it
fmt:
    cargo fmt --check

# Lints as errors
lint:
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# The README's test command, doc tests included
test:
    cargo test

# The slow tier: the same tests at larger sizes
test-slow:
    cargo test --release -- --include-ignored

# The book, with its Rust blocks already run by `test`
book:
    mdbook build book

# Every certificate that a proof page quotes
proofs:
    cargo run --release --quiet -- check proofs/certificates/*.cert

# Speed, as ratios within one run
bench:
    cargo bench

# Licences, bans and sources of the dependencies
deny:
    cargo deny check licenses bans sources

# HiGHS instead of microlp as the proposing LP
test-highs:
    cargo test --features highs

# The reference programs' numbers, made again; needs python with numpy and torch, see tests/reference/README.md
golden *DATA:
    python3 tests/reference/golden.py {{DATA}}

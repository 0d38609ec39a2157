# What CI runs
ci: fmt lint proofs test book

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

# The theories from nothing, the proved checker, and every certificate that a page quotes by both checkers
proofs:
    make -C proofs clean
    make -C proofs -j2
    cargo run --release --quiet -- check proofs/certificates/*.cert proofs/certificates/trees/*.cert
    proofs/checker/orthant-check proofs/certificates/*.cert

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

# The book's chapter on the report, with its certificates and pictures, as the command writes them
report:
    cargo build --release
    rm -rf target/report book/src/report
    target/release/verify report --out target/report > /dev/null || test $? = 1
    mkdir -p book/src/report
    cp -r target/report/report.md target/report/certificates target/report/pictures book/src/report

# The book's chapter of options and JSON fields, as the program writes it
reference:
    mkdir -p target
    cargo run --quiet -- reference > target/reference.md
    cp target/reference.md book/src/reference.md

# The pictures of the chapters on networks and robustness, and those of tests/golden
pictures:
    WRITE_GOLDEN=1 cargo test --test all draw

# The plots of the chapters on learning, made again on the small synthetic data set
plots:
    cargo build --release
    rm -rf target/plots
    target/release/verify q1 perceptron --out target/plots
    target/release/verify q1 logistic-regression --epochs 50 --learning-rate 0.01,0.001 --out target/plots
    target/release/verify q1 mlp --out target/plots
    target/release/verify q2 logistic-regression --learning-rate 0.001,0.01,0.1 --out target/plots
    target/release/verify q2 mlp --out target/plots
    target/release/verify q2 mlp --batch-size 256 --epochs 150 --dropout 0,0.2 --out target/plots
    cp target/plots/q1-perceptron-accuracy-epochs-20.svg book/src/plots/q1-perceptron.svg
    cp target/plots/q1-logistic_regression-validation-accuracy-lr-0.01,0.001-epochs-50.svg book/src/plots/q1-learning-rates.svg
    cp target/plots/q1-mlp-training-loss-lr-0.001-epochs-20-hidden-200.svg book/src/plots/q1-mlp-loss.svg
    cp target/plots/q1-mlp-accuracy-lr-0.001-epochs-20-hidden-200.svg book/src/plots/q1-mlp.svg
    cp target/plots/logistic_regression-validation-accuracy-batch-16-lr-0.001,0.01,0.1-epochs-20-l2-0.0-opt-sgd.svg book/src/plots/q2-learning-rates.svg
    cp target/plots/mlp-validation-accuracy-batch-16-lr-0.1-epochs-20-hidden-200-dropout-0.0-l2-0.0-layers-2-act-relu-opt-sgd.svg book/src/plots/q2-mlp.svg
    cp target/plots/mlp-training-loss-batch-256-lr-0.1-epochs-150-hidden-200-dropout-0.0-l2-0.0-layers-2-act-relu-opt-sgd.svg book/src/plots/q2-overfit.svg
    cp target/plots/mlp-training-loss-batch-256-lr-0.1-epochs-150-hidden-200-dropout-0.2-l2-0.0-layers-2-act-relu-opt-sgd.svg book/src/plots/q2-dropout.svg
    target/release/verify data synthesize --out target/plots/synthetic.npz
    target/release/verify data info target/plots/synthetic.npz --contact-sheet book/src/plots/synthetic.png

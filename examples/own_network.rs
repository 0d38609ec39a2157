//! A network from a file against the interval target: exact? robust? with which evidence?
//!
//! `cargo run --example own_network examples/networks/report-b.json`

use orthant::{Engine, Interval, UNWATCHED, examine, parse_network};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .unwrap_or("examples/networks/report-b.json".into());
    let network = parse_network(&std::fs::read_to_string(&path)?)?;
    let target = Interval::new(network.inputs(), -1, 2)?.into();
    let findings = examine(network, &target, Engine::Auto, UNWATCHED);
    for ground in [&findings.exact?.ground, &findings.robust?.ground] {
        println!("{} ({})", ground.claim().sentence(), ground.word());
        if let Some(certificate) = ground.certificate() {
            println!("{certificate}");
        }
    }
    Ok(())
}

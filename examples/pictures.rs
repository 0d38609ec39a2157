//! Draws the answers to one function as single pictures: `cargo run --example pictures FOLDER`.

use std::path::PathBuf;

use orthant::draw::canvas::Drawing;
use orthant::draw::networks;
use orthant::question3::networks::{Answer, Hidden, network};
use orthant::{Interval, Target};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or(".".to_owned()));
    let write = |name: &str, picture: &Drawing| std::fs::write(folder.join(name), picture.to_svg());

    // D = 4, A = −1, B = 2: the thresholds of the report's sign units and of the widest ones.
    let interval = Interval::new(4, -1, 2)?;
    let answer = |interval, answer| network(interval, Hidden::Sign, answer).ok_or("not given");
    let (report, widest) = (
        answer(&interval, Answer::Report)?,
        answer(&interval, Answer::Widest)?,
    );
    let networks = [("(b) report", &report), ("(b) widest", &widest)];
    write("sums.svg", &networks::sums(&interval, &networks))?;
    write("network.svg", &networks::network("(b) report", &report))?;

    // D = 2, A = B = 0: both on the square.
    let interval = Interval::new(2, 0, 0)?;
    let target = Target::from(interval);
    for (file, name, which) in [
        ("square-report.svg", "(b) report", Answer::Report),
        ("square-widest.svg", "(b) widest", Answer::Widest),
    ] {
        let square = networks::square(name, &answer(&interval, which)?, &target);
        write(file, &square.ok_or("D = 2 has a square")?)?;
    }

    // D = 3, A = B = 1: the report's on the cube.
    let interval = Interval::new(3, 1, 1)?;
    let report = answer(&interval, Answer::Report)?;
    let cube = networks::cube("(b) report", &report, &interval.into());
    write("cube-report.svg", &cube.ok_or("D = 3 has a cube")?)?;
    Ok(())
}

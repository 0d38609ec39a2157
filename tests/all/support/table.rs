//! Tables of cases that are read from text, so that a case is a line.

/// The rows of a table, one a line, whose cells ` | ` divides.
pub fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    let lines = table.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| {
        let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
        cells
            .try_into()
            .unwrap_or_else(|_| panic!("as many cells as the others: {line}"))
    })
}

//! What is no certificate is refused with the number of the line that is wrong, however long or strange it is.

use crate::support::two_checkers;
use orthant::Refused;
use orthant::checker::Certificate;

const FARKAS: &str = "\
orthant certificate 1
claim inseparable
target interval dim=2 low=0 high=0
evidence farkas
  1 at +-
  1 at -+
  1 at ++
  1 at --
end
";

const SEPARATOR: &str = "\
orthant certificate 1
claim separable
target interval dim=2 low=1 high=2
evidence separator
  weights 1 1
  bias -1
  classes 1 1
end
";

const LEVELS: &str = "\
orthant certificate 1
claim inseparable
target sums dim=2 -+-
evidence levels
  classes 1 1
  2 at counts 1
  1 at counts 0
  1 at counts 2
end
";

const COUNTS: &str = "\
orthant certificate 1
claim agrees
target table dim=2 ---+
network inputs=2
  layer relu
    unit bias -1 weights 1 1
  layer sign
    unit bias -1 weights 1
evidence counts
  classes 1 1
end
";

const VERTEX: &str = "\
orthant certificate 1
claim differs
target interval dim=1 low=1 high=1
network inputs=1
  layer identity
    unit bias 1/2 weights 1
evidence vertex
  vertex +
  h 3/2
  f 1
end
";

const LIMITS: &str = "\
orthant certificate 1
claim robust
target interval dim=1 low=1 high=1
network inputs=1
  layer sign
    unit bias -1 weights 1
evidence limits
  classes 1
  at counts 1
    if 1.1 >=0 then kept
    if 1.1 <0 then impossible -1
end
";

const DIRECTION: &str = "\
orthant certificate 1
claim fragile
target interval dim=1 low=1 high=1
network inputs=1
  layer sign
    unit bias -1 weights 1
evidence direction
  vertex +
  direction -1
  limit -1
end
";

const TREE: &str = "\
orthant certificate 1
claim agrees
target interval dim=1 low=1 high=1
network inputs=1
  layer relu
    unit bias 1 weights 1
  layer sign
    unit bias -1 weights 1
evidence tree
  sums -1 to -1
    leaf 0.1 >=0 above
    leaf 0.1 <0 below 1.1 1/2
  sums 1 to 1
    leaf above below 1.1 1
end
";

const DIAGRAM: &str = "\
orthant certificate 1
claim exactly 1
target table dim=1 -+
network inputs=1
  layer sign
    unit bias 1 weights 1
evidence diagram
  order 1
  level
    split 1 2 wrong 1 at 0..0
  level
    wrong at -1..-1
    right at 1..1
end
";

const ALL: [&str; 9] = [
    FARKAS, SEPARATOR, LEVELS, COUNTS, VERTEX, LIMITS, DIRECTION, TREE, DIAGRAM,
];

fn refused(text: &str) -> Refused {
    match two_checkers::judge(text) {
        Ok((certificate, _)) => panic!("was read as\n{certificate}\nbut stands there as\n{text}"),
        Err(error) => error,
    }
}

/// The line of an error; a layer and a row of the network may follow it.
fn line(error: &Refused) -> usize {
    let place = error.place.strip_prefix("line ").expect("a line");
    let (line, _) = place.split_once(", ").unwrap_or((place, ""));
    line.parse().expect("a number")
}

/// What a good certificate becomes when this is put in the place of that, and the line that is then wrong.
type Flaw = (&'static str, &'static str, &'static str, usize);

const FLAWS: &[Flaw] = &[
    // The first line, the claim, the end.
    (FARKAS, "certificate 1", "certificate 2", 1),
    (FARKAS, "certificate 1", "certificate 10", 1),
    (FARKAS, "orthant certificate 1\n", "", 1),
    (FARKAS, "orthant", "\northant", 1),
    (FARKAS, "claim inseparable", "claim unlearnable", 2),
    (FARKAS, "claim inseparable", "claim", 2),
    (FARKAS, "claim inseparable", "claims inseparable", 2),
    (FARKAS, "claim inseparable\n", "", 2),
    (FARKAS, "\nend\n", "\n", 9),
    (FARKAS, "\nend\n", "\nendless\n", 9),
    (FARKAS, "\nend\n", "\nend\nend\n", 10),
    (FARKAS, "\nend\n", "\nend\n\nmore\n", 11),
    (FARKAS, "\nend\n", "\nend\nclaim separable\n", 10),
    (FARKAS, "end\n", "end # of it\n", 9),
    // Targets.
    (FARKAS, "target interval dim=2 low=0 high=0\n", "", 3),
    (FARKAS, "interval", "ball", 3),
    (FARKAS, "dim=2", "dim=0", 3),
    (FARKAS, "dim=2", "dim=-2", 3),
    (FARKAS, "dim=2", "dim=+2", 3),
    (FARKAS, "dim=2", "dim=1000001", 3),
    (FARKAS, "dim=2", "dim=99999999999999999999999999", 3),
    (FARKAS, "dim=2", "size=2", 3),
    (FARKAS, "dim=2 low=0", "low=0 dim=2", 3),
    (FARKAS, "low=0", "low=1", 3),
    (FARKAS, "low=0", "low=-3", 3),
    (FARKAS, "low=0", "low=1/2", 3),
    (FARKAS, "high=0", "high=3", 3),
    (FARKAS, "high=0", "high=99999999999999999999999999", 3),
    (FARKAS, "high=0", "high=0 step=2", 3),
    (LEVELS, "-+-", "-+", 3),
    (LEVELS, "-+-", "-0-", 3),
    (LEVELS, "-+-", "[-]*1000001", 3),
    (COUNTS, "---+", "---", 3),
    (COUNTS, "dim=2 ---+", "dim=17 [+]*131072", 3),
    (COUNTS, "dim=2 ---+", "dim=64 [+]*9", 3),
    // Diagrams, and how many vertices are wrong.
    (DIAGRAM, "exactly 1", "exactly", 2),
    (DIAGRAM, "exactly 1", "exactly -1", 2),
    (DIAGRAM, "exactly 1", "exactly 1/2", 2),
    (DIAGRAM, "exactly 1", "exactly 1 1", 2),
    (DIAGRAM, "exactly 1", "agrees 1", 2),
    (DIAGRAM, "  order 1\n", "", 8),
    (DIAGRAM, "order 1", "order 0", 8),
    (DIAGRAM, "order 1", "order one", 8),
    (DIAGRAM, "order 1", "order 1000001", 8),
    (DIAGRAM, "  level\n    split", "    split", 9),
    (DIAGRAM, "level\n    split", "level 0\n    split", 9),
    (DIAGRAM, "split 1 2", "split 0 2", 10),
    (DIAGRAM, "split 1 2", "split 1", 10),
    (DIAGRAM, "split 1 2", "split 1 +2", 10),
    (DIAGRAM, "wrong 1 at", "wrong -1 at", 10),
    (DIAGRAM, "wrong 1 at", "wrong 1/2 at", 10),
    (DIAGRAM, "wrong 1 at", "wrong at", 10),
    (DIAGRAM, "0..0", "0", 10),
    (DIAGRAM, "0..0", "0..+0", 10),
    (DIAGRAM, "0..0", "0..1/2", 10),
    (
        DIAGRAM,
        "0..0",
        "0..999999999999999999999999999999999999999999",
        10,
    ),
    (DIAGRAM, "right at", "left at", 13),
    (DIAGRAM, "right at", "right", 13),
    // Networks.
    (COUNTS, "network inputs=2\n", "", 4),
    (COUNTS, "inputs=2", "outputs=2", 4),
    (COUNTS, "inputs=2", "inputs=1000001", 4),
    (COUNTS, "relu", "tanh", 5),
    (COUNTS, "layer relu", "layer", 5),
    (COUNTS, "unit bias -1 weights 1 1", "unit weights 1 1", 6),
    (COUNTS, "unit bias -1 weights 1 1", "unit bias -1", 6),
    (COUNTS, "weights 1 1", "weights 1/0 1", 6),
    (COUNTS, "weights 1 1", "weights 1 one", 6),
    (COUNTS, "weights 1 1", "weights 1e1001 1", 6),
    (COUNTS, "weights 1 1", "weights [1]*1000001", 6),
    (COUNTS, "weights 1 1", "weights [1]*0", 6),
    (
        COUNTS,
        "weights 1 1",
        "weights [1]*99999999999999999999999",
        6,
    ),
    (COUNTS, "weights 1 1", "weights [1 1]*2", 6),
    (COUNTS, "bias -1 weights 1 1", "bias NaN weights 1 1", 6),
    (COUNTS, "bias -1 weights 1 1", "bias -1 -1 weights 1 1", 6),
    // Rows that do not fit are found out when the network is complete.
    (COUNTS, "weights 1 1", "weights 1 1 1", 8),
    (COUNTS, "    unit bias -1 weights 1\n", "", 7),
    (
        COUNTS,
        "  layer sign\n    unit bias -1 weights 1\n",
        "  layer sign\n",
        7,
    ),
    (FARKAS, "evidence", "network inputs=2\nevidence", 4),
    // Evidence.
    (FARKAS, "evidence farkas", "evidence hearsay", 4),
    (FARKAS, "evidence farkas\n", "", 4),
    (FARKAS, "1 at +-", "1 +-", 5),
    (FARKAS, "1 at +-", "1/0 at +-", 5),
    (FARKAS, "1 at +-", "1e-1001 at +-", 5),
    (FARKAS, "1 at +-", "1e99999999999999999999 at +-", 5),
    (FARKAS, "1 at +-", "infinity at +-", 5),
    (FARKAS, "1 at +-", "1 at +x", 5),
    (FARKAS, "1 at +-", "1 at [+]*1000001", 5),
    (FARKAS, "1 at +-\n", "1 at +-\n\n", 6),
    (SEPARATOR, "weights 1 1\n", "\n", 5),
    (SEPARATOR, "weights 1 1", "weight 1 1", 5),
    (SEPARATOR, "weights 1 1", "weights 1 0x1", 5),
    (SEPARATOR, "bias -1", "bias", 6),
    (SEPARATOR, "bias -1", "bias -1 0", 6),
    (SEPARATOR, "classes 1 1", "classes 0 1", 7),
    (SEPARATOR, "classes 1 1", "classes 2 1", 7),
    (SEPARATOR, "classes 1 1", "classes 1 3", 7),
    (SEPARATOR, "classes 1 1", "classes 1 -1", 7),
    (SEPARATOR, "classes 1 1", "classes", 7),
    (SEPARATOR, "classes 1 1\n", "classes 1 1\n  bias -1\n", 8),
    (LEVELS, "2 at counts 1", "2 at 1", 6),
    (LEVELS, "2 at counts 1", "2 at counts 1000001", 6),
    (LEVELS, "2 at counts 1", "2 at counts -1", 6),
    (LEVELS, "2 at counts 1", "2 at counts 1.5", 6),
    (VERTEX, "h 3/2", "h", 9),
    (VERTEX, "h 3/2", "h 3//2", 9),
    (VERTEX, "f 1", "f 2", 10),
    (VERTEX, "f 1", "f +1", 10),
    (VERTEX, "vertex +", "vertex 1", 8),
    (LIMITS, "at counts 1", "at 1", 9),
    (
        LIMITS,
        "at counts 1",
        "at counts 99999999999999999999999",
        9,
    ),
    (LIMITS, "then kept", "then lost", 10),
    (LIMITS, "then kept", "kept", 10),
    (LIMITS, "1.1 >=0", "1 >=0", 10),
    (LIMITS, "1.1 >=0", "1.-1 >=0", 10),
    (LIMITS, "1.1 >=0", "1.1 <=0", 10),
    (LIMITS, "1.1 >=0", "1.1", 10),
    (LIMITS, "impossible -1", "impossible x", 11),
    (LIMITS, "impossible -1", "impossible-1", 11),
    (LIMITS, ">=0 then", ">=0then", 10),
    (DIRECTION, "vertex +", "vertices +", 8),
    (DIRECTION, "direction -1", "direction [0]*1000001", 9),
    (DIRECTION, "limit -1", "limit --1", 10),
    (DIRECTION, "  limit -1\n", "", 10),
    (TREE, "sums -1 to -1", "sums -1", 10),
    (TREE, "sums -1 to -1", "sums -1 to -1/2", 10),
    (TREE, "sums -1 to -1", "sums -1 to +1", 10),
    (TREE, "0.1 >=0", "0.1", 11),
    (TREE, "0.1 >=0", "x1 >=0", 11),
    (TREE, "0.1 >=0", "0.-1 >=0", 11),
    (TREE, "0.1 >=0", "0.1 >= 0", 11),
    (TREE, "below 1.1 1/2", "below 1.1", 12),
    (TREE, "below 1.1 1/2", "below 1.1 half", 12),
    (TREE, "below 1.1 1/2", "beneath 1.1 1/2", 12),
    (TREE, "above below", "below above", 14),
    (TREE, "above below", "above above", 14),
    (TREE, "leaf above", "leaves above", 14),
];

#[test]
fn every_flaw_is_found_in_its_line() {
    for (good, from, to, number) in FLAWS {
        assert!(good.contains(from), "{from:?} is not in\n{good}");
        let text = good.replacen(from, to, 1);
        let error = refused(&text);
        assert_eq!(line(&error), *number, "{error}\n{text}");
    }
}

#[test]
fn a_certificate_without_one_of_its_lines_is_refused_unless_a_list_gets_shorter() {
    for good in ALL {
        let lines: Vec<&str> = good.lines().collect();
        for left_out in 0..lines.len() {
            let listed = [" at ", "if ", "sums ", "leaf ", "level"]
                .iter()
                .any(|word| lines[left_out].contains(word));
            let mut rest = lines.clone();
            rest.remove(left_out);
            let text = rest.join("\n");
            let refused = two_checkers::judge(&text).is_err();
            assert!(refused || listed, "line {}:\n{good}", left_out + 1);
        }
    }
}

#[test]
fn every_beginning_of_a_certificate_is_refused() {
    for good in ALL {
        let whole = good.len() - "\n".len();
        for length in 0..whole {
            refused(&good[..length]);
        }
        assert!(good[..whole].parse::<Certificate>().is_ok());
    }
}

#[test]
fn good_certificates_are_written_as_they_were_read() {
    for good in ALL {
        assert_eq!(good.parse::<Certificate>().expect("good").to_string(), good);
    }
}

#[test]
fn long_and_deep_texts_are_refused_quickly() {
    let deep_fraction = "1/".repeat(1_000_000);
    let long_line = "9".repeat(1_000_000);
    let brackets = "[".repeat(1_000_000);
    let many_runs = "[1]*1000000 ".repeat(100_000);
    for number in [deep_fraction, long_line, brackets, many_runs] {
        let error = refused(&SEPARATOR.replace("weights 1 1", &format!("weights {number}")));
        assert_eq!(line(&error), 5);
        let shown = error.found.chars().count();
        assert!(shown < 100, "{shown} characters are shown");
    }
    let many = 100_000;
    let layers = COUNTS.replace("  layer relu\n", &"layer sign\n".repeat(many));
    assert_eq!(line(&refused(&layers)), many + 7);
    let points = FARKAS.replace("end\n", &"  1 at ++\n".repeat(many));
    assert_eq!(line(&refused(&points)), many + 9);
    assert_eq!(line(&refused(&"\n".repeat(many))), 1);
    assert_eq!(line(&refused("")), 1);
}

#[test]
fn blank_lines_after_the_end_are_no_text() {
    for text in ALL {
        let padded: Certificate = format!("{text}\n  \n").parse().expect("nothing was added");
        assert_eq!(Ok(padded), text.parse());
    }
}

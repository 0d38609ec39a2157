use proptest::prelude::*;

use super::*;
use crate::language::network::Layer;
use crate::language::target::Interval;
use crate::question3::networks::{Answer, Hidden, network as constructed};

const HALF: i64 = 2;

/// The class of the network's own value.
fn class_at(network: &Network, place: &Place) -> Class {
    let value = network.value_at(&place.iter().cloned().collect());
    if value.is_one() {
        Class::Plus
    } else if (-value).is_one() {
        Class::Minus
    } else {
        Class::Other
    }
}

/// Fails unless the point lies in one cell, which says what the network is there.
fn assert_class(regions: &Regions, network: &Network, place: &Place) -> Class {
    let cells = regions.cells.iter().filter(|cell| cell.contains(place));
    let classes: Vec<Class> = cells.map(|cell| cell.class).collect();
    assert_eq!(classes, [class_at(network, place)], "{place:?} {network:?}");
    classes[0]
}

fn unit(inputs: usize) -> impl Strategy<Value = Unit> {
    let weights = prop::collection::vec(-2_i64..=2, inputs);
    (weights, -3_i64..=3).prop_map(|(weights, bias)| Unit {
        weights: weights.into_iter().map(integer).collect(),
        bias: Rational::new(bias.into(), 2.into()),
    })
}

fn layer(inputs: usize, units: usize) -> impl Strategy<Value = Layer> {
    let activations = Activation::NAMES.map(|(activation, _)| activation).to_vec();
    let units = prop::collection::vec(unit(inputs), units);
    (prop::sample::select(activations), units)
        .prop_map(|(activation, units)| Layer { activation, units })
}

fn networks() -> impl Strategy<Value = Network> {
    let two = (layer(2, 2), layer(2, 1)).prop_map(|(a, b)| vec![a, b]);
    let three = (layer(2, 3), layer(3, 2), layer(2, 1)).prop_map(|(a, b, c)| vec![a, b, c]);
    let one = layer(2, 1).prop_map(|a| vec![a]);
    prop_oneof![one, two, three].prop_map(|layers| Network::new(2, layers).expect("they fit"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_point_lies_in_one_cell_which_says_what_the_network_is_there(
        network in networks(),
        points in prop::collection::vec((-15_i64..=15, -15_i64..=15), 8),
    ) {
        let regions = Regions::new(&network, HALF).expect("few cells");
        for (x, y) in points {
            let place = [x, y].map(|n| Rational::new(n.into(), 8.into()));
            assert_class(&regions, &network, &place);
        }
        // Corners and middles of cells, where units are at 0 more often.
        let inside = |place: &Place| place.iter().all(|x| x.abs() < integer(HALF));
        for cell in regions.cells.iter().step_by(1 + regions.cells.len() / 12) {
            let [p, q] = [&cell.corners[0], &cell.corners[cell.corners.len() / 2]];
            let middle = between(p, q, &-Rational::one(), &Rational::one());
            for place in [p, &middle].into_iter().filter(|place| inside(place)) {
                assert_class(&regions, &network, place);
            }
        }
    }
}

#[test]
fn a_line_on_which_alone_the_network_is_1_is_a_cell() {
    let interval = Interval::new(2, 0, 0).unwrap();
    let network = constructed(&interval, Hidden::Relu, Answer::Report).unwrap();
    let regions = Regions::new(&network, HALF).unwrap();
    let plus: Vec<_> = regions
        .cells
        .iter()
        .filter(|cell| cell.class == Class::Plus)
        .collect();
    assert!(plus.iter().all(|cell| cell.corners.len() == 2), "{plus:?}");
    let place = |x: i64, y: i64| [integer(x), integer(y)];
    assert_eq!(assert_class(&regions, &network, &place(1, -1)), Class::Plus);
    assert_eq!(assert_class(&regions, &network, &place(1, 1)), Class::Minus);
}

#[test]
fn what_is_too_much_is_refused() {
    let rows = |count: i64| -> Vec<Unit> {
        let row = |i: i64| Unit {
            weights: [i * i + 1, 7 * i - 3].into_iter().map(integer).collect(),
            bias: integer(i % 5),
        };
        (0..count).map(row).collect()
    };
    let network = |count: i64| {
        let output = Unit {
            weights: (0..count).map(integer).collect(),
            bias: integer(0),
        };
        let layer = |activation, units| Layer { activation, units };
        let layers = vec![
            layer(Activation::Sign, rows(count)),
            layer(Activation::Identity, vec![output]),
        ];
        Network::new(2, layers).unwrap()
    };
    assert!(Regions::new(&network(5), HALF).is_some());
    assert!(Regions::new(&network(300), HALF).is_none());
}

//! Words beside lines and points that do not cover one another.

use super::SMALL;
use crate::draw::canvas::{Mark, Point, Style, text_width};
use crate::draw::marks::{bounds, words_on_paper};

/// The rectangles that words have taken, each as its upper left and its lower right corner.
#[derive(Clone, Default)]
pub(super) struct Labels {
    taken: Vec<(Point, Point)>,
}

impl Labels {
    /// Words at this point, whether or not it is free.
    pub fn put(&mut self, text: String, at: Point, style: Style) -> Vec<Mark> {
        self.taken.push(bounds(&text, at, style));
        words_on_paper(text, at, style).to_vec()
    }

    /// Words at the first of these points at which they are free; `None` if there is none.
    pub fn first_free(
        &mut self,
        text: &str,
        points: impl IntoIterator<Item = Point>,
    ) -> Option<Vec<Mark>> {
        let style = SMALL.centred();
        let free = |at: &Point| {
            let place = bounds(text, *at, style);
            !self.taken.iter().any(|taken| overlap(*taken, place))
        };
        let at = points.into_iter().find(free)?;
        Some(self.put(text.to_owned(), at, style))
    }

    /// Words on a line near one of its ends; nothing if there is no space for them.
    pub fn along(&mut self, text: &str, from: Point, to: Point) -> Vec<Mark> {
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
        let near = |distance: f64| {
            let share = (distance / length).min(0.5);
            let at =
                |(x, y): Point, (end, down): Point| (x + share * (end - x), y + share * (down - y));
            [at(from, to), at(to, from)]
        };
        let points = [18.0, 42.0, 66.0, 90.0].into_iter().flat_map(near);
        self.first_free(text, points).unwrap_or_default()
    }

    /// Words near the middle of a line from left to right, between its ends.
    pub fn between(&mut self, text: &str, from: Point, to: Point) -> Option<Vec<Mark>> {
        let half = text_width(text, SMALL.size) / 2.0 + 3.0;
        let room = (half / (to.0 - from.0)).min(0.5);
        let at = |share: f64| {
            let share = share.clamp(room, 1.0 - room);
            (
                from.0 + share * (to.0 - from.0),
                from.1 + share * (to.1 - from.1),
            )
        };
        self.first_free(text, [0.5, 0.35, 0.65, 0.25, 0.75].map(at))
    }
}

/// Whether two rectangles share more than an edge.
fn overlap(one: (Point, Point), other: (Point, Point)) -> bool {
    let apart = |from: f64, to: f64, start: f64, end: f64| to <= start || end <= from;
    let ((left, top), (right, bottom)) = one;
    let ((x, y), (end, down)) = other;
    !apart(left, right, x, end) && !apart(top, bottom, y, down)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::networks::PLAIN;

    #[test]
    fn words_do_not_cover_words() {
        let mut labels = Labels::default();
        assert_eq!(labels.put("one".into(), (20.0, 20.0), PLAIN).len(), 2);
        assert!(labels.first_free("two", [(22.0, 24.0)]).is_none());
        assert!(
            labels
                .first_free("two", [(22.0, 24.0), (22.0, 50.0)])
                .is_some()
        );
        assert!(
            labels
                .between("three", (10.0, 50.0), (40.0, 50.0))
                .is_none()
        );
    }
}

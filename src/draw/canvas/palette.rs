//! The colours of all plots and pictures, in one place.

use super::Colour;

/// Most words, and the lines that matter most.
pub const INK: Colour = Colour(34, 34, 34);
/// Words that matter less.
pub const GREY: Colour = Colour(85, 85, 85);
/// Axes and frames.
pub const AXIS: Colour = Colour(150, 150, 150);
/// Level lines and hatching.
pub const GRID: Colour = Colour(232, 232, 232);
/// The ground of every picture, and the inside of hollow symbols.
pub const PAPER: Colour = Colour(255, 255, 255);
/// The inside of regions in which a network is +1.
pub const LIGHT_BLUE: Colour = Colour(205, 228, 243);

// After Okabe and Ito, "Color universal design" (2008), without their yellow, which can hardly be seen on white.

/// The first line of a plot; f = +1 in pictures.
pub const BLUE: Colour = Colour(0, 114, 178);
/// The second line of a plot; what goes wrong in pictures.
pub const VERMILION: Colour = Colour(213, 94, 0);
/// The third line of a plot.
pub const GREEN: Colour = Colour(0, 158, 115);
/// The fourth line of a plot.
pub const PURPLE: Colour = Colour(204, 121, 167);
/// The sixth line of a plot.
pub const ORANGE: Colour = Colour(230, 159, 0);
/// The seventh line of a plot.
pub const SKY: Colour = Colour(86, 180, 233);
/// The eighth line of a plot.
pub const WINE: Colour = Colour(136, 34, 85);

/// Every colour that a plot or a picture of this library uses, with its name.
///
/// A page that embeds [`Drawing::to_inline_svg`](super::Drawing::to_inline_svg) may give each of them a
/// counterpart on dark paper under [`Colour::property`].
pub const PALETTE: [(&str, Colour); 13] = [
    ("ink", INK),
    ("grey", GREY),
    ("axis", AXIS),
    ("grid", GRID),
    ("paper", PAPER),
    ("light blue", LIGHT_BLUE),
    ("blue", BLUE),
    ("vermilion", VERMILION),
    ("green", GREEN),
    ("purple", PURPLE),
    ("orange", ORANGE),
    ("sky", SKY),
    ("wine", WINE),
];

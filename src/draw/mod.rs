//! Pictures: a canvas, training curves on it, and networks on the line, the square and the cube.

pub mod canvas;
pub mod curves;
pub mod networks;

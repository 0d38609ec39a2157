//! One OCT-like image: a cross-section of the retina, 28 × 28 grey values.
//!
//! From above: the dark vitreous body, the retina with its bright upper edge, the bright pigment epithelium at its lower
//! edge, the fading choroid below. What the classes change:
//!
//! | label | class | mark |
//! | --- | --- | --- |
//! | 0 | CNV | a bright mound that lifts the epithelium |
//! | 1 | DME | a thickened retina with dark cysts |
//! | 2 | DRUSEN | some small bumps of the epithelium |
//! | 3 | NORMAL | none: a smooth band with the dip of the fovea |
//!
//! All but DME have the dip. Rows are counted from above, columns from the left, both from 0.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;

use super::SIDE;

/// Draws an image of this class, row after row.
pub fn draw(class: u8, random: &mut ChaCha8Rng, image: &mut [u8]) {
    let anatomy = Anatomy::new(class, random);
    for (y, row) in image.chunks_exact_mut(SIDE).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            let clean = anatomy.brightness(x, y as f32);
            // The cast rounds towards zero, and keeps within 0 and 255.
            *pixel = (clean * speckle(random) + grain(random) + 0.5) as u8;
        }
    }
}

/// The rows of the layers in each column, and their brightness.
struct Anatomy {
    columns: [Column; SIDE],
    /// The grey value of the vitreous body.
    vitreous: f32,
    retina: f32,
    epithelium: f32,
    upper_edge: f32,
    choroid: f32,
    /// The depth over which the choroid fades, in pixels.
    depth: f32,
    /// The grey value of the lifted tissue below the epithelium; 0 where nothing is lifted.
    lifted: f32,
    cysts: Vec<Cyst>,
}

/// The layers of one column, as rows with fractions.
#[derive(Clone, Copy)]
struct Column {
    upper: f32,
    epithelium: f32,
    /// The row where the epithelium would be if nothing lifted it.
    floor: f32,
}

/// A dark ellipse.
struct Cyst {
    x: f32,
    /// The height in the retina: 0 at its upper edge, 1 at the epithelium.
    height: f32,
    half_width: f32,
    half_height: f32,
    /// The share of the light that the middle of the cyst takes away.
    darkness: f32,
}

/// A smooth bump along the columns.
struct Bump {
    x: f32,
    half_width: f32,
    height: f32,
}

impl Bump {
    fn new(random: &mut ChaCha8Rng, x: [f32; 2], half_width: [f32; 2], height: [f32; 2]) -> Self {
        Self {
            x: uniform(random, x),
            half_width: uniform(random, half_width),
            height: uniform(random, height),
        }
    }

    fn at(&self, x: f32) -> f32 {
        self.height * bell((x - self.x) / self.half_width)
    }
}

impl Anatomy {
    fn new(class: u8, random: &mut ChaCha8Rng) -> Self {
        let level = uniform(random, [15.0, 22.0]);
        let tilt = uniform(random, [-0.18, 0.18]);
        let curvature = uniform(random, [-0.010, 0.014]);
        let thickness = uniform(random, [6.0, 9.5]);
        let mut fovea = Bump::new(random, [8.0, 20.0], [2.5, 6.0], [0.5, 3.5]);
        let mut swelling = Bump::new(random, [8.0, 20.0], [9.0, 11.0], [0.5, 5.0]);
        let mut mound = Bump::new(random, [7.0, 21.0], [3.5, 8.5], [1.0, 6.0]);
        let mut drusen = Vec::new();
        let mut cysts = Vec::new();
        if class == 1 {
            fovea.height = 0.0;
            swelling.x = fovea.x;
            for _ in 0..3 {
                cysts.push(Cyst {
                    x: uniform(random, [6.0, 22.0]),
                    height: uniform(random, [0.25, 0.75]),
                    half_width: uniform(random, [1.5, 3.8]),
                    half_height: uniform(random, [1.0, 2.2]),
                    darkness: uniform(random, [0.2, 0.9]),
                });
            }
        } else {
            swelling.height = 0.0;
        }
        if class == 2 {
            for _ in 0..4 {
                drusen.push(Bump::new(random, [3.0, 25.0], [1.1, 2.4], [0.2, 2.2]));
            }
        }
        if class != 0 {
            mound.height = 0.0;
        }
        let mut columns = [Column {
            upper: 0.0,
            epithelium: 0.0,
            floor: 0.0,
        }; SIDE];
        for (x, column) in columns.iter_mut().enumerate() {
            let x = x as f32;
            let aside = x - 13.5;
            let floor = level + tilt * aside + curvature * aside * aside;
            let mut lift = mound.at(x);
            for bump in &drusen {
                lift += bump.at(x);
            }
            let thickness = thickness - fovea.at(x) + swelling.at(x) + 0.4 * mound.at(x);
            *column = Column {
                upper: floor - lift - thickness,
                epithelium: floor - lift,
                floor,
            };
        }
        Self {
            columns,
            vitreous: uniform(random, [8.0, 30.0]),
            retina: uniform(random, [60.0, 120.0]),
            epithelium: uniform(random, [60.0, 120.0]),
            upper_edge: uniform(random, [20.0, 60.0]),
            choroid: uniform(random, [20.0, 70.0]),
            depth: uniform(random, [2.0, 6.0]),
            lifted: if class == 0 {
                uniform(random, [20.0, 90.0])
            } else {
                0.0
            },
            cysts,
        }
    }

    /// The grey value of a pixel before the noise, from 0 to about 500.
    fn brightness(&self, x: usize, y: f32) -> f32 {
        let column = self.columns[x];
        let below = y - column.epithelium;
        let under = step(2.0 * below);
        let fading = 1.0 + below.max(0.0) / self.depth;
        let mut light = self.vitreous
            + self.retina * step(2.0 * (y - column.upper)) * (1.0 - under)
            + self.epithelium * bell(below / 1.3)
            + self.upper_edge * bell((y - column.upper) / 1.4)
            + self.choroid * under / (fading * fading)
            + self.lifted * under * step(2.0 * (column.floor - y));
        for cyst in &self.cysts {
            let middle = column.upper + cyst.height * (column.epithelium - column.upper);
            let across = (x as f32 - cyst.x) / cyst.half_width;
            let down = (y - middle) / cyst.half_height;
            let away = 1.0 + across * across + down * down;
            light *= 1.0 - cyst.darkness / (away * away);
        }
        light
    }
}

/// A bell-shaped function: 1 at 0, a half at ±0.64, like 1/z⁴ far away.
fn bell(z: f32) -> f32 {
    let away = 1.0 + z * z;
    1.0 / (away * away)
}

/// A smooth step: from 0 far below 0 to 1 far above, a half at 0.
fn step(z: f32) -> f32 {
    0.5 + 0.5 * z / (1.0 + z * z).sqrt()
}

/// A uniform random number between two bounds, in steps of 2⁻²⁴ of their distance.
fn uniform(random: &mut ChaCha8Rng, [low, high]: [f32; 2]) -> f32 {
    let share = (random.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0);
    low + (high - low) * share
}

/// A random factor about 1, skewed to the bright side as the speckle of coherent light is; from 0.36 to 1.93.
fn speckle(random: &mut ChaCha8Rng) -> f32 {
    let root = 1.0 + 0.115 * normal(random);
    root * root * (1.0 / 1.013)
}

/// A random grey value to add, with standard deviation 5.
fn grain(random: &mut ChaCha8Rng) -> f32 {
    5.0 * normal(random)
}

/// A nearly normal random number with mean 0 and variance 1, from −3.45 to 3.45: the sum of four uniform bytes.
fn normal(random: &mut ChaCha8Rng) -> f32 {
    let sum: i32 = random.next_u32().to_le_bytes().map(i32::from).iter().sum();
    (sum - 510) as f32 * (1.0 / 147.797)
}

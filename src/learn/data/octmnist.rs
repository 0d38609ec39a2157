//! OCTMNIST, the data set of the exercise: retinal scans of 28 x 28 pixels in four classes (REFERENCE 4, and the public
//! record <https://zenodo.org/records/10519652>).

use crate::learn::data::images::DataSet;

/// The classes, by label: choroidal neovascularisation, diabetic macular oedema, drusen, healthy.
pub const CLASS_NAMES: [&str; 4] = ["CNV", "DME", "DRUSEN", "NORMAL"];

/// The number of images of each class, in train, val and test.
pub const COUNTS: [[usize; 4]; 3] = [
    [33_484, 10_213, 7_754, 46_026],
    [3_721, 1_135, 862, 5_114],
    [250, 250, 250, 250],
];

/// The height and width of an image, in pixels.
pub const SIDE: usize = 28;

/// The address of the official file.
pub const URL: &str = "https://zenodo.org/records/10519652/files/octmnist.npz?download=1";

/// The size of the official file.
pub const BYTES: u64 = 54_938_180;

/// The SHA-256 of the official file.
pub const SHA256: &str = "2f909b7563c0279881a5d51c85a64833f3d4e42eace52b43ac2f22d15ff24986";

/// The MD5 of the official file, which MedMNIST publishes.
pub const MD5: &str = "c68d92d5b585d8d81f7112f81e2d0842";

/// Whether the classes of a data set can be named as OCTMNIST's are: there are four, of images of its size.
pub fn is_like(data: &DataSet) -> bool {
    let (_, height, width) = data.train.images.dim();
    data.classes == CLASS_NAMES.len() && [height, width] == [SIDE; 2]
}

/// The names of the classes by label: those of OCTMNIST where they fit, else `class 0`, `class 1`, …
pub fn class_names(data: &DataSet) -> Vec<String> {
    if is_like(data) {
        CLASS_NAMES.map(str::to_owned).to_vec()
    } else {
        let numbers = 0..data.classes;
        numbers.map(|class| format!("class {class}")).collect()
    }
}

//! Images and labels: read, made up, cut to the homework's size, shown.

pub mod contact_sheet;
pub mod grey_png;
pub mod homework;
pub mod images;
pub mod info;
pub mod material;
pub mod npz;
pub mod octmnist;
pub mod synthetic;

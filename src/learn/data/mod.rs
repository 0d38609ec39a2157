//! Images and labels: reading them, making them, cutting them to the homework's size, and showing them.

pub mod contact_sheet;
pub mod grey_png;
pub mod homework;
pub mod images;
pub mod info;
pub mod material;
pub mod npz;
pub mod octmnist;
pub mod synthetic;

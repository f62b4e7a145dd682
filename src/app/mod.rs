//! Under construction.

pub mod raster;

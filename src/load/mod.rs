//! Files become documents: walk, read, parse, check. The only room that reads the disk.

pub mod content_type;
mod locate;
pub mod sheet;
pub mod source;
pub mod value;
mod yaml;

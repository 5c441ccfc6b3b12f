//! Files become documents: walk, read, parse, check. The only room that reads the disk.

pub mod block;
pub mod content_type;
pub mod instant;
mod locate;
pub mod markdown;
pub mod sheet;
pub mod slug;
pub mod source;
mod type_field;
pub mod type_file;
pub mod value;
mod yaml;

//! Files become documents: walk, read, parse, check. The only room that reads the disk.

pub mod blank;
pub mod block;
mod check_scalar;
mod check_value;
pub mod content_type;
mod form;
pub mod instant;
pub mod json_schema;
mod locate;
pub mod markdown;
pub mod sheet;
#[cfg(test)]
mod shipped;
pub mod slug;
pub mod source;
mod type_field;
pub mod type_file;
pub mod validate;
pub mod value;
mod yaml;

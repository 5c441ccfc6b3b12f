//! Almoner: *load* the files, *release* what is public now, *assemble* the site,
//! *render* pages and *index* them, *publish* the tree.

pub mod assemble;
pub mod audit;
pub mod build;
pub mod cli;
pub mod diagnostic;
pub mod import;
pub mod index;
pub mod load;
pub mod offline;
pub mod publish;
pub mod release;
pub mod rename;
pub mod render;
pub mod serve;

//! Almoner: *load* the files, *release* what is public now, *assemble* the site,
//! *render* pages and *index* them, *publish* the tree.

pub mod artifact;
pub mod assemble;
pub mod diagnostic;
pub mod load;
pub mod publish;
pub mod render;

//! The Site becomes Artifacts: bodies, Views, pages. Decides nothing about what is public.

pub mod body;
pub mod html;

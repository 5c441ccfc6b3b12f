//! Files of the theme and of the hub, under names that carry their hash. Only files that a released page reaches are published.

use rayon::prelude::*;

use super::{Artifact, Theme};
use crate::assemble::{Site, asset_address};
use crate::diagnostic::Failure;

/// `wanted` says which of them, by their addresses.
pub fn publish(
    site: &Site,
    theme: &Theme,
    wanted: &dyn Fn(&str) -> bool,
    put: &(dyn Fn(Artifact) -> Result<(), Failure> + Sync),
) -> Result<(), Failure> {
    for (address, bytes) in theme.files().filter(|(address, _)| wanted(address)) {
        put(Artifact::new(address.trim_start_matches('/'), bytes))?;
    }
    // Two files with the same name and the same bytes are one file.
    let mut assets: Vec<_> = site.assets.iter().filter_map(|path| site.loaded.assets.get(path)).collect();
    assets.retain(|asset| wanted(&asset_address(asset)));
    assets.sort_by_cached_key(|asset| asset_address(asset));
    assets.dedup_by_key(|asset| asset_address(asset));
    assets.par_iter().try_for_each(|asset| put(Artifact::new(asset_address(asset).trim_start_matches('/'), asset.read()?)))
}

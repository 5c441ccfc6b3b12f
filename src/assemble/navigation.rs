//! Menus of `hub.yaml`: each entry must lead to a page that every reader can open.

use super::link::{self, Destination};
use super::world::World;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::hub::Entry;
use camino::Utf8Path;

#[derive(Debug, Clone)]
pub struct MenuEntry {
    pub label: String,
    pub href: String,
}

/// The entries of a menu with their addresses.
pub fn menu(world: &World, entries: &[Entry]) -> (Vec<MenuEntry>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let mut menu = Vec::new();
    for entry in entries {
        match link::from_root(world, &entry.to) {
            Destination::Page { href, .. } | Destination::Made { href } | Destination::Outside { href } => {
                menu.push(MenuEntry { label: entry.label.clone(), href });
            }
            other => {
                let place = world.hub.sheet.value_place(&entry.path.key("to"));
                let fault = match other {
                    Destination::Withheld(unseen) => Diagnostic::error(
                        Code::LinkWithheld,
                        place,
                        format!("`{}` leads to a page that is not public yet ({})", entry.label, unseen.state.label().to_lowercase()),
                    )
                    .help("remove the entry until the page is public"),
                    _ => Diagnostic::error(
                        Code::NavigationTarget,
                        place,
                        format!("`{}` leads nowhere: there is no page `{}`", entry.label, entry.to),
                    )
                    .did_you_mean(&entry.to, world.register.paths().map(Utf8Path::as_str).chain(world.register.addresses()))
                    .help("name a folder as in `research/`, a file, a permanent id, or an address as in `/a-z/`"),
                };
                faults.push(fault);
            }
        }
    }
    (menu, faults)
}

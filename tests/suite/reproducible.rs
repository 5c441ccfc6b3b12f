//! The same hub gives the same bytes, whoever builds it, wherever, with however many hands.

use std::collections::BTreeMap;

use crate::command;
use crate::folder::{Folder, tree};

/// Builds a copy of the demonstration hub in a folder of its own, in surroundings of its own.
fn built(surroundings: &[(&str, &str)], nested: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::empty();
    let place = folder.path().join(nested);
    copy("content", &place.join("hub"));
    let done = command::program()
        .args(["build", "hub", "--output", "site", "--as-of", "2026-11-22T12:00:00Z"])
        .current_dir(&place)
        .envs(surroundings.iter().copied())
        .output()
        .expect("the program can be started");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    tree(&place.join("site"))
}

/// A copy whose files stand in another order on the disk and are of another time.
fn copy(from: &str, to: &camino::Utf8Path) {
    let from = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
    let mut files: Vec<(String, Vec<u8>)> = tree(&from).into_iter().collect();
    files.sort_by_cached_key(|(path, _)| path.chars().rev().collect::<String>());
    for (path, bytes) in files {
        let file = to.join(path);
        std::fs::create_dir_all(file.parent().expect("a file has a folder")).expect("a temporary folder can be written");
        std::fs::write(file, bytes).expect("a temporary folder can be written");
    }
}

#[test]
fn folders_zones_languages_and_threads_change_no_byte() {
    let here = built(&[("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")], "a");
    let there = built(
        &[("TZ", "Pacific/Chatham"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "8"), ("USER", "somebody")],
        "another folder/with spaces",
    );
    assert!(here.len() > 100, "only {} files were built", here.len());
    assert!(here.keys().filter(|path| path.starts_with("search/")).count() > 50, "the index is of what was built");
    assert!(here.keys().any(|path| path.ends_with("/chart.png")), "pictures are of what was built");
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    let differing: Vec<&String> = here.iter().filter(|(path, bytes)| there[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "these files differ: {differing:?}");
}

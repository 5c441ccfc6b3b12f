//! How much of a text goes over the network, as a host packs it. To pack all of a great hub would cost a good part of its build, so
//! some hundred texts stand for all; which ones, their paths decide, so that the same hub says the same.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use camino::Utf8Path;
use libdeflater::{CompressionLvl, Compressor};

/// About as many texts are weighed.
const WEIGHED: usize = 400;
/// What hosts use when they pack on the fly.
const LEVEL: i32 = 6;

pub struct Scale {
    /// Of 65,536 paths, how many are weighed.
    share: u64,
    /// By the ending of the name: bytes as they are, and as they were packed.
    weighed: Mutex<BTreeMap<String, (u64, u64)>>,
}

impl Scale {
    /// For a hub of so many pages.
    pub fn new(pages: usize) -> Scale {
        Scale { share: (WEIGHED as u64 * 65_536 / pages.max(1) as u64).min(65_536), weighed: Mutex::default() }
    }

    /// May be called from many threads: sums do not know an order.
    pub fn weigh(&self, path: &Utf8Path, bytes: &[u8]) {
        // Files other than pages are few.
        let is_chosen = path.extension() != Some("html") || number(path) < self.share;
        if !super::is_text(path) || bytes.is_empty() || !is_chosen {
            return;
        }
        let mut packed = vec![0; bytes.len() + 1_024];
        let level = CompressionLvl::new(LEVEL).unwrap_or_default();
        // What cannot be packed goes as it is.
        let size = Compressor::new(level).gzip_compress(bytes, &mut packed).map_or(bytes.len(), |size| size.min(bytes.len()));
        let mut weighed = self.weighed.lock().unwrap_or_else(PoisonError::into_inner);
        let of_kind = weighed.entry(path.extension().unwrap_or_default().to_owned()).or_default();
        *of_kind = (of_kind.0 + bytes.len() as u64, of_kind.1 + size as u64);
    }

    /// What so many bytes of files with this ending are on their way.
    pub fn transferred(&self, path: &Utf8Path, bytes: u64) -> u64 {
        let weighed = self.weighed.lock().unwrap_or_else(PoisonError::into_inner);
        match weighed.get(path.extension().unwrap_or_default()) {
            Some((raw, packed)) if super::is_text(path) => bytes * packed / (*raw).max(1),
            _ => bytes,
        }
    }
}

/// A number below 65,536 that a path always has.
fn number(path: &Utf8Path) -> u64 {
    let hash = blake3::hash(path.as_str().as_bytes());
    u64::from(hash.as_bytes()[0]) << 8 | u64::from(hash.as_bytes()[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_pages_stand_for_all() {
        let text = |page: usize| format!("<p>Page {page} on supervision, and much else that pages say.</p>").repeat(40 + page % 60);
        let all = Scale::new(1);
        let some = Scale::new(4_000);
        let mut bytes = 0;
        for page in 0..4_000 {
            let path = format!("notes/{page}/index.html");
            all.weigh(Utf8Path::new(&path), text(page).as_bytes());
            some.weigh(Utf8Path::new(&path), text(page).as_bytes());
            bytes += text(page).len() as u64;
        }
        let path = Utf8Path::new("index.html");
        let (exact, told) = (all.transferred(path, bytes), some.transferred(path, bytes));
        assert!(exact < bytes / 10 && exact.abs_diff(told) < exact / 20, "{told} for {exact} of {bytes}");
        assert!(some.weighed.lock().expect("no panic").values().all(|(raw, _)| *raw < bytes / 5), "not all were packed");
    }

    #[test]
    fn pictures_go_as_they_are() {
        let scale = Scale::new(10);
        scale.weigh(Utf8Path::new("files/a.png"), &[0; 4_000]);
        assert_eq!(scale.transferred(Utf8Path::new("files/a.png"), 4_000), 4_000);
    }
}

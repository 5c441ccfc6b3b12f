//! The published files as a reader sees them: asked for by name, unpacked, and known to be what was asked for.

use std::path::PathBuf;

use crate::Fault;
use crate::bytes::{Bytes, Header, gunzip};
use crate::manifest::{FORMAT, Manifest};
use crate::write::generation_bytes;

/// Scores are kept for every document at once; more than these belong into another engine.
const MOST_DOCUMENTS: u32 = 1 << 24;

/// Where the files of an index are.
pub trait Files {
    /// The bytes of a file, by its path under the folder of the search.
    fn read(&self, path: &str) -> Result<Vec<u8>, Fault>;
}

/// A folder of a published site.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        std::fs::read(self.0.join(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Fault::Missing(path.into()),
            _ => Fault::Io(path.into(), error),
        })
    }
}

/// Files in memory, by path.
impl Files for std::collections::BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, Fault> {
        self.get(path).cloned().ok_or_else(|| Fault::Missing(path.into()))
    }
}

pub fn manifest(files: &dyn Files) -> Result<Manifest, Fault> {
    let damaged = || Fault::Damaged("manifest.json".into());
    let manifest: Manifest = serde_json::from_slice(&files.read("manifest.json")?).map_err(|_| damaged())?;
    let sound = manifest.format == FORMAT
        && manifest.documents < MOST_DOCUMENTS
        && manifest.per_shard > 0
        && manifest.generation.bytes().all(|byte| byte.is_ascii_hexdigit());
    if sound && manifest.generation.len() >= 8 { Ok(manifest) } else { Err(damaged()) }
}

/// The content of a file of the generation.
pub fn content(files: &dyn Files, manifest: &Manifest, kind: u8, number: usize) -> Result<Vec<u8>, Fault> {
    let folder = char::from(kind).to_ascii_lowercase();
    unpack(files, &format!("{}/{folder}/{number}.bin", manifest.generation), kind, number as u64, generation_bytes(&manifest.generation))
}

/// The content of a file of page texts.
pub fn text(files: &dyn Files, name: &str) -> Result<Vec<u8>, Fault> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Fault::Damaged(format!("x/{name}.bin")));
    }
    unpack(files, &format!("x/{name}.bin"), b'X', 0, [0; 4])
}

fn unpack(files: &dyn Files, path: &str, kind: u8, number: u64, generation: [u8; 4]) -> Result<Vec<u8>, Fault> {
    let damaged = |_| Fault::Damaged(path.to_owned());
    let bytes = gunzip(&files.read(path)?).map_err(damaged)?;
    let mut content: Bytes<'_> = Header { kind, number, generation }.content(&bytes).map_err(damaged)?;
    content.take(content.left()).map(<[u8]>::to_vec).map_err(damaged)
}

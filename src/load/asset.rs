//! Images, tables and other files beside the pages. Only their measure is taken here; their bytes are read again when one is published.

use std::io::Read;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::Failure;

#[derive(Debug, Clone)]
pub struct Asset {
    /// Inside the hub.
    pub path: Utf8PathBuf,
    disk: Utf8PathBuf,
    pub bytes: u64,
    pub hash: blake3::Hash,
    /// Width and height of an image.
    pub pixels: Option<(u32, u32)>,
}

impl Asset {
    pub fn measure(path: &Utf8Path, disk: &Utf8Path) -> Result<Self, Failure> {
        let failed = |error| Failure::io(disk, "read the file", &error);
        let mut file = std::fs::File::open(disk).map_err(failed)?;
        let mut hasher = blake3::Hasher::new();
        let mut head = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        let mut bytes = 0;
        loop {
            let read = file.read(&mut buffer).map_err(failed)?;
            if read == 0 {
                break;
            }
            bytes += read as u64;
            hasher.update(&buffer[..read]);
            // An image's size stands near its start; a camera's notes may come first.
            if head.len() < 256 << 10 {
                head.extend_from_slice(&buffer[..read]);
            }
        }
        let pixels = imagesize::blob_size(&head).ok().map(|size| (size.width as u32, size.height as u32));
        Ok(Asset { path: path.to_owned(), disk: disk.to_owned(), bytes, hash: hasher.finalize(), pixels })
    }

    /// The same file, as if it stood elsewhere in the hub.
    pub fn moved(self, path: Utf8PathBuf) -> Self {
        Asset { path, ..self }
    }

    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        std::fs::read(&self.disk).map_err(|error| Failure::io(&self.disk, "read the file", &error))
    }
}

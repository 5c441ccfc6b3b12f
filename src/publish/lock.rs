//! One build at a time into one output. The lock lies beside the output, not beside the content, which may be read-only.
//! The system lets go of it when a build ends in any way, so a lock can never be stale.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Mode, OFlags};

use super::ground::Ground;
use crate::diagnostic::Failure;

pub(super) struct Lock {
    parent: OwnedFd,
    name: String,
    _file: File,
}

impl Lock {
    pub fn take(ground: &Ground) -> Result<Lock, Failure> {
        let name = ground.sibling("lock");
        let path = ground.shown_sibling(&name);
        let failed = |error: std::io::Error| Failure::io(&path, "take the lock beside the output", &error);
        loop {
            let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            let file =
                rustix::fs::openat(&ground.parent, &name, flags, Mode::from_raw_mode(0o666)).map_err(|error| failed(error.into()))?;
            let file = File::from(file);
            let locked = file.try_lock();
            let mut holder = String::new();
            (&file).take(64).read_to_string(&mut holder).map_err(failed)?;
            let process = holder.strip_prefix("almoner, process ").map(str::trim_end);
            if process.is_none() && !holder.is_empty() {
                return Err(Failure::new(
                    &path,
                    "this file is in the place of the lock, and almoner did not write it",
                    "move it away and run the command again",
                ));
            }
            match locked {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let who = process.map_or(String::new(), |process| format!(" (process {process})"));
                    let what = format!("another build{who} is writing here");
                    return Err(Failure::new(&ground.shown, what, "wait until it has ended, or choose another folder with `--output`"));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            // Its last holder may have removed the file between our opening and locking it; then we hold nothing.
            let ours = rustix::fs::fstat(&file).map_err(|error| failed(error.into()))?;
            match rustix::fs::statat(&ground.parent, &name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(there) if (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino) => {}
                Ok(_) | Err(rustix::io::Errno::NOENT) => continue,
                Err(error) => return Err(failed(error.into())),
            }
            // Only for the message above; the words of a holder that was killed are cut off first.
            file.set_len(0).map_err(failed)?;
            let parent = ground.parent.try_clone().map_err(failed)?;
            let mut lock = Lock { parent, name, _file: file };
            std::io::Seek::rewind(&mut lock._file).map_err(failed)?;
            writeln!(lock._file, "almoner, process {}", std::process::id()).map_err(failed)?;
            return Ok(lock);
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still held, so that whoever opened it meanwhile sees that it is gone. If it stays, it is only a file.
        let _ = rustix::fs::unlinkat(&self.parent, &self.name, AtFlags::empty());
    }
}

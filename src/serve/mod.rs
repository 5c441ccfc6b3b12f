//! The hub as its editors see it while they write: held in memory, drawn page by page as it is asked for, current with every save.
//! *Ring* (the disk says that something happened), *look* (bytes decide what), *exchange* the one page at once, *pass* over the
//! whole hub behind it. Nothing here writes to the disk, and no request reaches it.

mod answer;
mod behind;
mod bell;
mod door;
mod events;
mod finder;
mod keeper;
mod look;
mod pass;
mod save;
mod shown;
mod told;

pub use answer::Answer;
pub use told::{Redrawn, Told};

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::Timestamp;

use crate::diagnostic::Failure;
use crate::release::Include;
use keeper::Keeper;
use shown::Shown;

/// What to serve, and as of when.
#[derive(Debug, Clone)]
pub struct ServeRequest {
    pub hub: Utf8PathBuf,
    pub include: Include,
    /// The moment that is shown; none for the present, which goes on.
    pub as_of: Option<Timestamp>,
    /// The port asked for, and how many of those after it will do as well.
    pub port: u16,
    pub others: u16,
}

/// The time of day. Serving is the one thing that takes it more than once, so it is given the clock instead of the hour.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Takes what happens, in order, and when.
pub type Tell = Arc<dyn Fn(jiff::Zoned, Told) + Send + Sync>;

/// A hub being served, until it is stopped.
pub struct Server {
    address: SocketAddr,
    shown: Arc<Shown>,
    keeper: Keeper,
    runtime: tokio::runtime::Runtime,
}

/// Reads the hub, opens the door and watches. A hub with faults is served all the same: as a page that says them.
pub fn start(request: &ServeRequest, clock: Clock, tell: Tell) -> Result<Server, Failure> {
    let listener = listen(request.port, request.others)?;
    let address = listener.local_addr().map_err(|error| Failure::io("127.0.0.1", "ask for the port", &error))?;
    let shown = Arc::new(Shown::new()?);
    let keeper = Keeper::start(request, clock, tell, shown.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::io("127.0.0.1", "start the server", &error))?;
    runtime.spawn(door::open(listener, address.port(), shown.clone()));
    Ok(Server { address, shown, keeper, runtime })
}

impl Server {
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What is served at an address, without the door: the same bytes, and no script of ours in them.
    pub fn answer(&self, path: &str) -> Arc<Answer> {
        self.shown.answer(path)
    }

    /// How many pages and references there are to be seen; none while there are only faults.
    pub fn size(&self) -> Option<(usize, usize)> {
        let state = self.shown.state();
        let site = &state.edition.as_deref()?.site;
        let references = site.pages.iter().map(|page| page.references.passages.iter().map(Vec::len).sum::<usize>()).sum();
        Some((site.documents.len(), references))
    }

    /// Whether what is shown is what lies on the disk at this moment, its search included.
    pub fn is_current(&self) -> bool {
        self.keeper.is_current()
    }

    pub fn stop(self) {
        self.keeper.stop();
        self.runtime.shutdown_background();
    }
}

/// The first free port from the one asked for. Only this machine is listened to: what is served is not public yet.
fn listen(port: u16, others: u16) -> Result<TcpListener, Failure> {
    let ports = port..=port.saturating_add(others);
    let mut refused = None;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => {
                listener.set_nonblocking(true).map_err(|error| Failure::io("127.0.0.1", "open the port", &error))?;
                return Ok(listener);
            }
            Err(error) => refused = refused.or(Some((port, error))),
        }
    }
    let (port, error) = refused.unwrap_or_else(|| (port, std::io::ErrorKind::AddrInUse.into()));
    let place = format!("127.0.0.1:{port}");
    if error.kind() != std::io::ErrorKind::AddrInUse {
        return Err(Failure::io(place, "open the port", &error));
    }
    let taken = if others == 0 { "this port is taken".to_owned() } else { format!("this port and the {others} after it are taken") };
    Err(Failure::new(place, taken, "name another with `--port`, or end the program that has it"))
}

//! The hands that work behind what is shown: looks, passes, indexes, and letting go of what is no longer shown. They give way to all
//! else, so that neither a save nor whoever looks at its page waits for the ten thousand pages around it.

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::diagnostic::Failure;

/// As many as there are processors: nobody else is held up by them, and alone they should be quick.
pub fn hands() -> Result<ThreadPool, Failure> {
    let hands = ThreadPoolBuilder::new().thread_name(|number| format!("behind-{number}")).start_handler(|_| give_way()).build();
    hands.map_err(|error| Failure::new("serve", format!("cannot start threads: {error}"), "close other programs"))
}

/// Linux takes this for the thread alone; elsewhere it would be said of the whole program, the part that must be quick included.
fn give_way() {
    #[cfg(target_os = "linux")]
    {
        // Behind whoever waits for something, but not so far that a machine with other work never comes to it.
        const FURTHER_BACK: i32 = 5;
        // Where the system will not have it, all is as it was.
        let _ = rustix::process::setpriority_process(None, FURTHER_BACK);
    }
}

//! Ctrl-C: long work stops at the next convenient place; a second one stops at once.

use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on, an interrupt is remembered instead of ending the process.
pub fn listen() {
    // Without a handler an interrupt ends the process, which loses nothing either.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
}

/// Whether there was an interrupt.
pub fn requested() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

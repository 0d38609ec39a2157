//! Ctrl-C: long work stops at the next convenient place; a second one stops at once, though not within a file.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use orthant::prover::Stop;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static WRITING: Mutex<()> = Mutex::new(());

/// Makes the process remember an interrupt from now on, instead of ending.
pub fn listen() {
    // Without a handler an interrupt ends the process, which loses nothing either.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            let _writing = hold();
            std::process::exit(130);
        }
    });
}

/// Whether there was an interrupt.
pub fn requested() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Tells work to stop where there was an interrupt.
///
/// # Errors
/// [`Stop`] after an interrupt.
pub fn go_on() -> Result<(), Stop> {
    if requested() {
        Err(Stop::Interrupted)
    } else {
        Ok(())
    }
}

/// Keeps an interrupt from ending the process until this is dropped.
pub fn hold() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

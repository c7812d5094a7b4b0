//! Work that gives way: reading a file, or checking what is published, is for whoever asked for it,
//! and everybody else looks at pages.

use std::io;
use std::panic::resume_unwind;
use std::thread;

/// As on the command `nice`: beside a thread of a page it gets a tenth of the processor, and one
/// that wakes for a page takes its place at once. Where nobody else wants it, it gets all of it.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Runs work on a thread of its own that gives way, and waits for it. A thread of its own, since
/// the priority of a thread can be lowered, but not raised again without rights of the system.
pub fn run<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let yielding = || {
        give_way();
        work()
    };
    let done = thread::scope(|scope| scope.spawn(yielding).join());
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

/// Starts work on a thread of its own that gives way, and so do the threads that it starts. Nobody
/// waits for it: it is gone when the process ends.
///
/// # Errors
/// The system's own, when there can be no further thread.
pub fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let yielding = || {
        give_way();
        work();
    };
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(yielding)?;
    Ok(())
}

/// Whoever gives way already stays as it is: a higher priority is refused.
#[cfg(target_os = "linux")]
fn give_way() {
    // Linux takes "this process" as this thread.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(not(target_os = "linux"))]
const fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn only_the_work_gives_way() {
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        assert_eq!(run(priority), before.max(NICE));
        assert_eq!(priority(), before);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_started_gives_way_and_so_do_its_own_threads() {
        let (tell, told) = std::sync::mpsc::channel();
        let priority = || rustix::process::getpriority_process(None).unwrap();
        let before = priority();
        let work = move || {
            let inner = thread::spawn(priority).join().unwrap();
            tell.send((priority(), inner)).unwrap();
        };
        start("work", work).unwrap();
        let lower = before.max(NICE);
        assert_eq!(told.recv(), Ok((lower, lower)));
        assert_eq!(priority(), before);
    }

    #[test]
    fn a_panic_is_passed_on() {
        let panics = || run(|| -> () { panic!("as it is") });
        let panic = std::panic::catch_unwind(panics).unwrap_err();
        assert_eq!(panic.downcast_ref(), Some(&"as it is"));
    }
}

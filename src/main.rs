//! The command `cockpit`: see [`cockpit::cli`].

use std::process::ExitCode;

// Freed memory goes back to the system: a large upload must not stay in the resident size.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cockpit::cli::main()
}

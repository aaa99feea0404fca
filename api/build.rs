//! Makes the folder of the built dashboard, so that the crate compiles before the dashboard is built.

use std::path::Path;

/// The path of the folder is resolved when `rust_embed` compiles. A development build reads the files when it runs; a release has them
/// inside, so it is built anew when they change.
fn main() -> std::io::Result<()> {
    let built = Path::new("../dashboard/dist");
    std::fs::create_dir_all(built)?;
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={}", built.display());
    }
    Ok(())
}

//! The program as a command: its exit codes, and how it starts and stops.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

fn run(directory: &Path, args: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wppconnector"));
    command.args(args).env_clear().envs(env.iter().copied()).current_dir(directory);
    command.output().expect("the program starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn wrong_settings_are_all_named_and_end_with_2() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["doctor"], &[("WPPC_PROFIL", "cluster"), ("PORT", "many")]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(said.contains("WPPC_PROFIL:") && said.contains("PORT:"), "{said}");
    assert!(!home.path().join("data").exists(), "nothing is made for settings that are refused");
}

#[test]
fn settings_come_from_the_env_file_beside_it() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join(".env"), "DATABASE_URL=postgres://db/wpp\n").unwrap();
    let output = run(home.path(), &["doctor"], &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    assert!(said.contains("DATABASE_URL") && said.contains("REDIS_URL"), "{said}");
}

#[test]
fn an_unknown_role_ends_with_2() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(run(home.path(), &["serve"], &[]).status.code(), Some(2));
    assert_eq!(run(home.path(), &["--version"], &[]).status.code(), Some(0));
}

#[test]
fn the_first_embedded_start_keeps_its_secrets_to_itself() {
    let home = tempfile::tempdir().unwrap();
    run(home.path(), &["company", "list"], &[("SHUTDOWN_GRACE_SECONDS", "1")]);
    for file in ["jwt.secret", "encryption.key"] {
        let metadata = std::fs::metadata(home.path().join("data").join(file)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{file}");
    }
}

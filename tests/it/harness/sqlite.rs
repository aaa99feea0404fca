//! The file of an embedded installation, seen by somebody else than its process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Run SQL, and give its rows as lines with `|` between the columns.
pub(crate) fn query(file: &Path, sql: &str) -> Vec<String> {
    let output = Command::new("sqlite3").args(["-cmd", ".timeout 10000"]).arg(file).arg(sql).output();
    let output = output.expect("sqlite3 is installed");
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// Somebody's lock on the whole file: until it is dropped, nobody else writes.
pub(crate) struct Lock {
    holder: Child,
}

impl Lock {
    pub(crate) fn take(file: PathBuf) -> Self {
        let mut holder = Command::new("sqlite3")
            .args(["-bail", "-cmd", ".timeout 10000"])
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sqlite3 is installed");
        let mut input = holder.stdin.as_ref().expect("its input");
        input.write_all(b"BEGIN EXCLUSIVE;\nSELECT 'held';\n").expect("it reads");
        let mut said = String::new();
        BufReader::new(holder.stdout.as_mut().expect("its output")).read_line(&mut said).expect("it answers");
        assert_eq!(said.trim(), "held");
        Self { holder }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.holder.kill().ok();
        self.holder.wait().ok();
    }
}

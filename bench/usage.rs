//! What processes use, as Linux counts it.

use std::fs;
use std::time::Duration;

/// `/proc` counts in hundredths of a second on every Linux (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// CPU time of this process so far, in user and kernel.
pub(crate) fn cpu(pid: u32) -> Duration {
    ticks(pid, 13..15)
}

/// The same for a process and its children, living and waited for: a PostgreSQL is one process for each connection.
pub(crate) fn cpu_of_family(pid: u32) -> Duration {
    let children = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = children.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let own = children.filter(|child| parent(*child) == Some(pid)).map(cpu).sum::<Duration>();
    ticks(pid, 13..17) + own
}

/// Resident memory, in bytes.
pub(crate) fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}

fn parent(pid: u32) -> Option<u32> {
    fields(pid).get(3)?.parse().ok()
}

fn ticks(pid: u32, range: std::ops::Range<usize>) -> Duration {
    let fields = fields(pid);
    let ticks = fields.get(range).into_iter().flatten().filter_map(|field| field.parse::<u32>().ok()).sum::<u32>();
    TICK * ticks
}

/// The fields of `/proc/PID/stat`, numbered from 0. The name is left out of the second, which may hold spaces.
fn fields(pid: u32) -> Vec<String> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let Some((id, rest)) = text.rsplit_once(')') else { return Vec::new() };
    let id = id.split(' ').next().unwrap_or_default();
    [id, "name"].into_iter().chain(rest.split_whitespace()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_has_a_parent() {
        let own = std::process::id();
        assert!(resident(own) > 1_000_000);
        assert_eq!(parent(own), Some(std::os::unix::process::parent_id()));
        assert!(cpu_of_family(own) >= cpu(own));
    }
}

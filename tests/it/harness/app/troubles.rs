//! What befalls a running installation: crashes, time, other settings, a database that is away.

use super::super::sqlite::Lock;
use super::App;

const CLOCK_OFFSET: &str = "WPPC_CLOCK_OFFSET_SECONDS";

impl App {
    /// `kill -9` and a new start of the same process, until it is ready again.
    pub(crate) async fn crash(&mut self, name: &str) {
        let n = self.index(name);
        self.processes[n].kill();
        self.processes[n].launch();
        self.ready_at(n).await;
    }

    /// Kill every process, let `time` pass, and start them again: what came due meanwhile is due at once.
    pub(crate) async fn later(&mut self, time: chrono::Duration) {
        self.offset += time;
        for process in &mut self.processes {
            process.kill();
        }
        let offset = self.offset.num_seconds().to_string();
        self.env.retain(|(name, _)| name != CLOCK_OFFSET);
        self.env.push((CLOCK_OFFSET.to_owned(), offset.clone()));
        for process in &mut self.processes {
            process.set(CLOCK_OFFSET, &offset);
            process.launch();
        }
        self.ready().await;
    }

    /// End every process at once, and start them again with other settings.
    pub(crate) async fn restart_with(&mut self, settings: &[(&str, String)]) {
        for process in &mut self.processes {
            process.kill();
        }
        for (name, value) in settings {
            self.env.retain(|(known, _)| known != name);
            self.env.push(((*name).to_owned(), value.clone()));
            for process in &mut self.processes {
                process.set(name, value);
            }
        }
        for process in &mut self.processes {
            process.launch();
        }
        self.ready().await;
    }

    /// The database goes away: PostgreSQL stops at once (of `own_server`). A file cannot stop, but somebody may lock it, as a
    /// backup or a person with a tool does; that is what takes the database from an embedded installation.
    pub(crate) async fn database_stops(&mut self) {
        match &mut self.server {
            Some(server) => server.stop().await,
            None => self.lock = Some(Lock::take(self.database_file())),
        }
    }

    pub(crate) async fn database_returns(&mut self) {
        self.lock = None;
        if let Some(server) = &mut self.server {
            server.start_again().await;
        }
    }
}

//! The generated documents: `openapi.json` and, from the same types, `events.schema.json`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

const OPENAPI: &str = "openapi.json";
const EVENTS: &str = "events.schema.json";

/// Write both into the working directory, or compare them with `check` and the schema beside it.
pub(crate) fn run(check: Option<&Path>) -> anyhow::Result<()> {
    let openapi = api::docs::document(api::app::endpoints());
    let events = api::docs::events_schema();
    let Some(file) = check else {
        fs::write(OPENAPI, openapi).context(OPENAPI)?;
        return fs::write(EVENTS, events).context(EVENTS);
    };
    let beside: PathBuf = file.with_file_name(EVENTS);
    for (path, fresh) in [(file, openapi), (&beside, events)] {
        let committed = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        if committed != fresh {
            anyhow::bail!("{} is not what the code says; run scripts/gen-openapi", path.display());
        }
    }
    Ok(())
}

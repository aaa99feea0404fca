//! Full-text search: `to_tsvector('wpc', ..)` on `PostgreSQL`, an FTS5 table on SQLite. Both fold case and accents.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::Message;
use crate::error::StoreError;
use crate::queries::messages::Messages;
use crate::scope::Writing;

impl Messages<'_, Writing> {
    /// `PostgreSQL` indexes the column itself; SQLite's index is a table that we keep.
    pub(super) async fn index_text(&self, row: &Message) -> Result<(), StoreError> {
        let db = self.0.db();
        let (DbBackend::Sqlite, Some(content)) = (db.get_database_backend(), &row.content) else { return Ok(()) };
        let insert = "INSERT INTO messages_fts (content, message_id, conversation_id) VALUES (?, ?, ?)";
        let values = [content.clone().into(), row.id.into(), row.conversation_id.into()];
        db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, values)).await?;
        Ok(())
    }
}

//! What the store's failures mean to a client. Its words go to the log and nowhere else.

use entities::StoreError;

use super::{ApiError, Code};

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Contended(_) => Self::new(Code::DatabaseUnavailable).retry_after(1).caused_by(error),
            StoreError::Unreachable(_) => Self::new(Code::DatabaseUnavailable).retry_after(5).caused_by(error),
            StoreError::Duplicate(_) | StoreError::Invalid { .. } => Self::internal(error),
        }
    }
}

impl ApiError {
    /// Another transaction was in the way: the same work, done again from its beginning, may well succeed.
    pub fn is_contended(&self) -> bool {
        let source = self.source.as_deref().and_then(|source| source.downcast_ref::<StoreError>());
        matches!(source, Some(StoreError::Contended(_)))
    }

    /// A unique index refused the row; the caller knows what that means.
    pub fn is_duplicate(&self) -> bool {
        let source = self.source.as_deref().and_then(|source| source.downcast_ref::<StoreError>());
        matches!(source, Some(StoreError::Duplicate(_)))
    }
}

use domain::wire;

use crate::Media;

impl Media {
    /// The object of the API.
    pub fn view(&self) -> wire::Media {
        wire::Media {
            id: self.id,
            file_name: self.file_name.clone(),
            mime_type: self.sniffed_mime.clone().or_else(|| self.declared_mime.clone()),
            size: self.size,
            state: self.state.0,
            width: self.width,
            height: self.height,
            duration_ms: self.duration_ms,
        }
    }
}

//! An object in the making.

use bytes::Bytes;
use object_store::{MultipartUpload, WriteMultipart};
use sha2::{Digest as _, Sha256};

use crate::kind::{Sniffed, sniff};
use crate::length::Length;
use crate::store::MediaError;

/// How much of the beginning is looked at to tell what it is.
const HEAD: usize = 4096;
/// How much of an image is looked at to tell how large it is: a camera writes its preview and its colours before that.
const IMAGE_HEAD: usize = 256 * 1024;
/// Parts of this size are on their way at once, so that one upload never holds much memory.
const AT_ONCE: usize = 2;

/// Bytes on their way in. Dropped or aborted, nothing of it stays.
pub struct Upload {
    key: String,
    writer: WriteMultipart,
    hash: Sha256,
    head: Vec<u8>,
    length: Length,
    size: u64,
    limit: u64,
}

/// What came of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub key: String,
    pub size: u64,
    /// In hexadecimal.
    pub sha256: String,
    /// What the first bytes say; `None` = nothing known.
    pub sniffed: Option<Sniffed>,
    /// Width and height of an image, in pixels; `None` when its beginning does not tell.
    pub pixels: Option<(i32, i32)>,
    /// How long a recording plays, in milliseconds; `None` when it does not say.
    pub duration_ms: Option<i32>,
}

impl Upload {
    pub(crate) fn new(key: String, upload: Box<dyn MultipartUpload>, limit: u64) -> Self {
        let writer = WriteMultipart::new(upload);
        Self { key, writer, hash: Sha256::new(), head: Vec::new(), length: Length::default(), size: 0, limit }
    }

    /// Add bytes. After [`MediaError::TooLarge`] the upload is to be aborted.
    pub async fn write(&mut self, chunk: Bytes) -> Result<(), MediaError> {
        self.size += chunk.len() as u64;
        if self.size > self.limit {
            return Err(MediaError::TooLarge { limit: self.limit });
        }
        self.look(&chunk);
        self.length.look(&self.head, &chunk);
        self.hash.update(&chunk);
        self.writer.wait_for_capacity(AT_ONCE).await?;
        self.writer.put(chunk);
        Ok(())
    }

    /// Keep the beginning: of an image more, of anything else what tells its kind.
    fn look(&mut self, chunk: &[u8]) {
        let missing = HEAD.saturating_sub(self.head.len()).min(chunk.len());
        let (beginning, rest) = chunk.split_at(missing);
        self.head.extend_from_slice(beginning);
        if self.head.len() >= HEAD && self.is_image() {
            let wanted = IMAGE_HEAD.saturating_sub(self.head.len());
            self.head.extend_from_slice(&rest[..rest.len().min(wanted)]);
        }
    }

    fn is_image(&self) -> bool {
        self.sniffed().is_some_and(|kind| kind.starts_with("image/"))
    }

    fn pixels(&self) -> Option<(i32, i32)> {
        let size = self.is_image().then(|| imagesize::blob_size(&self.head).ok())??;
        Some((i32::try_from(size.width).ok()?, i32::try_from(size.height).ok()?))
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// What has come so far says so.
    pub fn sniffed(&self) -> Option<Sniffed> {
        sniff(&self.head[..self.head.len().min(HEAD)])
    }

    /// From now on the object exists.
    pub async fn finish(self) -> Result<Kept, MediaError> {
        let (sniffed, pixels, duration_ms) = (self.sniffed(), self.pixels(), self.length.millis(&self.head));
        self.writer.finish().await?;
        let sha256 = hex::encode(self.hash.finalize());
        Ok(Kept { key: self.key, size: self.size, sha256, sniffed, pixels, duration_ms })
    }

    /// Leave nothing behind.
    pub async fn abort(self) -> Result<(), MediaError> {
        Ok(self.writer.abort().await?)
    }
}

//! One store, two homes: a directory of this host, or a bucket.

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::Datelike as _;
use domain::clock::Time;
use domain::id::{CompanyId, new_id};
use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, RetryConfig};

use crate::upload::Upload;

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    #[error("the object is not there")]
    Missing,
    /// More bytes than are allowed. The upload is gone.
    #[error("more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the media store: {0}")]
    Store(#[source] object_store::Error),
    #[error("the media store: {0}")]
    File(#[from] std::io::Error),
}

impl From<object_store::Error> for MediaError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            error => Self::Store(error),
        }
    }
}

/// A bucket that speaks S3. Holds a secret, so it has no `Debug`.
#[derive(Clone)]
pub struct S3 {
    /// `None` = AWS itself.
    pub endpoint: Option<String>,
    pub bucket: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
}

/// An object as a listing tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub key: String,
    pub changed_at: Time,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Of the local store: where half-written files of a killed process stay behind.
    directory: Option<PathBuf>,
}

impl Store {
    /// A directory, made when it is not there.
    pub fn local(directory: &FilePath) -> Result<Self, MediaError> {
        std::fs::create_dir_all(directory)?;
        let objects = LocalFileSystem::new_with_prefix(directory)?.with_automatic_cleanup(false).with_fsync(true);
        Ok(Self { objects: Arc::new(objects), directory: Some(directory.to_owned()) })
    }

    pub fn s3(settings: &S3) -> Result<Self, MediaError> {
        let plain = settings.endpoint.as_deref().is_some_and(|endpoint| endpoint.starts_with("http://"));
        let client = ClientOptions::new()
            .with_allow_http(plain)
            .with_connect_timeout(Duration::from_secs(5))
            .with_timeout(Duration::from_mins(1));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(&settings.secret_key)
            .with_client_options(client)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: Duration::from_secs(20),
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &settings.endpoint {
            builder = builder.with_endpoint(endpoint).with_virtual_hosted_style_request(false);
        }
        Ok(Self { objects: Arc::new(builder.build()?), directory: None })
    }

    /// Whether another host sees the same objects.
    pub fn is_local(&self) -> bool {
        self.directory.is_some()
    }

    /// Begin an object of a company. Its key says nothing of its content and nothing of its sender.
    pub async fn begin(&self, company: CompanyId, limit: u64, now: Time) -> Result<Upload, MediaError> {
        let key = format!("{company}/{:04}/{:02}/{}", now.year(), now.month(), new_id());
        let upload = self.objects.put_multipart(&Path::from(key.as_str())).await?;
        Ok(Upload::new(key, upload, limit))
    }

    /// The bytes of an object, or the part of them.
    pub async fn read(
        &self,
        key: &str,
        part: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, std::io::Error>>, MediaError> {
        let options = GetOptions { range: part.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.objects.get_opts(&Path::from(key), options).await?;
        Ok(found.into_stream().map_err(std::io::Error::other).boxed())
    }

    /// All bytes of an object, for providers that take files in one piece.
    pub async fn bytes(&self, key: &str) -> Result<Bytes, MediaError> {
        Ok(self.objects.get(&Path::from(key)).await?.bytes().await?)
    }

    /// Delete an object; one that is gone already is no error.
    pub async fn delete(&self, key: &str) -> Result<(), MediaError> {
        match self.objects.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Objects of the month of `when` and of the one before that were whole before `before`.
    pub async fn older(&self, before: Time, when: Time) -> Result<Vec<Stored>, MediaError> {
        let last_month = when.date_naive().with_day(1).unwrap_or_default() - chrono::Duration::days(1);
        let months = [(when.year(), when.month()), (last_month.year(), last_month.month())];
        let mut found = Vec::new();
        for company in self.objects.list_with_delimiter(None).await?.common_prefixes {
            for (year, month) in months {
                let prefix = Path::from(format!("{company}/{year:04}/{month:02}"));
                let mut listed = self.objects.list(Some(&prefix));
                while let Some(object) = listed.next().await {
                    let object = object?;
                    if object.last_modified < before {
                        found.push(Stored { key: object.location.to_string(), changed_at: object.last_modified });
                    }
                }
            }
        }
        Ok(found)
    }

    /// Delete what killed processes left half-written in a directory. Returns how many files. A bucket's own lifecycle rule does the
    /// same for uploads that were never completed.
    pub async fn sweep(&self, older_than: Duration) -> Result<u64, MediaError> {
        let Some(directory) = self.directory.clone() else { return Ok(0) };
        let swept = tokio::task::spawn_blocking(move || sweep(&directory, older_than)).await;
        Ok(swept.map_err(std::io::Error::other)??)
    }

    /// Write, read and delete a small object: whether the store works.
    pub async fn check(&self) -> Result<(), MediaError> {
        let key = Path::from(format!("check/{}", new_id()));
        self.objects.put(&key, Bytes::from_static(b"ok").into()).await?;
        let read = self.objects.get(&key).await?.bytes().await?;
        self.objects.delete(&key).await?;
        if read.as_ref() == b"ok" { Ok(()) } else { Err(MediaError::Missing) }
    }
}

/// Files in the making are named `name#1`.
fn sweep(directory: &FilePath, older_than: Duration) -> std::io::Result<u64> {
    let mut swept = 0;
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            swept += sweep(&entry.path(), older_than)?;
            continue;
        }
        let half = entry.file_name().to_string_lossy().contains('#');
        // A file from the future is young.
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if half && age > older_than {
            std::fs::remove_file(entry.path())?;
            swept += 1;
        }
    }
    Ok(swept)
}

#[cfg(test)]
mod tests;

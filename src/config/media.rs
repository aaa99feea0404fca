//! Where attachments are kept, and how large they may be.

use std::path::{Path, PathBuf};

use url::Url;

use super::reader::Reader;
use super::secret::Secret;

const MIB: u32 = 1024 * 1024;

#[derive(Clone)]
pub struct Media {
    pub store: MediaStore,
    /// Bytes of one upload of an agent or integrator.
    pub max_upload: u64,
    /// Bytes of one attachment of a customer.
    pub max_inbound: u64,
}

#[derive(Clone)]
pub enum MediaStore {
    /// A directory of this host.
    Local(PathBuf),
    S3(S3),
}

#[derive(Clone)]
pub struct S3 {
    /// `None` = the endpoint of AWS for the region.
    pub endpoint: Option<Url>,
    pub bucket: String,
    pub region: String,
    pub access_key: Secret,
    pub secret_key: Secret,
}

pub(super) fn read(reader: &mut Reader<'_>, data_dir: &Path) -> Option<Media> {
    let local = |text: &str| match text {
        "local" => Some(true),
        "s3" => Some(false),
        _ => None,
    };
    let default = reader.profile.pick(true, false);
    let local = reader.parse("MEDIA_STORE", "local or s3", local).unwrap_or(default);
    let directory = reader.text("MEDIA_DIR").map_or_else(|| data_dir.join("media"), PathBuf::from);
    let s3 = s3(reader, local);
    let max_upload = u64::from(reader.count("MEDIA_MAX_UPLOAD_BYTES", 16 * MIB));
    let max_inbound = u64::from(reader.count("MEDIA_MAX_INBOUND_BYTES", 100 * MIB));
    let store = if local { MediaStore::Local(directory) } else { MediaStore::S3(s3?) };
    Some(Media { store, max_upload, max_inbound })
}

fn s3(reader: &mut Reader<'_>, unused: bool) -> Option<S3> {
    let endpoint = reader.url("S3_ENDPOINT");
    let region = reader.text("S3_REGION").unwrap_or_else(|| "us-east-1".to_owned());
    let mut needed = |name: &str| {
        let text = reader.text(name);
        if text.is_none() && !unused {
            reader.problem(name, "must be set when MEDIA_STORE is s3 (the default of the cluster profile)");
        }
        text
    };
    let (bucket, access_key, secret_key) = (needed("S3_BUCKET"), needed("S3_ACCESS_KEY"), needed("S3_SECRET_KEY"));
    Some(S3 {
        endpoint,
        region,
        bucket: bucket?,
        access_key: Secret::new(access_key?),
        secret_key: Secret::new(secret_key?),
    })
}

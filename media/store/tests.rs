use std::time::SystemTime;

use chrono::{DateTime, Duration};

use super::*;

fn now() -> Time {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

async fn put(store: &Store, company: CompanyId, bytes: &'static [u8]) -> crate::Kept {
    let mut upload = store.begin(company, 1024, now()).await.unwrap();
    upload.write(Bytes::from_static(bytes)).await.unwrap();
    upload.finish().await.unwrap()
}

#[tokio::test]
async fn what_is_put_comes_back_whole_or_in_part() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::local(directory.path()).unwrap();
    let company = new_id();
    let kept = put(&store, company, b"%PDF-1.7 and more").await;
    assert!(kept.key.starts_with(&format!("{company}/2027/01/")), "{}", kept.key);
    assert_eq!((kept.size, kept.sniffed.as_deref()), (17, Some("application/pdf")));
    assert_eq!(kept.sha256, hex::encode(<sha2::Sha256 as sha2::Digest>::digest(b"%PDF-1.7 and more")));
    assert_eq!(store.bytes(&kept.key).await.unwrap().as_ref(), b"%PDF-1.7 and more");
    let part: Vec<Bytes> = store.read(&kept.key, Some(1..4)).await.unwrap().try_collect().await.unwrap();
    assert_eq!(part.concat(), b"PDF");
    store.delete(&kept.key).await.unwrap();
    store.delete(&kept.key).await.unwrap();
    assert!(matches!(store.bytes(&kept.key).await, Err(MediaError::Missing)));
    store.check().await.unwrap();
}

#[tokio::test]
async fn too_much_is_refused_while_it_comes_and_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::local(directory.path()).unwrap();
    let mut upload = store.begin(new_id(), 10, now()).await.unwrap();
    upload.write(Bytes::from_static(b"12345678")).await.unwrap();
    let refused = upload.write(Bytes::from_static(b"9abc")).await;
    assert!(matches!(refused, Err(MediaError::TooLarge { limit: 10 })));
    upload.abort().await.unwrap();
    let later = Time::from(SystemTime::UNIX_EPOCH) + Duration::days(100_000);
    assert_eq!(store.older(later, now()).await.unwrap(), []);
}

#[tokio::test]
async fn old_objects_are_listed_and_half_written_files_are_swept() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::local(directory.path()).unwrap();
    let kept = put(&store, new_id(), b"text").await;
    let later = Time::from(SystemTime::UNIX_EPOCH) + Duration::days(100_000);
    let old = store.older(later, now() + Duration::days(20)).await.unwrap();
    assert_eq!(old.iter().map(|object| object.key.as_str()).collect::<Vec<_>>(), [kept.key.as_str()]);
    assert_eq!(store.older(Time::from(SystemTime::UNIX_EPOCH), now()).await.unwrap(), []);
    std::fs::write(directory.path().join("left#1"), "half").unwrap();
    assert_eq!(store.sweep(std::time::Duration::from_hours(1)).await.unwrap(), 0);
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert_eq!(store.sweep(std::time::Duration::from_millis(1)).await.unwrap(), 1);
    assert_eq!(store.bytes(&kept.key).await.unwrap().as_ref(), b"text");
}

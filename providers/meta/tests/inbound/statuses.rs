//! What becomes of a message of ours.

use domain::channel::InboxKind;
use domain::inbound::{Inbound, StatusNews};
use domain::send::SendClass;
use serde_json::json;

use super::{change, fixture, inbound, one};

#[test]
fn the_samples_of_statuses_are_understood() {
    let element = one(&fixture("status_read"));
    assert_eq!((element.kind, element.lane), (InboxKind::Status, None));
    assert_eq!(element.external_id, "wamid.xyzxyz:read:972987654321");
    let Inbound::Status(read) = inbound(&fixture("status_read")) else { panic!() };
    assert_eq!((read.news, read.provider_id.as_str(), read.correlation), (StatusNews::Read, "wamid.xyzxyz", None));
    let Inbound::Status(failed) = inbound(&fixture("status_failed")) else { panic!() };
    let StatusNews::Failed { provider_code, class, detail } = failed.news else { panic!() };
    assert_eq!((provider_code.as_deref(), class), (Some("130472"), SendClass::Recipient));
    assert!(detail.unwrap().starts_with("Failed to send message because"));
}

#[test]
fn statuses_carry_our_correlation() {
    for (status, expected) in [
        ("sent", Some(StatusNews::Sent)),
        ("delivered", Some(StatusNews::Delivered)),
        ("played", Some(StatusNews::Played)),
        ("new", None),
    ] {
        let value = json!({"metadata": {"phone_number_id": "PNID"}, "statuses": [{"id": "wamid.A", "status": status, "timestamp": "1",
            "recipient_user_id": "BR.77", "biz_opaque_callback_data": "m.1"}]});
        match (inbound(&change("messages", &value)), expected) {
            (Inbound::Status(news), Some(expected)) => {
                assert_eq!((news.news, news.correlation.as_deref()), (expected, Some("m.1")));
            }
            (Inbound::Unknown, None) => {}
            other => panic!("{other:?}"),
        }
        assert_eq!(one(&change("messages", &value)).external_id, format!("wamid.A:{status}:BR.77"));
    }
    let bare = json!({"statuses": [{"id": "wamid.A", "status": "failed"}]});
    let Inbound::Status(bare) = inbound(&change("messages", &bare)) else { panic!() };
    assert_eq!(bare.news, StatusNews::Failed { provider_code: None, class: SendClass::Other, detail: None });
}

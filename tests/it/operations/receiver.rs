use serde_json::{Value, json};

use super::{Row, Who, at};

/// Where providers post. Nothing that nobody signed is stored.
pub(super) fn receiver() -> Vec<Row> {
    fn waha() -> Value {
        json!({"event": "message", "session": "nobody", "payload": {"id": "x", "from": "5511@c.us", "body": "Oi"}})
    }
    fn meta() -> Value {
        json!({"object": "whatsapp_business_account", "entry": []})
    }
    vec![
        ("receiveWaha", Who::Public, |_| vec![at(&[]).body(waha()).gets(200)]),
        ("receiveWahaByChannel", Who::Public, |a| vec![at(&[&a.channel]).body(waha())]),
        ("receiveMeta", Who::Public, |_| vec![at(&[]).body(meta()).gets(200)]),
        ("receiveMetaByChannel", Who::Public, |a| vec![at(&[&a.channel]).body(meta())]),
        ("verifyMeta", Who::Public, |_| {
            vec![at(&[]).query("hub.mode=subscribe&hub.verify_token=guessed&hub.challenge=1").gets(403)]
        }),
        ("verifyMetaByChannel", Who::Public, |a| {
            vec![at(&[&a.channel]).query("hub.mode=subscribe&hub.verify_token=guessed&hub.challenge=1")]
        }),
        ("receiveSandbox", Who::Public, |a| vec![at(&[&a.channel]).body(json!({"id": "x"})).gets(401)]),
    ]
}

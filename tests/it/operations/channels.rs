//! Channels, their templates, and the simulator behind them.

use serde_json::json;

use super::{Row, Who, at};

pub(super) fn channels() -> Vec<Row> {
    vec![
        ("listChannels", Who::Supervisor, |_| vec![at(&[]).gets(200)]),
        ("listChannelChoices", Who::Any, |_| vec![at(&[]).gets(200)]),
        ("createChannel", Who::Admin, |_| {
            vec![at(&[]).body(json!({"name": "Outro", "provider": "SANDBOX"})).gets(201)]
        }),
        ("getChannel", Who::Supervisor, |a| vec![at(&[&a.channel])]),
        ("updateChannel", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"name": "Tomado"}))]),
        ("deleteChannel", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("getChannelSession", Who::Supervisor, |a| vec![at(&[&a.channel])]),
        ("changeChannelSession", Who::Admin, |a| vec![at(&[&a.channel, "stop"])]),
        ("getChannelQr", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("verifyChannel", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("rotateChannelSecret", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("listTemplates", Who::Any, |a| vec![at(&[&a.channel])]),
        ("syncTemplates", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("setDefaultChannel", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxInbound", Who::Admin, |a| {
            vec![at(&[&a.channel]).body(json!({"from": "+5511977776666", "type": "text", "text": "Oi"}))]
        }),
        ("sandboxStatus", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "status": "read"}))]),
        ("sandboxPhoneReply", Who::Admin, |a| {
            vec![at(&[&a.channel]).body(json!({"to": "+5511988887777", "text": "Tomado"}))]
        }),
        ("sandboxEdit", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "text": "Tomado"}))]),
        ("sandboxRevoke", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x"}))]),
        ("sandboxReaction", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "emoji": "👍"}))]),
        ("sandboxRaw", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"body": "{}"}))]),
        ("sandboxOutbox", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxDeliveries", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSeen", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSigns", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxPhones", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxFile", Who::Admin, |a| vec![at(&[&a.channel, &a.message])]),
        ("sandboxSession", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"status": "STOPPED"}))]),
        ("sandboxFaults", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSetFaults", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({}))]),
        ("sandboxReset", Who::Admin, |a| vec![at(&[&a.channel])]),
    ]
}

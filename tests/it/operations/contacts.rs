use serde_json::json;

use super::{Row, Who, at};

pub(super) fn rows() -> Vec<Row> {
    vec![
        ("listContacts", Who::Any, |a| {
            let by_tag = format!("tagId={}", a.tag);
            let filters = ["", "search=11988887777", &by_tag];
            filters.iter().map(|filter| at(&[]).query(filter).gets(200)).collect()
        }),
        // The number is another company's, which is nobody's business.
        ("createContact", Who::Any, |_| vec![at(&[]).body(json!({"name": "Nova", "phone": "11977770000"})).gets(201)]),
        ("getContact", Who::Any, |a| vec![at(&[&a.contact])]),
        ("updateContact", Who::Any, |a| vec![at(&[&a.contact]).body(json!({"name": "Tomado", "blocked": true}))]),
        ("mergeContacts", Who::Supervisor, |a| vec![at(&[&a.contact]).body(json!({"otherId": a.message}))]),
        ("syncContacts", Who::Supervisor, |a| vec![at(&[]).body(json!({"channelId": a.channel}))]),
        ("eraseContact", Who::Admin, |a| vec![at(&[&a.contact])]),
        ("listContactConversations", Who::Any, |a| vec![at(&[&a.contact])]),
        ("startConversation", Who::Any, |a| {
            vec![
                at(&[]).body(json!({"contactId": a.contact, "channelId": a.channel})),
                at(&[]).body(json!({"phone": "11977770000", "channelId": a.channel})),
            ]
        }),
        ("startAgain", Who::Any, |a| vec![at(&[&a.conversation])]),
    ]
}

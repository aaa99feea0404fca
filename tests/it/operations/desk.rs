//! What agents have at hand: settings, tags, quick replies, notes, marks, forgotten passwords.

use serde_json::json;

use super::{Row, Who, at};

pub(super) fn desk() -> Vec<Row> {
    vec![
        ("getSettings", Who::Supervisor, |_| vec![at(&[]).gets(200)]),
        ("updateSettings", Who::Admin, |_| vec![at(&[]).body(json!({"courtesyMinutes": 12})).gets(200)]),
        ("listBotTexts", Who::Supervisor, |_| vec![at(&[]).gets(200)]),
        ("previewSettings", Who::Admin, |_| vec![at(&[]).body(json!({})).gets(200)]),
        ("listTags", Who::Any, |_| vec![at(&[]).gets(200)]),
        ("createTag", Who::Supervisor, |_| vec![at(&[]).body(json!({"name": "Novo"})).gets(201)]),
        ("updateTag", Who::Supervisor, |a| vec![at(&[&a.tag]).body(json!({"name": "Tomado"}))]),
        ("deleteTag", Who::Supervisor, |a| vec![at(&[&a.tag])]),
        ("listQuickReplies", Who::Any, |_| vec![at(&[]).gets(200), at(&[]).query("search=secreta").gets(200)]),
        ("createQuickReply", Who::Any, |_| {
            vec![at(&[]).body(json!({"title": "Oi", "content": "Oi!", "scope": "PERSONAL"})).gets(201)]
        }),
        ("updateQuickReply", Who::Any, |a| vec![at(&[&a.quick_reply]).body(json!({"title": "Tomado"}))]),
        ("deleteQuickReply", Who::Any, |a| vec![at(&[&a.quick_reply])]),
        ("renderQuickReply", Who::Any, |a| vec![at(&[&a.quick_reply]).body(json!({"conversationId": a.conversation}))]),
        ("listNotes", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("createNote", Who::Any, |a| vec![at(&[&a.conversation]).body(json!({"content": "Tomado"}))]),
        ("updateNote", Who::Any, |a| vec![at(&[&a.conversation, &a.note]).body(json!({"content": "Tomado"}))]),
        ("deleteNote", Who::Any, |a| vec![at(&[&a.conversation, &a.note])]),
        ("setConversationTags", Who::Any, |a| vec![at(&[&a.conversation]).body(json!({"tagIds": [a.tag]}))]),
        ("pinConversation", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("unpinConversation", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("bulkConversations", Who::Any, |a| {
            vec![at(&[]).body(json!({"ids": [a.conversation], "action": "resolve"})).gets(200)]
        }),
        ("forgotPassword", Who::Public, |_| {
            vec![at(&[]).body(json!({"email": "nobody@example.com", "reason": "Esqueci"})).gets(200)]
        }),
        ("listPasswordResets", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("resolvePasswordReset", Who::Admin, |a| {
            vec![at(&[&a.reset]).body(json!({"newPassword": "outra-senha-bem-longa-42"}))]
        }),
        ("rejectPasswordReset", Who::Admin, |a| vec![at(&[&a.reset])]),
    ]
}

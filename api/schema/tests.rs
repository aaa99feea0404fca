use domain::company::Settings;
use domain::event::Event;
use domain::wire::Conversation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;

fn components<T: JsonSchema>(contract: Contract) -> Registry {
    let mut registry = Registry::new();
    Shape::of::<T>(contract).register(&mut registry);
    Shape::of::<T>(contract).register(&mut registry);
    registry
}

fn shown(registry: &Registry, name: &str) -> Value {
    serde_json::to_value(registry.schemas.get(name).unwrap()).unwrap()
}

#[test]
fn a_conversation_is_one_flat_object_with_named_parts() {
    let registry = components::<Conversation>(Contract::Serialize);
    insta::assert_json_snapshot!(shown(&registry, "Conversation"));
    let names: Vec<&str> = registry.schemas.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "AgentRef",
            "ChannelStatus",
            "Conversation",
            "ConversationChannel",
            "ConversationContact",
            "DepartmentRef",
            "Direction",
            "FlowState",
            "Media",
            "MediaState",
            "Message",
            "MessageError",
            "MessageStatus",
            "MessageType",
            "OnlineStatus",
            "Origin",
            "ProviderKind",
            "Reaction",
            "ReplyTo",
            "SendPhase",
            "Sender",
            "StartedBy",
            "Status",
            "TagRef",
            "TimeoutKind",
        ]
    );
}

#[test]
fn an_enum_is_one_list_of_strings_even_when_its_variants_have_comments() {
    let registry = components::<Conversation>(Contract::Serialize);
    assert_eq!(shown(&registry, "OnlineStatus")["enum"], json!(["ONLINE", "OFFLINE", "BUSY"]));
    assert_eq!(shown(&registry, "OnlineStatus")["type"], "string");
}

#[test]
fn a_tagged_enum_is_one_of_its_variants() {
    let registry = components::<Event>(Contract::Serialize);
    let event = shown(&registry, "Event");
    let variants = event["oneOf"].as_array().unwrap();
    assert_eq!(variants[0]["properties"]["event"]["enum"], json!(["message-received"]));
    assert_eq!(variants[0]["required"], json!(["event", "data"]));
    assert_eq!(variants[0]["properties"]["data"]["properties"]["message"]["$ref"], "#/components/schemas/Message");
}

#[test]
fn what_is_read_and_written_differently_has_two_names() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Change {
        settings: Settings,
    }
    let read = components::<Change>(Contract::Deserialize);
    assert_eq!(shown(&read, "Change")["properties"]["settings"]["$ref"], "#/components/schemas/SettingsInput");
    assert!(shown(&read, "SettingsInput").get("required").is_none());
    assert!(read.schemas.contains_key("Interval"), "same in both directions: one name");

    let written = components::<Change>(Contract::Serialize);
    assert!(shown(&written, "Settings")["required"].as_array().unwrap().contains(&json!("texts")));
}

#[test]
fn lists_options_and_scalars_are_written_in_place() {
    let list = serde_json::to_value(reference_to::<Vec<Option<u32>>>(Contract::Serialize)).unwrap();
    assert_eq!(list["type"], "array");
    assert_eq!(list["items"]["nullable"], true);
    let optional = serde_json::to_value(reference_to::<Option<domain::role::Role>>(Contract::Serialize)).unwrap();
    assert_eq!(optional, json!({"allOf": [{"$ref": "#/components/schemas/Role"}], "nullable": true}));
    let map =
        serde_json::to_value(Shape::of::<std::collections::BTreeMap<String, i64>>(Contract::Serialize).reference())
            .unwrap();
    assert_eq!(map, json!({"type": "object", "additionalProperties": {"type": "integer", "format": "int64"}}));
}

#[test]
#[should_panic(expected = "two shapes are named `Twin`")]
fn two_types_with_one_name_stop_the_start() {
    mod other {
        #[derive(schemars::JsonSchema)]
        pub(super) struct Twin {
            #[expect(dead_code, reason = "only its schema is read")]
            other: bool,
        }
    }
    #[derive(JsonSchema)]
    struct Twin {
        #[expect(dead_code, reason = "only its schema is read")]
        one: String,
    }
    let mut registry = components::<Twin>(Contract::Serialize);
    Shape::of::<other::Twin>(Contract::Serialize).register(&mut registry);
}

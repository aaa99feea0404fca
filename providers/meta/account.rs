//! What META says of a number's quality and of the account behind it.

use domain::inbound::{AccountNews, Verdict};
use serde_json::Value;

use crate::json::{first_text, text};

/// `None` = it says nothing of an event.
pub(super) fn news(element: &Value) -> Option<AccountNews> {
    let value = element.pointer("/change/value")?;
    let event = text(value, "/event")?;
    let of_number = text(element, "/change/field") == Some("phone_number_quality_update");
    let digits = |number: &str| number.chars().filter(char::is_ascii_digit).collect::<String>();
    let limit = first_text(value, &["/current_limit", "/max_daily_conversations_per_business"]);
    Some(AccountNews {
        phone: first_text(value, &["/display_phone_number", "/phone_number"]).map(digits).filter(|all| !all.is_empty()),
        event: event.to_owned(),
        verdict: if of_number { of_quality(event) } else { of_account(event, value) },
        quality: matches!(event, "FLAGGED" | "UNFLAGGED").then(|| event.to_owned()).filter(|_| of_number),
        messaging_limit: limit.map(str::to_owned).filter(|_| of_number),
    })
}

fn of_quality(event: &str) -> Verdict {
    match event {
        "FLAGGED" | "DOWNGRADE" => Verdict::Warned,
        _ => Verdict::Unchanged,
    }
}

fn of_account(event: &str, value: &Value) -> Verdict {
    match (event, text(value, "/ban_info/waba_ban_state")) {
        (_, Some("REINSTATE")) | ("ACCOUNT_RESTORED" | "ACCOUNT_RECONNECTED", _) => Verdict::Lifted,
        // It is told days before it is done.
        (_, Some("SCHEDULE_FOR_DISABLE")) => Verdict::Warned,
        (_, Some("DISABLE")) | ("ACCOUNT_DELETED" | "PARTNER_REMOVED" | "ACCOUNT_OFFBOARDED", _) => Verdict::Closed,
        ("ACCOUNT_RESTRICTION", _) if restricts_answers(value) => Verdict::Restricted,
        ("ACCOUNT_RESTRICTION" | "ACCOUNT_VIOLATION" | "DISABLED_UPDATE", _) => Verdict::Warned,
        _ => Verdict::Unchanged,
    }
}

/// Other restrictions are of campaigns and of new numbers, which is not what conversations are made of.
fn restricts_answers(value: &Value) -> bool {
    let all = value.get("restriction_info").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    all.iter().any(|one| text(one, "/restriction_type") == Some("RESTRICTED_CUSTOMER_INITIATED_MESSAGING"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(field: &str, value: &Value) -> AccountNews {
        news(&json!({"waba": "1", "change": {"field": field, "value": value}})).expect("news")
    }

    #[test]
    fn a_flagged_number_is_named_by_its_digits() {
        let value =
            json!({"display_phone_number": "+55 11 99999-0000", "event": "FLAGGED", "current_limit": "TIER_1K"});
        let news = told("phone_number_quality_update", &value);
        assert_eq!(news.phone.as_deref(), Some("5511999990000"));
        assert_eq!((news.quality.as_deref(), news.messaging_limit.as_deref()), (Some("FLAGGED"), Some("TIER_1K")));
        assert_eq!(news.verdict, Verdict::Warned);
    }

    #[test]
    fn an_upgrade_says_nothing_of_the_quality() {
        let value = json!({"display_phone_number": "1", "event": "UPGRADE", "current_limit": "TIER_10K"});
        let news = told("phone_number_quality_update", &value);
        assert_eq!((news.quality, news.verdict), (None, Verdict::Unchanged));
    }

    #[test]
    fn a_disabled_account_sends_nothing_until_it_is_reinstated() {
        let state = |state: &str| json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": state}});
        let verdict = |word: &str| told("account_update", &state(word)).verdict;
        assert_eq!(verdict("DISABLE"), Verdict::Closed);
        assert_eq!(verdict("SCHEDULE_FOR_DISABLE"), Verdict::Warned);
        assert_eq!(verdict("REINSTATE"), Verdict::Lifted);
    }

    #[test]
    fn only_a_restriction_of_answers_restricts() {
        let kind =
            |kind: &str| json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": kind}]});
        let verdict = |word: &str| told("account_update", &kind(word)).verdict;
        assert_eq!(verdict("RESTRICTED_CUSTOMER_INITIATED_MESSAGING"), Verdict::Restricted);
        assert_eq!(verdict("RESTRICTED_BIZ_INITIATED_MESSAGING"), Verdict::Warned);
    }

    #[test]
    fn what_names_no_event_is_not_understood() {
        assert_eq!(news(&json!({"change": {"field": "account_update", "value": {}}})), None);
    }
}

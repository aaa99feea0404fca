use domain::rules::Rules;
use domain::texts::TextKey;
use schemars::JsonSchema;
use serde::Serialize;
use strum::VariantArray as _;

/// One of the bot's texts, with its placeholders as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BotText {
    /// As in `texts` of the settings.
    pub key: &'static str,
    /// The company's own words; null = the default.
    pub own: Option<String>,
    /// Our words, in the company's language.
    pub default: &'static str,
}

/// Every text, in the order in which customers meet them.
pub(super) fn list(rules: &Rules) -> Vec<BotText> {
    let text = |key: &TextKey| BotText {
        key: key.name(),
        own: key.own(rules).map(str::to_owned),
        default: key.default_words(rules.locale),
    };
    TextKey::VARIANTS.iter().map(text).collect()
}

//! What the bot says (SPEC 5.5, 5.6, 5.8): texts by key, with a company's own words over our defaults.

mod defaults;
mod render;

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::message::MessageType;
use crate::rules::{Department, Locale, Rules};

pub use render::{Paragraph, Vars, merge, plain, render, unknown_placeholder};

/// The most departments that a menu lists; the others are reachable by name.
pub const MENU_LIMIT: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum TextKey {
    Greeting,
    MenuBlock,
    MenuAgain,
    GreetingSingle,
    InvalidChoice,
    Handover,
    MenuTimeout,
    Suggestion,
    SuggestionReprompt,
    SuggestionExpired,
    Assigned,
    QueueNotice,
    OutOfHours,
    Transferred,
    TimeoutRedirect,
    Closing,
}

impl TextKey {
    /// As in `settings.texts`: `queue_notice`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The company's words, as they were written.
    pub fn own(self, rules: &Rules) -> Option<&str> {
        let greeting = rules.greeting_message.as_ref().filter(|_| self == Self::Greeting);
        let own = greeting.or_else(|| rules.settings.texts.get(self.name()));
        own.map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// Our words.
    pub fn default_words(self, locale: Locale) -> &'static str {
        defaults::of(self).get(locale)
    }

    /// The words to fill: the company's, else ours. A greeting or `menu_again` without `{menu}` gets the menu appended.
    pub fn template(self, rules: &Rules) -> String {
        let text = self.own(rules).unwrap_or_else(|| self.default_words(rules.locale)).to_owned();
        match self {
            Self::Greeting | Self::MenuAgain if !text.contains("{menu}") => {
                format!("{}\n\n{}", text.trim_end(), Self::MenuBlock.template(rules))
            }
            Self::MenuBlock if !text.contains("{menu}") => format!("{}\n{{menu}}", text.trim_end()),
            _ => text,
        }
    }
}

/// `{menu}`: one line per active department, `1 - 💰 Finance`.
pub fn menu(rules: &Rules) -> String {
    let line = |(index, department): (usize, &&Department)| {
        let name = plain(&department.name);
        match department.emoji.as_deref().map(plain).filter(|emoji| !emoji.is_empty()) {
            Some(emoji) => format!("{} - {emoji} {name}", index + 1),
            None => format!("{} - {name}", index + 1),
        }
    };
    rules.menu().iter().take(MENU_LIMIT).enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// `*Name - Department*`: what stands before an agent's text, or alone over a media without caption.
pub fn agent_prefix(name: &str, department: Option<&str>) -> String {
    match department {
        Some(department) => format!("*{} - {}*", plain(name), plain(department)),
        None => format!("*{}*", plain(name)),
    }
}

/// What the customer reads of an agent's text, or of a caption. `prefix` as from [`agent_prefix`], kept with the message.
pub fn agent_text(prefix: Option<&str>, content: &str) -> String {
    match prefix {
        Some(prefix) => format!("{prefix}: {content}"),
        None => content.to_owned(),
    }
}

/// What the customer reads under an agent's media: audio has no caption, and the others at least the prefix.
pub fn agent_caption(kind: MessageType, prefix: Option<&str>, caption: Option<&str>) -> Option<String> {
    match (kind, caption.filter(|caption| !caption.is_empty())) {
        (MessageType::Audio, _) => None,
        (MessageType::Text | MessageType::Image | MessageType::Document | MessageType::Video, Some(caption)) => {
            Some(agent_text(prefix, caption))
        }
        (MessageType::Text | MessageType::Image | MessageType::Document | MessageType::Video, None) => {
            prefix.map(str::to_owned)
        }
    }
}

#[cfg(test)]
mod tests;

/// The languages in which we speak to people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    En,
    Pt,
}

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Pt => "pt-BR",
        }
    }

    /// Choose by `Accept-Language`: the best weight wins, then the first named. English when nothing fits.
    pub fn accepted(header: Option<&str>) -> Self {
        let mut best = (0.0_f32, Self::default());
        for range in header.unwrap_or_default().split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let language = match tag.split('-').next() {
                Some("pt") => Self::Pt,
                Some("en") => Self::En,
                _ => continue,
            };
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_weight_wins_and_then_the_first_named() {
        assert_eq!(Language::accepted(Some("pt-BR,pt;q=0.9,en;q=0.8")), Language::Pt);
        assert_eq!(Language::accepted(Some("de, en;q=0.3, pt;q=0.7")), Language::Pt);
        assert_eq!(Language::accepted(Some("en-GB, pt-BR")), Language::En);
        assert_eq!(Language::accepted(Some("pt;q=0, de")), Language::En);
        assert_eq!(Language::accepted(Some("\u{fffd};;q=x,,")), Language::En);
        assert_eq!(Language::accepted(None), Language::En);
    }
}

//! The rules of addresses and names, wherever they are entered.

/// In the one form that is stored and looked up.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// For `garde`: something, an at sign, something with a dot inside or a single label, and no white space. Whether mail arrives there,
/// nobody can see from here.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
pub(crate) fn email_rule(email: &str, _context: &()) -> garde::Result {
    let email = email.trim();
    let valid = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
        });
    if valid { Ok(()) } else { Err(garde::Error::new("not an e-mail address")) }
}

/// For `garde`: 1 to 120 characters that are not all white space.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
pub(crate) fn name_rule(name: &str, _context: &()) -> garde::Result {
    let valid = !name.trim().is_empty() && name.chars().count() <= 120 && !name.chars().any(char::is_control);
    if valid { Ok(()) } else { Err(garde::Error::new("between 1 and 120 characters")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names_are_judged_by_their_shape() {
        for good in ["ana@example.com", " Ana.Silva+1@localhost ", "josé@exemplo.com.br"] {
            assert!(email_rule(good, &()).is_ok(), "{good}");
        }
        for bad in ["", "ana", "@example.com", "ana@", "a b@example.com", "a@b@c", "a@.b", "a@b."] {
            assert!(email_rule(bad, &()).is_err(), "{bad}");
        }
        assert_eq!(normal_email(" Ana@Example.COM "), "ana@example.com");
        assert!(name_rule("Ana", &()).is_ok());
        assert!(name_rule("  ", &()).is_err() && name_rule(&"x".repeat(121), &()).is_err());
    }
}

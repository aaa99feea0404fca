//! Phone numbers: read as people type them, matched in one canonical form, shown to people, masked for logs.

/// `E.164` with its `+` from bare digits, when their number is possible (7 to 15, no leading zero).
pub fn from_digits(digits: &str) -> Option<String> {
    let possible = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    (possible && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("+{digits}"))
}

/// Read what a person typed. Without `+` or `00`, a number of national length gets `calling_code` (`55` for Brazil).
pub fn parse(text: &str, calling_code: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().any(|c| !(c.is_ascii_digit() || " +-().\u{a0}/".contains(c))) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.starts_with('+') {
        return from_digits(&digits);
    }
    if let Some(international) = digits.strip_prefix("00") {
        return from_digits(international);
    }
    // A national number is often written with the trunk prefix: (011) 99999-0000.
    let national = digits.trim_start_matches('0');
    let length = if calling_code == "55" { 10..=11 } else { 7..=10 };
    if length.contains(&national.len()) {
        from_digits(&format!("{calling_code}{national}"))
    } else {
        from_digits(national)
    }
}

/// The match key. A Brazilian mobile is its nine-digit form, `+521` of Mexico is `+52`, all else is itself.
pub fn canonical(phone: &str) -> String {
    if let Some(national) = phone.strip_prefix("+55")
        && national.is_ascii()
        && national.len() == 10
        && matches!(national.as_bytes()[2], b'6'..=b'9')
    {
        return format!("+55{}9{}", &national[..2], &national[2..]);
    }
    if let Some(rest) = phone.strip_prefix("+521")
        && rest.len() == 10
    {
        return format!("+52{rest}");
    }
    phone.to_owned()
}

/// As people read it: `+55 (11) 99999-0000`. Numbers of countries that we do not know stay as they are.
pub fn format(phone: &str) -> String {
    if !phone.is_ascii() {
        return phone.to_owned();
    }
    if let Some(national) = phone.strip_prefix("+55")
        && matches!(national.len(), 10 | 11)
    {
        let (area, local) = national.split_at(2);
        let (head, tail) = local.split_at(local.len() - 4);
        return format!("+55 ({area}) {head}-{tail}");
    }
    if let Some(national) = phone.strip_prefix("+1")
        && national.len() == 10
    {
        return format!("+1 ({}) {}-{}", &national[..3], &national[3..6], &national[6..]);
    }
    phone.to_owned()
}

/// For logs: `+55119****9999`. Never more than the first five digits and the last four.
pub fn mask(phone: &str) -> String {
    let sign = if phone.starts_with('+') { "+" } else { "" };
    let digits: Vec<char> = phone.chars().filter(|c| *c != '+').collect();
    let (head, tail) = match digits.len() {
        11.. => (5, 4),
        7..=10 => (2, 2),
        _ => (0, 0),
    };
    let first: String = digits[..head].iter().collect();
    let last: String = digits[digits.len() - tail..].iter().collect();
    format!("{sign}{first}****{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_read_as_people_type_it() {
        for (typed, expected) in [
            ("(11) 99999-0000", Some("+5511999990000")),
            ("011 99999.0000", Some("+5511999990000")),
            ("11 3333-4444", Some("+551133334444")),
            ("+55 11 99999-0000", Some("+5511999990000")),
            ("5511999990000", Some("+5511999990000")),
            ("0055 11 99999 0000", Some("+5511999990000")),
            ("+1 (415) 555-2671", Some("+14155552671")),
            ("123", None),
            ("ana", None),
            ("", None),
        ] {
            assert_eq!(parse(typed, "55").as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn one_person_has_one_canonical_phone() {
        for (value, expected) in [
            ("+551188887777", "+5511988887777"), // an old mobile without the ninth digit
            ("+5511988887777", "+5511988887777"),
            ("+551166667777", "+5511966667777"),
            ("+551133334444", "+551133334444"), // a landline
            ("+551155554444", "+551155554444"),
            ("+5215512345678", "+525512345678"),
            ("+525512345678", "+525512345678"),
            ("+14155552671", "+14155552671"),
        ] {
            assert_eq!(canonical(value), expected, "{value}");
        }
    }

    #[test]
    fn a_phone_is_shown_grouped_and_logged_masked() {
        assert_eq!(format("+5511999990000"), "+55 (11) 99999-0000");
        assert_eq!(format("+551133334444"), "+55 (11) 3333-4444");
        assert_eq!(format("+14155552671"), "+1 (415) 555-2671");
        assert_eq!(format("+351912345678"), "+351912345678");
        assert_eq!(mask("+5511999999999"), "+55119****9999");
        assert_eq!(mask("+3519123"), "+35****23");
        assert_eq!(mask("12"), "****");
    }
}

use std::path::Path;

use super::*;

#[test]
fn what_varies_comes_along() {
    assert_eq!(in_portuguese("between 1 and 20"), "entre 1 e 20");
    assert_eq!(in_portuguese("length is greater than 40"), "o máximo é 40");
    assert_eq!(
        in_portuguese("invalid type: string \"um\", expected i32"),
        "tipo inválido: string \"um\"; esperado: i32"
    );
    assert_eq!(in_portuguese("the placeholder {nome} does not exist"), "o marcador {nome} não existe");
    assert_eq!(in_portuguese("something else"), "something else");
}

#[test]
fn every_pair_has_the_same_gaps_and_none_hides_behind_a_wider_one() {
    for (en, pt) in SENTENCES {
        assert_eq!(en.matches("{}").count(), pt.matches("{}").count(), "{en}");
        let said = en.replace("{}", "7");
        assert_eq!(in_portuguese(&said), pt.replace("{}", "7"), "another sentence takes its place: {en}");
    }
}

/// The sentences that the sources write at a refused field: the last literal of the call.
fn written(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && name != "tests" {
            written(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && name != "tests.rs" {
            let source = std::fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
            for opening in ["validation(", "invalid_query(", ".field(", "garde::Error::new(", "wrong("] {
                for (start, _) in code.match_indices(opening) {
                    let call = &code[start + opening.len()..];
                    // A literal without an apostrophe of its own, then the end of the call.
                    let ends = |(before, after): &(&str, &str)| !before.contains(';') && !after.starts_with(',');
                    let Some((before, _)) = call.split_once("\")").filter(ends) else { continue };
                    found.extend(before.rsplit_once('"').map(|(_, literal)| literal.to_owned()));
                }
            }
        }
    }
}

#[test]
fn every_sentence_of_the_sources_is_said_in_portuguese() {
    let mut found = Vec::new();
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("endpoints"), &mut found);
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("auth"), &mut found);
    let query = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("query.rs")).unwrap();
    assert!(query.contains("1 to 128 printable characters"));
    assert!(found.len() > 40, "only {} sentences were found", found.len());
    for english in found {
        // The gaps of a `format!`, with doubled braces for single ones.
        let said: String = english.split('{').enumerate().fold(String::new(), |said, (index, part)| {
            let part = if index == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) };
            said + if index == 0 { "" } else { "7" } + part
        });
        let said = said.replace('}', "").replace("777", "7");
        assert!(SENTENCES.iter().any(|(en, _)| fits(en, &said).is_some()), "not in Portuguese: {english} ({said})");
    }
}

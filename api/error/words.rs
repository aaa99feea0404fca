//! What is wrong with a single field, in Brazilian Portuguese. The English sentence is the key: whoever refuses a field writes that
//! one only, and a test fails while it is missing here.

/// English with `{}` for what varies, and the same in Portuguese.
const SENTENCES: &[(&str, &str)] = &[
    ("required", "obrigatório"),
    ("unknown field", "campo desconhecido"),
    ("given twice", "informado duas vezes"),
    ("is missing", "está faltando"),
    ("is empty", "está vazio"),
    ("must not be blank", "não pode ficar em branco"),
    ("must be text", "precisa ser texto"),
    ("must not contain NUL", "não pode conter o caractere nulo"),
    ("must be in the future", "precisa estar no futuro"),
    ("must have 1 to 200 characters", "precisa ter de 1 a 200 caracteres"),
    ("must have 1 to 80 characters", "precisa ter de 1 a 80 caracteres"),
    ("only API keys name their sender", "somente chaves de API nomeiam quem envia"),
    ("must name an event, or *", "precisa nomear um evento, ou *"),
    ("must not be the e-mail", "não pode ser o e-mail"),
    ("too common", "comum demais"),
    ("not an e-mail address", "não é um endereço de e-mail"),
    ("not a phone number", "não é um número de telefone"),
    ("not an address", "não é um endereço"),
    ("not your password", "não é a sua senha"),
    ("not a place of the log", "não é uma posição do registro de eventos"),
    ("not used by this action", "não é usado por esta ação"),
    ("no message of this customer", "não é uma mensagem deste cliente"),
    ("no approved template of this channel", "não é um modelo aprovado deste canal"),
    ("the channel has none", "o canal não tem"),
    ("only departments that you belong to", "somente departamentos de que você faz parte"),
    ("one file a message", "um arquivo por mensagem"),
    ("audio has none", "áudio não tem legenda"),
    ("every active department, once", "todos os departamentos ativos, uma vez cada"),
    ("an inactive department cannot be the root", "um departamento inativo não pode ser o principal"),
    ("either a phone or a contactId", "um telefone ou um contactId"),
    ("either a message or a template", "uma mensagem ou um modelo"),
    ("either fromSeq or since", "fromSeq ou since"),
    ("conversation or contact", "conversation ou contact"),
    ("another tag has this name", "outra etiqueta tem este nome"),
    ("another contact", "outro contato"),
    ("a program has no name to sign a note with", "um programa não tem nome para assinar uma nota"),
    ("a key is nobody to assign to", "uma chave não é alguém a quem atribuir"),
    ("META signs every webhook", "a META assina todos os webhooks"),
    ("needs `from`", "precisa de `from`"),
    ("before `to`, a year at most, and without a period", "antes de `to`, no máximo um ano, e sem um período"),
    ("a time, as 2026-01-31T12:00:00Z", "um instante, como 2026-01-31T12:00:00Z"),
    ("a time as 08:30, up to 24:00", "um horário como 08:30, até 24:00"),
    ("a timezone as America/Sao_Paulo", "um fuso horário como America/Sao_Paulo"),
    ("a colour as #6366f1", "uma cor como #6366f1"),
    ("pt-BR or en", "pt-BR ou en"),
    ("active, inactive or online", "active, inactive ou online"),
    ("lastMessageAt, waiting or createdAt", "lastMessageAt, waiting ou createdAt"),
    ("1d, 7d, 30d or 90d", "1d, 7d, 30d ou 90d"),
    ("DEAD or PARKED", "DEAD ou PARKED"),
    ("1 to 50 of a-z, 0-9 and -", "de 1 a 50 caracteres entre a-z, 0-9 e -"),
    ("1 to 30 of a-z, 0-9, _ and -", "de 1 a 30 caracteres entre a-z, 0-9, _ e -"),
    ("1 to 128 printable characters", "de 1 a 128 caracteres visíveis, sem acentos"),
    ("2 to 200 characters", "de 2 a 200 caracteres"),
    ("1 to 500", "de 1 a 500"),
    ("up to 25", "até 25"),
    ("at least {} characters", "pelo menos {} caracteres"),
    (
        "at most 4096 characters, 1024 of a caption, the sender's name included",
        "no máximo 4096 caracteres, 1024 em uma legenda, contando o nome de quem envia",
    ),
    ("at most {} names and {} KB", "no máximo {} nomes e {} KB"),
    ("at most {} characters", "no máximo {} caracteres"),
    ("at most {} pins", "no máximo {} conversas fixadas"),
    ("at most {}", "no máximo {}"),
    ("between {} and {} characters", "entre {} e {} caracteres"),
    ("between {} and {}", "entre {} e {}"),
    ("there is no event {}", "não existe o evento {}"),
    ("there is no such text", "não existe esse texto"),
    ("the variable {} does not exist", "a variável {} não existe"),
    ("the placeholder {} does not exist", "o marcador {} não existe"),
    ("`{}` is not one of its values", "`{}` não é um dos valores possíveis"),
    ("needs {}, none of them blank, and was given {}", "precisa de {}, nenhum em branco, e recebeu {}"),
    // The guards of addresses.
    ("only http and https addresses are possible", "só são possíveis endereços http e https"),
    ("only https addresses are possible", "só são possíveis endereços https"),
    ("an address must not hold a user name or password", "um endereço não pode conter usuário nem senha"),
    ("the address has no host", "o endereço não tem servidor"),
    (
        "the address is private and not in the installation's list of private hosts",
        "o endereço é privado e não está na lista de servidores privados da instalação",
    ),
    (
        "the address is private, which this installation does not allow",
        "o endereço é privado, o que esta instalação não permite",
    ),
    ("the channel has no usable base address", "o canal não tem um endereço base utilizável"),
    // What the readers of JSON and the rules of fields say.
    ("not valid JSON at line {}, column {}", "não é JSON válido na linha {}, coluna {}"),
    ("length is lower than {}", "o mínimo é {}"),
    ("length is greater than {}", "o máximo é {}"),
    ("lower than {}", "menor que {}"),
    ("greater than {}", "maior que {}"),
    ("not a valid email: {}", "não é um endereço de e-mail: {}"),
    ("invalid type: {}, expected {}", "tipo inválido: {}; esperado: {}"),
    ("invalid value: {}, expected {}", "valor inválido: {}; esperado: {}"),
    ("invalid length {}, expected {}", "tamanho inválido: {}; esperado: {}"),
    ("unknown variant {}, expected one of {}", "valor desconhecido: {}; os possíveis são {}"),
    ("unknown variant {}, expected {}", "valor desconhecido: {}; esperado: {}"),
    ("unknown field {}, expected one of {}", "campo desconhecido: {}; os possíveis são {}"),
    ("unknown field {}, expected {}", "campo desconhecido: {}; esperado: {}"),
    ("missing field {}", "falta o campo {}"),
];

/// The sentence in Portuguese; one that is not known stays as it is.
pub(super) fn in_portuguese(english: &str) -> String {
    let known = SENTENCES.iter().find_map(|(en, pt)| Some((fits(en, english)?, *pt)));
    known.map_or_else(|| english.to_owned(), |(varying, pt)| filled(pt, &varying))
}

/// What stands in the place of each `{}`; `None` when the sentence is another.
fn fits<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next().unwrap_or_default())?;
    let mut varying = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let (value, after) = if is_last { (rest.strip_suffix(part)?, "") } else { rest.split_once(part)? };
        varying.push(value);
        rest = after;
    }
    rest.is_empty().then_some(varying)
}

fn filled(pattern: &str, varying: &[&str]) -> String {
    let mut values = varying.iter();
    let mut text = String::new();
    for (index, part) in pattern.split("{}").enumerate() {
        if index > 0 {
            text.push_str(values.next().copied().unwrap_or_default());
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests;

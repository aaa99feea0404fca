//! A company with a history: rows straight into PostgreSQL, as a year of work would have left them.

use anyhow::Context as _;
use serde_json::Value;

use crate::services::Services;

/// First names and last names; a contact has one of each.
const FIRST: &str = "Ana Beatriz Bruno Caio Camila Carlos Clara Daniela Diego Eduardo Elisa Fabio Felipe Gabriela Gustavo \
                     Helena Igor Isabela Joana João José Juliana Larissa Lucas Luiza Marcos Maria Mariana Mateus Otávio \
                     Patrícia Paulo Pedro Rafael Raquel Renata Ricardo Sofia Thiago Vanessa";
const LAST: &str = "Almeida Alves Araújo Barbosa Barros Batista Cardoso Carvalho Castro Costa Dias Fernandes Ferreira Freitas \
                    Gomes Gonçalves Lima Lopes Machado Martins Melo Mendes Monteiro Moreira Nascimento Nunes Oliveira \
                    Pereira Pinto Ramos Ribeiro Rocha Rodrigues Santana Santos Silva Soares Souza Teixeira Vieira";
/// What people write about. A word stands in about one message of ten.
const WORDS: &str = "pedido entrega boleto nota fiscal prazo produto troca garantia pagamento cartão desconto endereço \
                     cadeira mesa armário sofá cor tamanho estoque loja frete orçamento parcela vendedor reclamação \
                     atraso defeito montagem instalação manual peça cliente cadastro senha acesso sistema erro obrigado \
                     bom dia boa tarde noite quero preciso saber quando chega ainda não recebi favor verificar enviar \
                     foto comprovante confirmado amanhã segunda sexta";

/// How much of it there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) conversations: usize,
    pub(crate) messages: usize,
}

/// Who and where, as ids.
pub(crate) struct Place<'a> {
    pub(crate) channel: &'a str,
    pub(crate) departments: &'a [String],
    pub(crate) agents: &'a [String],
}

/// Make the rows. One conversation in twenty is still active: half of those with an agent, half in a queue.
pub(crate) fn fill(services: &Services, place: &Place<'_>, size: Size) -> anyhow::Result<()> {
    let company = services.sql(&format!("SELECT company_id FROM channels WHERE id = '{}'", place.channel))?;
    let company = company.first().context("the channel has no row")?;
    let each = (size.messages / size.conversations).max(1);
    let (departments, agents) = (array(place.departments), array(place.agents));
    let (first, last, words) = (split(FIRST), split(LAST), split(WORDS));
    let channel = place.channel;
    let count = size.conversations;
    let statements = [
        "SELECT setseed(0.42)".to_owned(),
        // They keep what they have and get nothing more: else the queues would flow to them, or theirs into the queues.
        format!(
            "UPDATE users SET online_status = 'BUSY', presence_intent = 'BUSY', status_changed_at = now(),
                last_heartbeat_at = now() + interval '1 day' WHERE company_id = '{company}' AND role = 'AGENT'"
        ),
        format!(
            "CREATE TABLE bench_plan AS SELECT n, gen_random_uuid() AS contact, gen_random_uuid() AS conversation,
                now() - interval '365 days' * (1 - power(n::float / {count}, 2)) - interval '1 hour' AS at,
                CASE WHEN n % 40 = 0 THEN 'ASSIGNED' WHEN n % 40 = 20 THEN 'OPEN' ELSE 'RESOLVED' END AS status,
                ({departments})[1 + n / 7 % {d}]::uuid AS department, ({agents})[1 + n / 11 % {a}]::uuid AS agent
             FROM generate_series(1, {count}) AS n",
            d = place.departments.len(),
            a = place.agents.len(),
        ),
        format!(
            "INSERT INTO contacts (id, company_id, name, name_source, push_name, last_department_id, last_attendant_id,
                last_message_at, created_at, updated_at)
             SELECT contact, '{company}', ({first})[1 + floor(random() * 40)::int] || ' ' || ({last})[1 + floor(random() * 40)::int],
                'PUSH', 'Cliente ' || n, department, agent, at, at, at FROM bench_plan"
        ),
        format!(
            "INSERT INTO contact_identities (id, company_id, contact_id, kind, value, canonical, verified_by, created_at, updated_at)
             SELECT gen_random_uuid(), '{company}', contact, 'PHONE', '+55119' || lpad(n::text, 8, '0'),
                '+55119' || lpad(n::text, 8, '0'), 'PROVIDER', at, at FROM bench_plan"
        ),
        format!(
            "INSERT INTO conversations (id, company_id, protocol, channel_id, contact_id, status, flow_state, department_id,
                assigned_user_id, assigned_at, queued_at, queue_notice_sent_at, greeting_sent_at, first_customer_at,
                first_response_at, last_message_at, last_customer_at, last_agent_at, last_attendant_id, resolved_at, resolved_by_id, unread_count, message_seq,
                created_at, updated_at)
             SELECT conversation, '{company}', to_char(at, 'YYYYMMDD-') || lpad(n::text, 8, '0'), '{channel}', contact, status,
                CASE status WHEN 'OPEN' THEN 'DEPARTMENT_SELECTED' ELSE status END, department,
                CASE status WHEN 'ASSIGNED' THEN agent END, CASE status WHEN 'ASSIGNED' THEN at END,
                CASE status WHEN 'OPEN' THEN at END, CASE status WHEN 'OPEN' THEN at END, at, at,
                CASE WHEN status <> 'OPEN' THEN at END, at + interval '30 minutes', at + interval '30 minutes', at, CASE WHEN status <> 'OPEN' THEN agent END,
                CASE status WHEN 'RESOLVED' THEN at END, CASE status WHEN 'RESOLVED' THEN agent END,
                CASE status WHEN 'RESOLVED' THEN 0 ELSE n % 4 END, {each}, at, at + interval '30 minutes' FROM bench_plan"
        ),
        format!(
            "INSERT INTO messages (id, company_id, conversation_id, channel_id, contact_id, seq, direction, content, sender_id,
                origin, status, provider_key, whatsapp_message_id, sent_at, delivered_at, read_at, created_at, updated_at)
             SELECT gen_random_uuid(), '{company}', conversation, '{channel}', contact, seq,
                CASE WHEN seq % 2 = 1 THEN 'INBOUND' ELSE 'OUTBOUND' END, said.content,
                CASE WHEN seq % 2 = 0 THEN agent END, CASE WHEN seq % 2 = 1 THEN 'CUSTOMER' ELSE 'AGENT' END, 'READ',
                'BENCH' || n || 'X' || seq, 'BENCH' || n || 'X' || seq, at + seq * interval '3 minutes',
                at + seq * interval '3 minutes', at + seq * interval '3 minutes', at + seq * interval '3 minutes',
                at + seq * interval '3 minutes'
             FROM bench_plan, generate_series(1, {each}) AS seq,
                LATERAL (SELECT string_agg(({words})[1 + floor(random() * {w})::int + 0 * (n + seq + word)], ' ')
                    || CASE WHEN seq = 1 THEN ' protocolo' || n ELSE '' END AS content
                    FROM generate_series(1, 6) AS word) AS said",
            w = WORDS.split_whitespace().count(),
        ),
        "DROP TABLE bench_plan".to_owned(),
        "VACUUM ANALYZE".to_owned(),
    ];
    for statement in &statements {
        services.sql(statement)?;
    }
    Ok(())
}

fn array(ids: &[String]) -> String {
    format!("ARRAY['{}']", ids.join("','"))
}

fn split(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("ARRAY['{}']", words.join("','"))
}

/// The id of each object of a list.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect()
}

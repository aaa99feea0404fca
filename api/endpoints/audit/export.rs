use std::io;

use entities::{AuditFilter, AuditLog, Reading, Scope};
use futures_util::stream;
use poem::http::{HeaderValue, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};

/// Rows of one read: the file is never in memory as a whole.
const ROWS: u64 = 500;
const HEAD: &str = "timestamp,userId,actorEmail,apiKeyId,action,entity,entityId,outcome,status,method,path,changed,ipAddress,userAgent,requestId\r\n";

/// 200 with a file of comma separated values.
pub(super) struct Csv(Response);

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for Csv {
    fn meta() -> MetaResponses {
        let schema = MetaSchemaRef::Inline(Box::new(MetaSchema::new("string")));
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file, the newest entry first.",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: "text/csv", schema }],
                headers: vec![],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

/// Everything that `filter` lets through, read page by page while it is sent.
pub(super) fn csv(scope: Scope<Reading>, filter: AuditFilter) -> Csv {
    let pages = stream::try_unfold(Some((scope, filter)), |rest| async move {
        let Some((scope, mut filter)) = rest else { return Ok(None) };
        let rows = scope.audit_entries(&filter, ROWS).await.map_err(io::Error::other)?;
        let more = rows.len() as u64 == ROWS;
        filter.after = rows.last().map(|row| (row.timestamp, row.id));
        let lines: String = rows.iter().map(line).collect();
        Ok::<_, io::Error>(Some((lines, more.then_some((scope, filter)))))
    });
    let head = stream::once(std::future::ready(Ok(HEAD.to_owned())));
    let mut response = Response::default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.csv\""));
    response.set_body(Body::from_bytes_stream(futures_util::StreamExt::chain(head, pages)));
    Csv(response)
}

fn line(row: &AuditLog) -> String {
    let outcome: &'static str = row.outcome.0.into();
    let text = |name: &str| row.metadata[name].as_str().unwrap_or_default().to_owned();
    let changed: Vec<&str> =
        row.metadata["changed"].as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let cells = [
        row.timestamp.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        id(row.user_id),
        row.actor_email.clone().unwrap_or_default(),
        id(row.api_key_id),
        row.action.clone(),
        row.entity.clone(),
        row.entity_id.clone().unwrap_or_default(),
        outcome.to_owned(),
        row.status.to_string(),
        text("method"),
        text("path"),
        changed.join(" "),
        row.ip_address.clone().unwrap_or_default(),
        row.user_agent.clone().unwrap_or_default(),
        row.request_id.clone(),
    ];
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// Quoted, and never a formula: a spreadsheet would run what a stranger called himself.
fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_quoted_and_runs_nothing() {
        assert_eq!(cell("ana, \"a\"\r\nb"), "\"ana, \"\"a\"\"\r\nb\"");
        for formula in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", " =1"] {
            assert_eq!(cell(formula), format!("\"'{formula}\""));
        }
    }
}

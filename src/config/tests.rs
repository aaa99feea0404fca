use std::collections::BTreeSet;

use domain::channel::ProviderKind;

use super::*;

const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn parse_pairs(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    parse(&values(pairs), 4000, &mut |_, _| Ok(KEY.to_owned()))
}

fn config(pairs: &[(&str, &str)]) -> Config {
    parse_pairs(pairs).unwrap_or_else(|error| panic!("{error}"))
}

fn accused(pairs: &[(&str, &str)]) -> Vec<String> {
    let Err(error) = parse_pairs(pairs) else { panic!("these settings should be refused: {pairs:?}") };
    error.problems.into_iter().map(|problem| problem.variable).collect()
}

fn cluster(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut pairs = vec![
        ("DATABASE_URL", "postgres://wpp:hidden@db/wpp"),
        ("REDIS_URL", "redis://redis"),
        ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
        ("ENCRYPTION_KEY", KEY),
        ("PUBLIC_URL", "https://chat.example.com/"),
        ("MEDIA_STORE", "local"),
    ];
    pairs.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    pairs.extend(more);
    pairs
}

#[test]
fn nothing_set_is_a_complete_embedded_installation() {
    let config = config(&[]);
    assert_eq!(config.profile, Profile::Embedded);
    assert_eq!(config.database.url.expose(), "sqlite://./data/wppconnector.db");
    assert_eq!(config.http.address().to_string(), "127.0.0.1:4000");
    assert_eq!(config.http.public_url, "http://localhost:4000");
    assert_eq!(config.mode, Mode::Development);
    assert_eq!(config.whatsapp.provider, ProviderKind::Sandbox);
    assert_eq!(config.security.jwt_secret.expose(), KEY);
    assert_eq!(config.webhooks.private_hosts, ["*"]);
    assert!(matches!(config.media.store, MediaStore::Local(directory) if directory == Path::new("./data/media")));
}

#[test]
fn postgres_with_redis_is_a_cluster() {
    let config = config(&cluster(&[]));
    assert_eq!(config.profile, Profile::Cluster);
    assert_eq!(config.http.bind.to_string(), "0.0.0.0");
    assert_eq!(config.http.public_url, "https://chat.example.com");
    assert_eq!(config.mode, Mode::Production);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.workers.concurrency.0["send-outbound"], 64);
    assert!(!config.webhooks.sandbox);
}

#[test]
fn postgres_without_redis_names_both() {
    let Err(error) = parse_pairs(&cluster(&[("REDIS_URL", "")])) else { panic!("it should be refused") };
    let text = error.to_string();
    assert!(text.contains("DATABASE_URL") && text.contains("REDIS_URL"), "{text}");
    assert_eq!(error.problems.len(), 1, "{text}");
}

#[test]
fn an_explicit_profile_wins() {
    assert_eq!(config(&[("WPPC_PROFILE", "embedded"), ("REDIS_URL", "redis://redis")]).profile, Profile::Embedded);
    assert_eq!(accused(&[("WPPC_PROFILE", "embedded"), ("DATABASE_URL", "postgres://db/wpp")]), ["DATABASE_URL"]);
    let missing = accused(&[("WPPC_PROFILE", "cluster"), ("MEDIA_STORE", "local")]);
    assert_eq!(missing, ["DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "JWT_SECRET", "ENCRYPTION_KEY"]);
}

#[test]
fn everything_wrong_is_told_at_once_and_no_value_is_quoted() {
    let pairs = [
        ("PORT", "seventy"),
        ("JWT_EXPIRATION", "soon"),
        ("LOG_LEVEL", "inof"),
        ("WPPC_PORT", "4000"),
        ("WORKER_CONCURRENCY_SEND", "4"),
        ("ENCRYPTION_KEY", "topsecret"),
    ];
    let Err(error) = parse_pairs(&pairs) else { panic!("it should be refused") };
    let text = error.to_string();
    for (name, value) in pairs {
        assert!(text.contains(name), "{name} is missing in: {text}");
        assert!(value == "4000" || value == "4" || !text.contains(value), "{value} is quoted in: {text}");
    }
    assert_eq!(error.problems.len(), pairs.len());
}

#[test]
fn nothing_is_drawn_when_a_setting_is_wrong() {
    let pairs = values(&[("PORT", "0")]);
    let result = parse(&pairs, 4000, &mut |_, _| panic!("nothing should be drawn"));
    assert!(result.is_err());
}

#[test]
fn an_unwritable_data_directory_names_the_secret() {
    let result = parse(&Values::new(), 4000, &mut |_, _| Err(io::ErrorKind::PermissionDenied.into()));
    let Err(error) = result else { panic!("it should be refused") };
    assert_eq!(error.problems[0].variable, "JWT_SECRET");
}

#[test]
fn production_wants_a_long_jwt_secret() {
    assert_eq!(accused(&[("NODE_ENV", "production"), ("JWT_SECRET", "short")]), ["JWT_SECRET"]);
    assert_eq!(config(&[("JWT_SECRET", "short")]).security.jwt_secret.expose(), "short");
}

#[test]
fn a_waha_server_elsewhere_opens_the_port_to_it() {
    let bind = |url| config(&[("WAHA_API_URL", url)]).http.bind.to_string();
    assert_eq!(bind("http://waha.example.com:3000"), "0.0.0.0");
    assert_eq!(bind("http://localhost:3000"), "127.0.0.1");
    assert_eq!(bind("http://127.0.0.1:3000"), "127.0.0.1");
    assert_eq!(bind("http://[::1]:3000"), "127.0.0.1");
}

#[test]
fn a_cluster_may_call_its_own_waha_only() {
    let config = config(&cluster(&[("WAHA_API_URL", "http://waha:3000")]));
    assert_eq!(config.webhooks.private_hosts, ["waha"]);
}

#[test]
fn the_public_address_follows_the_port() {
    assert_eq!(config(&[("PORT", "4100")]).http.public_url, "http://localhost:4100");
}

#[test]
fn a_bucket_needs_its_keys() {
    let missing = accused(&[("MEDIA_STORE", "s3"), ("S3_BUCKET", "media")]);
    assert_eq!(missing, ["S3_ACCESS_KEY", "S3_SECRET_KEY"]);
}

#[test]
fn a_rate_of_zero_is_no_limit() {
    assert_eq!(config(&[("RATE_READS_PER_MINUTE", "0")]).rates.reads, None);
    assert_eq!(config(&[]).rates.writes, Some(60));
}

#[test]
fn log_directives_are_accepted_as_well_as_levels() {
    assert_eq!(config(&[("LOG_LEVEL", "info,jobs=debug")]).log.level, "info,jobs=debug");
    assert_eq!(config(&[("LOG_LEVEL", "WARN")]).log.level, "warn");
}

#[test]
fn proxies_are_addresses_or_networks() {
    let proxies = config(&[("TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.1")]).http.trusted_proxies;
    assert_eq!(proxies.len(), 2);
    assert_eq!(accused(&[("TRUSTED_PROXIES", "nginx")]), ["TRUSTED_PROXIES"]);
}

#[test]
fn the_environment_wins_over_the_file_but_an_empty_value_does_not() {
    let merged = merge(values(&[("PORT", "1"), ("LOG_LEVEL", "debug")]), values(&[("PORT", "2"), ("LOG_LEVEL", "")]));
    assert_eq!(merged, values(&[("PORT", "2"), ("LOG_LEVEL", "debug")]));
}

#[test]
fn a_broken_env_file_is_told_without_its_content() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".env");
    assert_eq!(dotenv(&file).unwrap(), Values::new());
    std::fs::write(&file, "PORT=4100\nJWT_SECRET=\"topsecret\n").unwrap();
    let error = dotenv(&file).unwrap_err().to_string();
    assert!(error.contains(".env") && !error.contains("topsecret"), "{error}");
}

#[test]
fn env_example_explains_exactly_the_variables_that_are_read() {
    let empty = Values::new();
    let mut reader = Reader::new(&empty);
    sections(&mut reader, 4000, &mut |_, _| Ok(KEY.to_owned()));
    let read = reader.asked();

    let example = include_str!("../../.env.example");
    let assignment = |line: &'static str| line.trim_start_matches("# ").split_once('=').map(|(name, _)| name);
    let is_name = |name: &&str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let explained: BTreeSet<String> =
        example.lines().filter_map(assignment).filter(is_name).map(str::to_owned).collect();
    // Docker reads this one, not we.
    let explained: BTreeSet<String> = explained.into_iter().filter(|name| name != "COMPOSE_FILE").collect();
    assert_eq!(explained.difference(&read).collect::<Vec<_>>(), Vec::<&String>::new(), "explained, but not read");
    assert_eq!(read.difference(&explained).collect::<Vec<_>>(), Vec::<&String>::new(), "read, but not explained");
}

#[test]
fn env_example_as_it_stands_is_an_embedded_installation() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".env");
    std::fs::write(&file, include_str!("../../.env.example")).unwrap();
    let parsed = parse(&dotenv(&file).unwrap(), 4000, &mut |_, _| Ok(KEY.to_owned()));
    let config = parsed.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(config.profile, Profile::Embedded);
    assert_eq!(config.whatsapp.provider, ProviderKind::Waha);
}

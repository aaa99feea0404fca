pub struct Explained {
    pub message: String,
    pub retryable: bool,
}
pub fn explain(_: &str, _: Option<&str>, _: &str) -> Explained {
    Explained { message: String::new(), retryable: false }
}

//! (skeleton)
pub async fn run(_: &sea_orm::DatabaseConnection) -> Result<(), sea_orm::DbErr> {
    Ok(())
}
pub async fn pending(_: &sea_orm::DatabaseConnection) -> Result<Vec<String>, sea_orm::DbErr> {
    Ok(vec![])
}
